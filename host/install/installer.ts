import { once } from "node:events";
import { type Disposable, PlatformError } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { HeldLock } from "../db/lock.ts";
import { type AuditSource, audit } from "../identity/audit.ts";
import { failureOf, isPassing } from "./failure.ts";
import { notWaiting, otherFingerprint, over } from "./installRefusals.ts";
import {
  type Failure,
  INSTALL_CHANNEL,
  type InstallRow,
  type InstallSource,
  type StepRecord,
} from "./installRow.ts";
import { STEPS, type Step } from "./steps.ts";
import { undoInstall } from "./undo.ts";
import { keptArchive, type Uninstalled, uninstalledPlugins } from "./uninstalled.ts";
import { type InstallParts, InstallWork } from "./work.ts";

/** What an admin orders. */
export interface InstallOrder {
  source: InstallSource;
  /** Name of the file, a package with its version (`name@1.2.0`), or the id of a bundled plugin. */
  name: string;
  archive?: Uint8Array;
  /** False: made ready, and offered to some tenants later. */
  activate?: boolean;
}

/** Called around each step; a test's process ends there. */
export type StepHook = (step: string, when: "before" | "after") => Promise<void> | void;

const POLL_MS = 5_000;
const MOST_ATTEMPTS = 3;
/** One install at a time in the whole installation: they change what the next one has to fit in with. */
export const INSTALL_LOCK = "plugin install";

/**
 * Works on installs, whichever replica they were ordered at. Whoever holds the session lock goes through them; a process that is gone
 * has let it go, and the next one begins the install again: every step may be done twice.
 */
export class Installer {
  readonly #parts: InstallParts;
  readonly #hook: StepHook | undefined;
  readonly #end = new AbortController();
  readonly #bell = new EventTarget();
  readonly #stops: Disposable[] = [];
  #busy: Promise<void> | undefined;
  #again = false;

  constructor(parts: InstallParts, hook?: StepHook) {
    this.#parts = parts;
    this.#hook = hook;
  }

  /** Goes on with what was left, and follows from then on. */
  async start(): Promise<void> {
    const { database, folders } = this.#parts;
    await folders.sweep();
    const heard = (id: string) => {
      this.#bell.dispatchEvent(new Event(id === "" ? "all" : id));
      this.#wake();
    };
    this.#stops.push(await database.listen(INSTALL_CHANNEL, heard));
    const poll = setInterval(() => this.#wake(), POLL_MS).unref();
    this.#stops.push({ label: "poll of installs", dispose: () => clearInterval(poll) });
    this.#wake();
  }

  /** What is under way is left to the next process. */
  async stop(): Promise<void> {
    this.#end.abort();
    for (const stop of this.#stops.splice(0)) await stop.dispose();
    await this.#busy;
  }

  /** Takes an order; answers the id to watch it by. */
  async begin(order: InstallOrder, requested: AuditSource): Promise<string> {
    const { source, name, archive, activate = true } = order;
    const id = uuidv7();
    await this.#parts.database.system(async (trx) => {
      const steps = STEPS.map((step) => recordOf(step, source, activate));
      await this.#parts.rows.add(trx, {
        id,
        source,
        name,
        activate,
        requested,
        steps,
        ...(archive && { archive }),
      });
      await audit(trx, requested, {
        tenantId: null,
        action: "plugin.install_ordered",
        target: `install ${id}`,
        after: { source, name },
      });
    });
    return id;
  }

  list(): Promise<InstallRow[]> {
    return this.#parts.rows.list();
  }

  get(id: string): Promise<InstallRow> {
    return this.#parts.rows.get(id);
  }

  /** Plugins that were taken out, and still hold what they held. */
  uninstalled(): Promise<Uninstalled[]> {
    return uninstalledPlugins(this.#parts.database);
  }

  /** An order for the release of an uninstalled plugin that served last: its archive is still in the storage. */
  async kept(pluginId: string): Promise<InstallOrder> {
    const { database, store } = this.#parts;
    const { key, version } = await keptArchive(database, pluginId);
    return { source: "file", name: `${pluginId} ${version}, kept here`, archive: await store.get(key) };
  }

  /** An admin agrees to what was asked. Where nobody knows the publisher, they name its fingerprint. */
  async consent(id: string, source: AuditSource, fingerprint?: string): Promise<InstallRow> {
    const { database, rows } = this.#parts;
    await database.system(async (trx) => {
      const { state, consent, pluginId, version } = await rows.lock(trx, id);
      if (state !== "waiting" || consent === null) throw notWaiting(state);
      const { publisher, adds } = consent;
      if (publisher.state === "unknown" && fingerprint !== publisher.fingerprint) throw otherFingerprint();
      const consented = {
        by: source.actor?.email,
        at: new Date().toISOString(),
        ...(fingerprint && { fingerprint }),
      };
      await rows.changeIn(trx, id, { consented, state: "running" });
      await audit(trx, source, {
        tenantId: null,
        action: "plugin.install_consented",
        target: `plugin ${pluginId} ${version}`,
        after: { adds, publisher },
      });
    });
    return rows.get(id);
  }

  /** Gives an install up; what it has left is taken back. */
  async cancel(id: string, source: AuditSource): Promise<InstallRow> {
    const { database, rows } = this.#parts;
    await database.system(async (trx) => {
      const { state, ending } = await rows.lock(trx, id);
      if (state !== "running" && state !== "waiting") throw over(state);
      if (ending !== null) return;
      await rows.changeIn(trx, id, { state: "running", ending: "cancelled" });
      await audit(trx, source, {
        tenantId: null,
        action: "plugin.install_cancelled",
        target: `install ${id}`,
      });
    });
    return rows.get(id);
  }

  /** The install now and after every change, to its end. */
  async *watch(id: string, signal: AbortSignal): AsyncGenerator<InstallRow> {
    for (;;) {
      // Listens before it looks: a change between the two would be missed.
      const round = new AbortController();
      const until = AbortSignal.any([signal, this.#end.signal, round.signal]);
      const rings = Promise.race([
        once(this.#bell, id, { signal: until }),
        once(this.#bell, "all", { signal: until }),
      ]).catch(() => undefined);
      try {
        const row = await this.get(id);
        yield row;
        if (until.aborted || (row.state !== "running" && row.state !== "waiting")) return;
        await rings;
      } finally {
        round.abort();
      }
    }
  }

  /** A notice while it is busy means one more look. */
  #wake(): void {
    if (this.#end.signal.aborted) return;
    if (this.#busy !== undefined) {
      this.#again = true;
      return;
    }
    this.#busy = this.#goThrough()
      .catch((error: unknown) => {
        // Not at once: the poll comes back to it.
        this.#again = false;
        if (!this.#end.signal.aborted)
          this.#parts.log.warn("Installs were interrupted, and are looked at again", {
            error: String(error),
          });
      })
      .finally(() => {
        this.#busy = undefined;
        if (!this.#again) return;
        this.#again = false;
        this.#wake();
      });
  }

  async #goThrough(): Promise<void> {
    const { database, rows } = this.#parts;
    if ((await rows.next()) === undefined) return;
    const lock = await database.lock(INSTALL_LOCK);
    if (lock === undefined) return;
    try {
      for (;;) {
        const row = await rows.next();
        if (row === undefined || this.#end.signal.aborted) return;
        await this.#install(row, lock);
      }
    } finally {
      await lock.release();
    }
  }

  async #install(row: InstallRow, lock: HeldLock): Promise<void> {
    const { rows, log } = this.#parts;
    if (row.ending !== null) return this.#finish(row, row.ending);
    const culprit = row.attempts === 0 ? undefined : culpritOf(row);
    if (culprit !== undefined) return this.#fail(row, culprit);
    row.attempts += 1;
    await rows.change(row.id, { attempts: row.attempts });
    const work = new InstallWork(row, this.#parts, this.#end.signal);
    for (const step of STEPS) {
      const record = row.steps.find(({ name }) => name === step.name);
      if (record === undefined || record.state === "skipped") continue;
      if ((await rows.get(row.id)).ending !== null) return this.#finish(row, "cancelled");
      this.#end.signal.throwIfAborted();
      if (!(await lock.alive())) throw new Error("The lock of installs is lost: somebody else may go on.");
      const waits = await this.#step(step, record, row, work);
      if (waits) return;
    }
    await rows.change(row.id, { state: "done", attempts: 0 });
    log.info("A plugin was installed", { plugin: row.pluginId, release: row.version, install: row.id });
  }

  /** True where the install goes no further now. */
  async #step(step: Step, record: StepRecord, row: InstallRow, work: InstallWork): Promise<boolean> {
    const { rows } = this.#parts;
    const began = performance.now();
    const note = (changes: Partial<StepRecord>) => {
      Object.assign(record, changes);
      return rows.change(row.id, { steps: row.steps });
    };
    await this.#hook?.(step.name, "before");
    if (record.state !== "done") await note({ state: "running" });
    try {
      const end = await step.run(work);
      await this.#hook?.(step.name, "after");
      const milliseconds = Math.round(performance.now() - began);
      if (end?.wait === undefined) {
        const { note: told, warnings } = end ?? {};
        await note({
          state: "done",
          milliseconds,
          ...(told && { note: told }),
          ...(warnings && { warnings }),
        });
        return false;
      }
      Object.assign(record, { state: "running", note: end.note });
      const asked = { consent: end.wait, consented: null, state: "waiting", attempts: 0 } as const;
      await rows.change(row.id, { ...asked, steps: row.steps });
      return true;
    } catch (error) {
      // Stopped in good order: whatever was under way is not to blame for that.
      if (this.#end.signal.aborted) await rows.change(row.id, { attempts: 0 });
      if (isPassing(error) || this.#end.signal.aborted) throw error;
      record.milliseconds = Math.round(performance.now() - began);
      if (!PlatformError.is(error))
        this.#parts.log.error("A step of an install failed", { step: step.name, error });
      await this.#fail(row, failureOf(error, step.file), record);
      return true;
    }
  }

  async #fail(row: InstallRow, failure: Failure, record?: StepRecord): Promise<void> {
    const failed = record ?? row.steps.find(({ state }) => state === "running");
    if (failed !== undefined) Object.assign(failed, { state: "failed", note: failure.message });
    row.failure = failure;
    const { database, rows, log } = this.#parts;
    const still = await database.system(async (trx) => {
      // Whoever lost the lock in the middle of a step may have got to the end all the same.
      const running = (await rows.lock(trx, row.id)).state === "running";
      if (running) await rows.changeIn(trx, row.id, { failure, ending: "failed", steps: row.steps });
      return running;
    });
    if (!still) return;
    log.warn("An install failed", { install: row.id, plugin: row.pluginId, ...failure });
    await this.#finish(row, "failed");
  }

  async #finish(row: InstallRow, state: "failed" | "cancelled"): Promise<void> {
    await this.#hook?.("undo", "before");
    const remark = await undoInstall(this.#parts, row);
    await this.#hook?.("undo", "after");
    const { failure } = row;
    const told =
      remark && failure ? { failure: { ...failure, message: `${failure.message} ${remark}` } } : {};
    if (remark) this.#parts.log.warn("An install was not undone whole", { install: row.id, remark });
    await this.#parts.rows.change(row.id, { ...told, state, attempts: 0 });
  }
}

/** Why a process that is gone has ended: a release that takes the process down while it starts is not started again. */
function culpritOf({ steps, attempts }: InstallRow): Failure | undefined {
  const running = steps.find(({ state }) => state === "running");
  if (running?.name !== "start" && attempts < MOST_ATTEMPTS) return undefined;
  return {
    code: "install.process_ended",
    message: `The process ended ${attempts === 1 ? "" : `${attempts} times `}while the install was at "${running?.title ?? "work"}".`,
    hint: "Where the release itself ended it (process.exit, or memory that ran out), correct that; else install it again.",
  };
}

function recordOf(
  { name, title, of, activates }: Step,
  source: InstallSource,
  activate: boolean,
): StepRecord {
  const skipped = (of !== undefined && !of.includes(source)) || (activates && !activate);
  return { name, title, state: skipped ? "skipped" : "waiting" };
}
