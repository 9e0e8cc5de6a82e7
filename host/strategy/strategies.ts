import { type Log, PlatformError } from "@promostack/core";
import type { Database } from "../db/database.ts";
import type { OpenSandbox } from "../sandbox/sandbox.ts";
import { Examination, type ExaminationParts } from "./examination.ts";
import { FaultGuard } from "./faults.ts";
import { Intake } from "./intake.ts";
import { ReleaseIndex } from "./releaseIndex.ts";

/** Strategies that were published to this installation: followed on every replica, taken in here. */
export class Strategies {
  readonly index: ReleaseIndex;
  readonly guard: FaultGuard;
  readonly #database: Database;
  readonly #cacheFolder: string;
  readonly #end = new AbortController();

  constructor({ database, log, cacheFolder }: { database: Database; log: Log; cacheFolder: string }) {
    this.#database = database;
    this.index = new ReleaseIndex({ database, log });
    this.guard = new FaultGuard({ database, index: this.index, log });
    this.#cacheFolder = cacheFolder;
  }

  /** `history` are the real candles that an examination looks at beside made-up ones. */
  intake(sandbox: Pick<OpenSandbox, "isReserved">, history: ExaminationParts["history"]): Intake {
    const examination = new Examination({ cacheFolder: this.#cacheFolder, history });
    return new Intake({
      database: this.#database,
      index: this.index,
      examine: examination.examine,
      isReserved: (strategy) => sandbox.isReserved(strategy),
      signal: this.#end.signal,
    });
  }

  async close(): Promise<void> {
    this.#end.abort(
      new PlatformError("The host stops.", {
        code: "host.draining",
        status: 503,
        hint: "Publish it again in a moment.",
        retryAfter: 10,
      }),
    );
    await this.guard.settled();
    await this.index.close();
  }
}
