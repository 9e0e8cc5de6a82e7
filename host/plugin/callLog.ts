import { createHash } from "node:crypto";
import type { Log, Phase, PlatformError } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { logIds } from "../log/log.ts";
import { redactText } from "../secret/redact.ts";

/** A call that has ended, well or not. */
export interface EndedCall {
  plugin: string;
  version: string;
  tenantId: string | undefined;
  milliseconds: number;
}

/** How a call failed that tells against its plugin. */
export interface FailedCall {
  phase: Phase;
  /** `GET /signals`, `job monitor`. */
  what: string;
  error: PlatformError;
}

interface Sum {
  calls: number;
  errors: number;
  timeouts: number;
  milliseconds: number;
}

interface Failure {
  plugin: string;
  mark: string;
  version: string;
  phase: Phase;
  place: string;
  code: string;
  message: string;
  trace: string | null;
  tenantId: string | null;
  requestId: string | null;
  times: number;
  firstAt: Date;
  lastAt: Date;
}

const HOUR_MS = 3_600_000;
const FLUSH_MS = 10_000;
/** Kinds of failures that are held between two writes: a plugin that fails in ever new words must not fill the memory. */
const MOST_FAILURES = 200;
const MOST_TRACE = 4_000;

const WRITE = `
with hours as (
  insert into host.plugin_hour as h (plugin_id, version, hour, calls, errors, timeouts, milliseconds)
  select plugin, version, hour, calls, errors, timeouts, milliseconds
  from json_to_recordset($1::json) as m(plugin text, version text, hour timestamptz, calls bigint, errors bigint, timeouts bigint,
    milliseconds float8) order by plugin, hour, version
  on conflict (plugin_id, hour, version) do update set calls = h.calls + excluded.calls, errors = h.errors + excluded.errors,
    timeouts = h.timeouts + excluded.timeouts, milliseconds = h.milliseconds + excluded.milliseconds)
insert into host.plugin_error as e (plugin_id, mark, version, phase, place, code, message, trace, last_tenant, request_id, times, first_at, last_at)
select plugin, mark, version, phase, place, code, message, trace, "tenantId", "requestId", times, "firstAt", "lastAt"
from json_to_recordset($2::json) as m(plugin text, mark text, version text, phase text, place text, code text, message text, trace text,
  "tenantId" uuid, "requestId" text, times bigint, "firstAt" timestamptz, "lastAt" timestamptz) order by plugin, mark
on conflict (plugin_id, mark) do update set times = e.times + excluded.times, last_at = greatest(e.last_at, excluded.last_at),
  message = excluded.message, trace = excluded.trace, last_tenant = excluded.last_tenant, request_id = excluded.request_id`;

/** Kinds of failures of a plugin that are kept: the newest. */
const KEPT_FAILURES = 500;

const FORGET = `
with hours as (delete from host.plugin_hour where hour < now() - interval '60 days')
delete from host.plugin_error e where last_at < now() - interval '60 days'
  or last_at < (select newest.last_at from host.plugin_error newest where newest.plugin_id = e.plugin_id
    order by newest.last_at desc offset ${KEPT_FAILURES} limit 1)`;

/** Adds up what calls into plugins cost and how they failed, and writes it every ten seconds. What a process had not written when it was killed is lost. */
export class CallLog {
  readonly #database: Pick<Database, "query">;
  readonly #log: Log;
  #hours = new Map<string, Sum & { plugin: string; version: string; hour: Date }>();
  #failures = new Map<string, Failure>();
  #timer: NodeJS.Timeout | undefined;

  constructor(database: Pick<Database, "query">, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.flush();
  }

  ended({ plugin, version, tenantId, milliseconds }: EndedCall, failed?: FailedCall): void {
    const now = Date.now();
    const sum = this.#hour(plugin, version, Math.floor(now / HOUR_MS) * HOUR_MS);
    sum.calls += 1;
    sum.milliseconds += milliseconds;
    if (failed === undefined) return;
    sum.errors += 1;
    if (failed.error.code === "plugin.timeout") sum.timeouts += 1;
    this.#failed(plugin, version, tenantId, failed, new Date(now));
  }

  /** Writes what has come since the last time. What could not be written is written the next time. */
  async flush(): Promise<void> {
    if (this.#hours.size === 0) return;
    const [hours, failures] = [this.#hours, this.#failures];
    this.#hours = new Map();
    this.#failures = new Map();
    try {
      await this.#database.query(WRITE, [json(hours), json(failures)]);
    } catch (error) {
      this.#log.warn("What calls into plugins cost could not be written", { error });
      restore(this.#hours, hours);
      for (const [key, failure] of failures) {
        const since = this.#failures.get(key);
        if (since === undefined) this.#failures.set(key, failure);
        else Object.assign(since, { times: since.times + failure.times, firstAt: failure.firstAt });
      }
    }
  }

  /** Deletes what is older than two months. */
  async forget(): Promise<void> {
    await this.#database.query(FORGET);
  }

  #hour(plugin: string, version: string, hour: number): Sum {
    const key = `${plugin} ${version} ${hour}`;
    const known = this.#hours.get(key);
    if (known !== undefined) return known;
    const made = { calls: 0, errors: 0, timeouts: 0, milliseconds: 0, plugin, version, hour: new Date(hour) };
    this.#hours.set(key, made);
    return made;
  }

  #failed(
    plugin: string,
    version: string,
    tenantId: string | undefined,
    { phase, what, error }: FailedCall,
    at: Date,
  ): void {
    const trace = traceOf(error);
    const mark = createHash("sha256")
      .update([version, phase, what, error.code, placeIn(trace)].join("\n"))
      .digest("hex")
      .slice(0, 20);
    const key = `${plugin} ${mark}`;
    const known = this.#failures.get(key);
    if (known === undefined && this.#failures.size >= MOST_FAILURES) return;
    this.#failures.set(key, {
      plugin,
      mark,
      version,
      phase,
      place: what,
      code: error.code,
      message: redactText(error.message).slice(0, 500),
      trace: trace === undefined ? null : redactText(trace).slice(0, MOST_TRACE),
      tenantId: tenantId ?? null,
      requestId: logIds().requestId ?? null,
      times: (known?.times ?? 0) + 1,
      firstAt: known?.firstAt ?? at,
      lastAt: at,
    });
  }
}

function restore<Value extends Sum>(into: Map<string, Value>, from: ReadonlyMap<string, Value>): void {
  for (const [key, sum] of from) {
    const since = into.get(key);
    if (since === undefined) {
      into.set(key, sum);
      continue;
    }
    for (const figure of ["calls", "errors", "timeouts", "milliseconds"] as const)
      since[figure] += sum[figure];
  }
}

function json(of: ReadonlyMap<string, object>): string {
  return JSON.stringify([...of.values()]);
}

/** Of what was thrown in the plugin, where that is known: the platform's own frames around it say nothing. */
function traceOf(error: PlatformError): string | undefined {
  return error.cause instanceof Error ? error.cause.stack : error.stack;
}

/** The first line of a trace that names a place: failures from there are one kind, whatever their words. */
function placeIn(trace: string | undefined): string {
  return trace?.split("\n").find((line) => /^\s+at /.test(line)) ?? "";
}
