import { type EnabledTenant, inPhase, type Phase, PlatformError, type Transact } from "@promostack/core";
import { withLogIds } from "../log/log.ts";
import { type Call, timedOut } from "./call.ts";
import type { CallLog } from "./callLog.ts";
import type { EndSource } from "./ending.ts";
import { type Answered, FirstTransaction } from "./firstTransaction.ts";
import type { Generation } from "./generation.ts";
import type { Pass } from "./releaseBreaker.ts";
import type { Mark } from "./runtime.ts";
import type { UsageMeter } from "./usageMeter.ts";

export interface Invocation {
  generation: Generation;
  phase: Phase;
  /** `GET /signals`, `job monitor`: for errors and logs. */
  what: string;
  milliseconds: number;
  tenantId?: string | undefined;
  parent?: EndSource | undefined;
  mark?: Mark | undefined;
  answered?: Answered | undefined;
  /** Where a handler that opened no transaction is marked. */
  transact?: ((call: Call) => Transact) | undefined;
  /** The result is a stream: the call stays open until `close` is called with it. */
  staysOpen?: (result: unknown, call: Call) => boolean;
}

/** Told when the breaker of a whole release opens. */
export type Tripped = (generation: Generation, error: PlatformError) => void;

/**
 * Every call into a plugin goes through here: the breaker admits it, a deadline bounds it, its outcome is counted, and
 * what it throws comes out as a PlatformError that names plugin and phase.
 */
export class Invocations {
  readonly #tripped: Tripped;
  readonly #log: Pick<CallLog, "ended">;
  readonly #meter: Pick<UsageMeter, "add"> | undefined;

  constructor(tripped: Tripped, log: Pick<CallLog, "ended">, meter?: Pick<UsageMeter, "add">) {
    this.#tripped = tripped;
    this.#log = log;
    this.#meter = meter;
  }

  async run<Result>(
    invocation: Invocation,
    work: (call: Call, first: FirstTransaction) => Promise<Result>,
  ): Promise<Result | undefined> {
    const { generation, phase, what, milliseconds, tenantId, parent, mark } = invocation;
    const plugin = generation.manifest.id;
    const wait = generation.breaker.refusal(tenantId);
    if (wait !== undefined) throw tripped(plugin, wait);
    const call = generation.open(parent);
    const pass = generation.breaker.enter(tenantId);
    const first = new FirstTransaction(mark, invocation.answered);
    const began = performance.now();
    let open = false;
    let failed: PlatformError | undefined;
    try {
      const result = await withLogIds({ plugin, ...(tenantId === undefined ? {} : { tenantId }) }, () =>
        call.within(milliseconds, { plugin, phase, what }, () =>
          mark === undefined ? work(call, first) : marked(invocation, call, first, work),
        ),
      );
      // A handler that keeps the thread busy ends before its timer can fire; late is late all the same.
      if (performance.now() - began > milliseconds) failed = this.#late(generation, invocation, pass);
      else pass.success();
      open = invocation.staysOpen?.(result, call) ?? false;
      return result;
    } catch (error) {
      if (first.known) {
        pass.leave();
        return undefined;
      }
      const failure = inPhase(error, plugin, phase);
      if (this.#count(generation, failure, parent)) failed = failure;
      if (parent?.aborted === true || !isFault(failure, plugin)) pass.leave();
      else if (pass.failure()) this.#tripped(generation, failure);
      throw failure;
    } finally {
      const took = performance.now() - began;
      generation.usage.calls += 1;
      generation.usage.milliseconds += took;
      const { version } = generation.manifest;
      const ended = { plugin, version, tenantId, milliseconds: took };
      this.#log.ended(ended, failed && { phase, what, error: failed });
      if (tenantId !== undefined)
        this.#meter?.add(tenantId, plugin, { calls: 1, errors: failed ? 1 : 0, milliseconds: took });
      if (!open) call.close();
    }
  }

  /** Runs tenant work; what it leaves unmarked is marked as that tenant. */
  async forTenant(
    invocation: Omit<Invocation, "tenantId" | "transact">,
    { tenantId }: EnabledTenant,
    work: (call: Call, first: FirstTransaction) => Promise<void>,
  ): Promise<void> {
    const transact = (call: Call) => invocation.generation.contexts.tenantTransact(tenantId, call);
    await this.run({ ...invocation, tenantId, transact }, work);
  }

  #late(generation: Generation, { what, milliseconds, phase }: Invocation, pass: Pass): PlatformError {
    const error = timedOut(milliseconds, { plugin: generation.manifest.id, phase, what });
    generation.usage.timeouts += 1;
    if (pass.failure()) this.#tripped(generation, error);
    return error;
  }

  /** True for a failure: not what the caller did wrong, nor what they did not wait for. */
  #count({ usage }: Generation, error: PlatformError, parent: EndSource | undefined): boolean {
    if (parent?.aborted === true || error.status < 500) return false;
    if (error.code === "plugin.timeout") usage.timeouts += 1;
    else usage.errors += 1;
    return true;
  }
}

/** Runs work that carries a mark; what it leaves unmarked is marked. */
async function marked<Result>(
  { transact }: Invocation,
  call: Call,
  first: FirstTransaction,
  work: (call: Call, first: FirstTransaction) => Promise<Result>,
): Promise<Result> {
  const answer = await work(call, first);
  if (transact !== undefined) await first.finish(transact(call));
  return answer;
}

/**
 * Whether an error tells against this plugin: not what is the caller's mistake (4xx), not what another plugin or the
 * database did to it, not that it is being stopped.
 */
function isFault(error: PlatformError, plugin: string): boolean {
  if (error.status < 500 || error.plugin !== plugin) return false;
  return !error.code.startsWith("database.") && !NOTHING_RAN.has(error.code);
}

const NOTHING_RAN = new Set([
  "plugin.quarantined",
  "plugin.failed",
  "plugin.starting",
  "plugin.stopping",
  "plugin.tripped",
  "host.draining",
]);

/** True for refusals where nothing ran and a later try makes sense: a queue parks its work without counting an attempt. */
export function isPause(error: unknown): boolean {
  return PlatformError.is(error) && NOTHING_RAN.has(error.code);
}

const OFF = new Set(["plugin.disabled", "plugin.not_entitled", "plugin.settings_outdated"]);

const DEFAULT_PAUSE_SECONDS = 10;

/**
 * Seconds to wait where nothing ran: a pause, or a plugin that the tenant has turned off (what waits for it keeps waiting).
 * Undefined for a real failure.
 */
export function pauseOf(error: unknown): number | undefined {
  if (!PlatformError.is(error) || !(NOTHING_RAN.has(error.code) || OFF.has(error.code))) return undefined;
  return error.retryAfter ?? DEFAULT_PAUSE_SECONDS;
}

function tripped(plugin: string, seconds: number): PlatformError {
  return new PlatformError(`${plugin} failed too often and pauses for ${seconds} s.`, {
    code: "plugin.tripped",
    status: 503,
    plugin,
    retryAfter: seconds,
    hint: "It is tried again by itself; an admin sees the errors on the plugin's page.",
  });
}
