import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PluginManifest } from "@promostack/core";
import type { Config } from "../config/config.ts";
import { type Host, startHost } from "../host.ts";
import { Developed } from "./developed.ts";
import { bundledFolders, manifestIn, writePluginSet } from "./pluginSet.ts";

const LONGEST_WAIT_MS = 20_000;

/** The platform with a plugin that is being written. */
export class DevServer {
  readonly #folder: string;
  readonly #config: Config;
  readonly #directory: string;
  #developed: Developed;
  #host: Host | undefined;
  #manifest: PluginManifest | undefined;

  private constructor(folder: string, config: Config, directory: string, developed: Developed) {
    this.#folder = folder;
    this.#config = config;
    this.#directory = directory;
    this.#developed = developed;
  }

  /** Builds the plugin and starts the platform with it. Raises what keeps either from being done. */
  static async start(folder: string, config: Config): Promise<DevServer> {
    const directory = await mkdtemp(path.join(tmpdir(), "promostack-dev-"));
    const set = path.join(directory, "registration.json");
    const developed = new Developed(folder, path.join(config.dataDir, "dev"), set);
    const server = new DevServer(folder, config, directory, developed);
    try {
      await server.#start(await developed.build());
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  get host(): Host {
    if (this.#host === undefined) throw new Error("The platform is not started.");
    return this.#host;
  }

  /** Why the plugin does not run; undefined while it does. */
  get problem(): string | undefined {
    const status = this.host.runtime.plugin(this.#manifest?.id ?? "");
    return status?.state === "active" ? undefined : (status?.reason ?? "It is not running.");
  }

  /**
   * Takes up what was saved: a new generation beside the old one, which finishes what it began, and open pages load again. Another id
   * or version begins anew. Raises what is wrong; what ran before goes on then.
   */
  async reload(): Promise<PluginManifest> {
    const manifest = await this.#developed.build();
    const same = manifest.id === this.#manifest?.id && manifest.version === this.#manifest?.version;
    if (same) await this.host.runtime.swap(manifest.id);
    else {
      const { port } = this.host;
      await this.host.stop();
      await this.#start(manifest, port);
    }
    await this.host.database.system((trx) => trx.run("select pg_notify('live', 'reload')"));
    return manifest;
  }

  /** Turns the plugin on for the first tenant, so that there is something to look at. Answers its name; undefined where it stays off. */
  async enableForFirst(): Promise<string | undefined> {
    const { runtime, database } = this.host;
    const id = this.#manifest?.id ?? "";
    if (this.#manifest?.tenancy?.scope === "platform") return undefined;
    for (const end = Date.now() + LONGEST_WAIT_MS; Date.now() < end; await sleep(100)) {
      const [tenant] = await database.query<{ id: string; name: string }>(
        "select id, name from host.tenant order by created_at, id limit 1",
      );
      if (tenant === undefined) continue;
      if (!(await runtime.isEnabled(tenant.id, id))) await runtime.enable(tenant.id, id);
      return tenant.name;
    }
    return undefined;
  }

  async stop(): Promise<void> {
    await this.#host?.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #start(manifest: PluginManifest, port = this.#config.port): Promise<void> {
    this.#manifest = manifest;
    const beside = await besides(manifest.id);
    const registrationFile = await writePluginSet(this.#directory, [...beside, this.#folder]);
    this.#host = await startHost(
      { ...this.#config, port },
      { registrationFile, releases: [this.#developed] },
    );
  }
}

/** The installation's own plugins, but for the one that is being written. */
async function besides(id: string): Promise<string[]> {
  const all = await Promise.all(
    (await bundledFolders()).map(async (folder) => ({ folder, of: (await manifestIn(folder)).id })),
  );
  return all.filter(({ of }) => of !== id).map(({ folder }) => folder);
}
