import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { signRelease } from "../../release/signature.ts";
import { signRequest } from "../../release/signedRequest.ts";
import { writeArchive } from "../../release/writeArchive.ts";
import { packStrategy } from "../packStrategy.ts";

export interface Told {
  status: number;
  body: Record<string, unknown>;
}

/** What `evaluate` does at each close; the good one buys after a fall. */
export const GOOD = `
  const fell = candles.close(3) - candles.close(0);
  const atr = indicators.atr(14).at(0);
  if (!(fell > 3 * atr)) return null;
  const entry = candles.close(0);
  return { direction: "buy", entry, stop: entry - 2 * atr, targets: [entry + 2 * atr, entry + 4 * atr], indicators: { "atr(14)": atr } };`;

/** Somebody who publishes, with a key and archives of their own. */
export class Publisher {
  readonly key: KeyObject = generateKeyPairSync("ed25519").privateKey;
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  /** A signed archive of a strategy that does this. */
  async archive(
    id: string,
    version: string,
    evaluate = GOOD,
    title = "Falls",
    readme = `# ${title}\n\nBuys what fell a lot.\n`,
  ): Promise<Buffer> {
    const folder = await mkdtemp(path.join(tmpdir(), "promostack-publish-"));
    try {
      const manifest = {
        id,
        kind: "strategy",
        version,
        title,
        summary: "Buys what fell a lot.",
        publisher: { name: this.name },
        license: "MIT",
        entry: "index.ts",
        engine: { host: ">=0.1.0 <1.0.0", api: "^0.1.0" },
      };
      await writeFile(path.join(folder, "plugin.json"), JSON.stringify(manifest));
      await writeFile(path.join(folder, "package.json"), JSON.stringify({ name: id, version }));
      await writeFile(path.join(folder, "README.md"), readme);
      await writeFile(path.join(folder, "index.ts"), source(title, evaluate));
      const { files } = await packStrategy(folder);
      return await writeArchive(signRelease(files, { kind: "strategy", id, version }, this.key));
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  async publish(url: string, archive: Uint8Array, headers: Record<string, string> = {}): Promise<Told> {
    const response = await fetch(`${url}/api/strategies/releases`, {
      method: "POST",
      body: new Uint8Array(archive),
      headers: { "content-type": "application/gzip", ...headers },
    });
    return { status: response.status, body: Object(await response.json()) };
  }

  /** Asks for another state; `header` stands in for the signature of this very request. */
  async setState(url: string, release: string, change: object, header?: string): Promise<Told> {
    const [id = "", version = ""] = release.split("@");
    const address = `/api/strategies/${id}/releases/${version}/state`;
    const body = JSON.stringify(change);
    const facts = { method: "PUT", host: new URL(url).host, path: address, body };
    const response = await fetch(`${url}${address}`, {
      method: "PUT",
      body,
      headers: {
        "content-type": "application/json",
        "x-publisher-signature": header ?? signRequest(facts, this.key),
      },
    });
    return { status: response.status, body: Object(await response.json()) };
  }
}

function source(title: string, evaluate: string): string {
  return `import { defineStrategy, Type } from "@promostack/core/strategy";

export default defineStrategy({
  title: ${JSON.stringify(title)},
  summary: "Buys what fell a lot.",
  timeframe: "15min",
  warmUp: 100,
  parameters: Type.Object({ size: Type.Number({ default: 1, minimum: 0 }) }),
  evaluate({ candles, indicators, parameters, clock }) {${evaluate}
  },
});
`;
}
