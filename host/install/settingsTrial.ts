import { PlatformError } from "@promostack/core";
import { RunnerPool } from "../sandbox/pool.ts";
import type { TakenOver } from "../sandbox/protocol.ts";
import { settingsScript } from "../sandbox/settingsScript.ts";

/** Loading a plugin's code, and taking a page of settings over. */
const PAGE_MS = 5_000;
/** Larger code has too many libraries in it to be loaded into the sandbox. */
const MOST_SCRIPT_BYTES = 4_000_000;

type Stored = readonly { settings: Record<string, unknown>; version: number }[];

/**
 * A release's `migrateSettings` before anybody has agreed to the release: tried in the sandbox that strangers' strategies run in, without
 * Node, files, network or the platform. Code that cannot be loaded there is not at fault: it is said that it was not tried.
 */
export class SettingsTrial {
  readonly #pool: RunnerPool;
  readonly #source: string;
  readonly #key: string;

  private constructor(pool: RunnerPool, source: string, key: string) {
    this.#pool = pool;
    this.#source = source;
    this.#key = key;
  }

  static async open(
    files: ReadonlyMap<string, Buffer>,
    { entry, integrity, cacheFolder }: { entry: string; integrity: string; cacheFolder: string },
  ): Promise<SettingsTrial> {
    const source = await settingsScript(files, entry);
    if (Buffer.byteLength(source) > MOST_SCRIPT_BYTES)
      throw notTried("its code is too large for the sandbox");
    return new SettingsTrial(await RunnerPool.open(cacheFolder, 1), source, integrity);
  }

  /** What becomes of each. Raises `settings.not_tried`. */
  async takeOver(stored: Stored): Promise<TakenOver[]> {
    const answer = await this.#pool.run({
      key: this.#key,
      source: this.#source,
      deadlineMs: PAGE_MS,
      request: () => ({ op: "settings", key: this.#key, stored }),
    });
    if (!answer.ok) throw notTried(answer.message);
    if (answer.op !== "settings" || answer.answers.length !== stored.length)
      throw notTried("the sandbox gave no answer");
    return answer.answers;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

function notTried(reason: string): PlatformError {
  return new PlatformError(`The settings could not be tried beforehand: ${reason}`, {
    code: "settings.not_tried",
  });
}
