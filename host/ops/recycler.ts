import type { Log } from "@promostack/core";
import type { Database } from "../db/database.ts";

const LOOK_MS = 30_000;
/** Another replica that has just come up is given this long before the next one goes. */
const SETTLE_MS = 60_000;
/** A process that is alone goes later: while it restarts nobody answers. */
const ALONE = 4;

export interface RecyclerParts {
  database: Pick<Database, "lock">;
  /** Generations of plugins that this process has loaded and that serve nobody any more. */
  old(): number;
  /** When the replicas that are alive started, this one among them. */
  replicas(): Promise<readonly { id: string; startedAt: string }[]>;
  self: string;
  /** 0: never. */
  after: number;
  log: Log;
  now?: () => number;
}

/**
 * Code that was loaded once is never freed: each upgrade leaves about a megabyte behind. Past a limit the process ends itself, in
 * good order and one replica at a time, for a fresh one to take its place.
 */
export class Recycler {
  readonly #parts: RecyclerParts;
  /** When this process should end and a fresh one begin. It holds the turn for it until it has ended. */
  readonly due: Promise<void>;
  #tell: () => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #asked = false;

  constructor(parts: RecyclerParts) {
    this.#parts = parts;
    this.due = new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  start(): void {
    if (this.#parts.after === 0) return;
    this.#timer = setInterval(() => {
      this.look().catch((error: unknown) => {
        this.#parts.log.warn("Whether to recycle could not be told", { error });
      });
    }, LOOK_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** True where the time has come. */
  async look(): Promise<boolean> {
    const { database, old, replicas, self, after, log, now = Date.now } = this.#parts;
    if (this.#asked || old() < after) return this.#asked;
    const others = (await replicas()).filter(({ id }) => id !== self);
    if (others.length === 0 && old() < after * ALONE) return false;
    if (others.some(({ startedAt }) => now() - Date.parse(startedAt) < SETTLE_MS)) return false;
    // Freed by the database when this process is gone.
    if ((await database.lock("recycle")) === undefined) return false;
    this.#asked = true;
    log.info("Old generations of plugins add up: this process makes way for a fresh one", { old: old() });
    this.#tell();
    return true;
  }
}
