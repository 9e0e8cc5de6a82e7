import { createHash } from "node:crypto";
import { PlatformError } from "@promostack/core";
import type { CheckReport } from "@promostack/core/check";
import type { Database } from "../db/database.ts";
import { type AuditSource, audit } from "../identity/audit.ts";
import type { RunnerDescription } from "../sandbox/protocol.ts";
import { admitPublisher, knownRelease, rememberPublisher } from "./admission.ts";
import { type ArchiveStep, openStrategyArchive, type StrategyArchive } from "./archive.ts";
import type { Examination } from "./examination.ts";
import type { ReleaseIndex } from "./releaseIndex.ts";
import { insertRelease, lockRelease, type ReleaseRow, tellReplicas } from "./releaseRows.ts";

/** Everything between an uploaded archive and a release that people can choose, in this order. */
export const INTAKE_STEPS = [
  "unpack",
  "hashes",
  "signature",
  "manifest",
  "engine",
  "publisher",
  "describe",
  "checks",
  "store",
] as const satisfies readonly (ArchiveStep | "publisher" | "describe" | "checks" | "store")[];
export type IntakeStep = (typeof INTAKE_STEPS)[number];

export interface IntakeParts {
  database: Database;
  index: ReleaseIndex;
  examine: Examination["examine"];
  isReserved(strategy: string): boolean;
  /** Aborts when the host stops: what is examined then is given up, and published again by its author. */
  signal: AbortSignal;
}

/** Uploads that may wait for their turn. Each is examined in runners of its own, one at a time, beside the running signals. */
const MOST_WAITING = 4;

/** Takes archives from strangers. Nothing is stored before the last step, and that is one transaction. */
export class Intake {
  readonly #parts: IntakeParts;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /**
   * Takes one archive; the same content again answers what is known of it. A step that fails is a PlatformError that says
   * what its author can do, and leaves everything as it was.
   */
  async take(bytes: Uint8Array, source: AuditSource, step: (step: IntakeStep) => void): Promise<ReleaseRow> {
    const archive = await openStrategyArchive(bytes, step);
    step("publisher");
    const known = await this.#parts.database.system((trx) => knownRelease(trx, archive));
    if (known !== undefined) return known;
    await this.#admit(archive);
    return this.#inTurn(async () => {
      const { description, checks } = await this.#parts.examine(archive, step, this.#parts.signal);
      step("store");
      return this.#store(archive, description, checks, source);
    });
  }

  #admit(archive: StrategyArchive): Promise<"pending" | "active"> {
    return this.#parts.database.system((trx) => admitPublisher(trx, archive, this.#parts.isReserved));
  }

  async #store(
    archive: StrategyArchive,
    description: RunnerDescription,
    checks: CheckReport,
    source: AuditSource,
  ): Promise<ReleaseRow> {
    const { database, index, isReserved } = this.#parts;
    const { manifest, script, readme, publicKey, fingerprint, integrity, list } = archive;
    const { id: strategy, version } = manifest;
    const stored = await database.system(async (trx) => {
      // Two uploads of one strategy follow each other, wherever they arrived.
      await trx.run("select pg_advisory_xact_lock(hashtextextended('strategy ' || $1, 0))", [strategy]);
      const known = await knownRelease(trx, archive);
      if (known !== undefined) return known;
      const state = await admitPublisher(trx, archive, isReserved);
      await rememberPublisher(trx, archive);
      await insertRelease(trx, {
        strategy,
        version,
        publisher: publicKey,
        state,
        integrity,
        manifest,
        description,
        checks,
        files: list.files,
        // PostgreSQL keeps no zero character.
        readme: readme?.replaceAll("\0", "") ?? null,
        script,
        scriptHash: createHash("sha256").update(script).digest("hex").slice(0, 12),
      });
      await audit(trx, source, {
        tenantId: null,
        action: "strategy.published",
        target: `strategy ${strategy} ${version}`,
        after: { state, publisher: fingerprint, integrity },
      });
      await tellReplicas(trx, strategy);
      return lockRelease(trx, strategy, version);
    });
    await index.refresh();
    if (stored !== undefined) return stored;
    throw new Error(`${strategy} ${version} was stored and is not there.`);
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#waiting >= MOST_WAITING) {
      throw new PlatformError("Other strategies are being examined.", {
        code: "release.busy",
        status: 503,
        hint: "Try again in a minute.",
        retryAfter: 60,
      });
    }
    this.#waiting++;
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.#waiting--;
    }
  }
}
