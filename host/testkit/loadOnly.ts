import { GenerationContainer } from "../plugin/container.ts";
import { ContextFactory, type ContextLinks } from "../plugin/context.ts";
import { Generation } from "../plugin/generation.ts";
import { readManifest } from "../plugin/manifest.ts";
import type { RuntimePorts } from "../plugin/ports.ts";
import { Publishing } from "../plugin/publishing.ts";

/** Imports a plugin and runs its `setup`, without starting it; answers the labels of what it declared. */
export async function loadOnly(folder: string, ports: RuntimePorts): Promise<string[]> {
  const manifest = await readManifest(folder);
  const container = new GenerationContainer(manifest, ports);
  const refuse = () => {
    throw new Error("Nothing may be called in setup.");
  };
  const links: ContextLinks = {
    database: ports.database,
    outbox: ports.outbox,
    titleOf: refuse,
    localUrl: ports.localUrl,
    publicUrl: ports.publicUrl,
    publishing: new Publishing(manifest, { add: refuse }),
    service: refuse,
    enabledTenants: refuse,
    enabledTenant: refuse,
  };
  const contexts = new ContextFactory(manifest, container, links);
  const neighbours = {
    openMetric: ports.metrics.open.bind(ports.metrics),
    checkContribution: () => undefined,
    contributions: async () => [],
    callContribution: async () => undefined,
  };
  const generation = await Generation.load(
    { manifest, folder, container, contexts },
    neighbours,
    () => undefined,
  );
  const labels = generation.ledger.open;
  await generation.ledger.close();
  await container.dispose();
  if (generation.ledger.open.length + generation.ledger.leftovers.length > 0) {
    throw new Error(
      `Left in the ledger: ${[...generation.ledger.open, ...generation.ledger.leftovers].join(", ")}`,
    );
  }
  return labels;
}
