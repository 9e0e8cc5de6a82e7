import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PlatformError, type TimedCandidate } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import { expect } from "chai";
import { type OpenSandbox, openSandbox, type SandboxOptions } from "../sandbox.ts";

const QUARTER = 900_000;

/** A quiet series that strategies may or may not like; what matters is that it is the same each time. */
export function series(count: number): Candle[] {
  return Array.from({ length: count }, (_, index) => {
    const close = 2_000 + 20 * Math.sin(index / 40) + 3 * Math.sin(index / 3);
    const open = 2_000 + 20 * Math.sin((index - 1) / 40) + 3 * Math.sin((index - 1) / 3);
    return {
      time: Date.UTC(2024, 0, 1) + index * QUARTER,
      open,
      close,
      high: Math.max(open, close) + 0.7,
      low: Math.min(open, close) - 0.7,
    };
  });
}

/** What went wrong, as a PlatformError; anything else fails the test. */
export async function failure(work: Promise<unknown>): Promise<PlatformError> {
  const outcome = await work.then(
    (value) => expect.fail(`it answered ${JSON.stringify(value)?.slice(0, 200)}`),
    (error: unknown) => error,
  );
  if (!PlatformError.is(outcome)) throw outcome;
  return outcome;
}

/** A sandbox with a folder in which a test writes strategies. */
export class Workshop {
  readonly folder: string;
  readonly sandbox: OpenSandbox;
  #count = 0;

  private constructor(folder: string, sandbox: OpenSandbox) {
    this.folder = folder;
    this.sandbox = sandbox;
  }

  static async open(options: Partial<SandboxOptions> = {}): Promise<Workshop> {
    const folder = await mkdtemp(path.join(tmpdir(), "promostack-sandbox-"));
    const cacheFolder = path.join(folder, "cache");
    return new Workshop(
      folder,
      await openSandbox({ strategyFolders: [], cacheFolder, runners: 2, ...options }),
    );
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Puts a strategy whose evaluate has this body (and this module scope) into the sandbox; answers its id. */
  async strategy(body: string, scope = ""): Promise<string> {
    const id = `written-${++this.#count}`;
    const home = path.join(this.folder, id);
    await mkdir(home);
    await writeFile(
      path.join(home, "index.js"),
      `${scope}
       export default { title: "Written", summary: "By a test.", timeframe: "15min", warmUp: 2,
         parameters: { type: "object", properties: {} },
         evaluate(context) { ${body} } };`,
    );
    await writeFile(
      path.join(home, "plugin.json"),
      JSON.stringify({ id, kind: "strategy", version: "1.0.0", entry: "index.js" }),
    );
    await this.sandbox.addFolder(home);
    return id;
  }

  run(strategy: string, candles: readonly Candle[] = series(20)): Promise<TimedCandidate[]> {
    const choice = { strategy, version: "1.0.0", parameters: {} };
    return this.sandbox.evaluateSeries({ choice, symbol: "XAU/USD", candles });
  }
}
