import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Database } from "../db/database.ts";
import type { RunRecord } from "../job/history.ts";
import type { Leadership } from "../job/leader.ts";
import type { PluginStatus } from "../plugin/pluginStatus.ts";
import { PluginMetrics } from "./pluginMetrics.ts";

export interface MetricParts {
  database: Pick<Database, "stats" | "query">;
  plugins(): PluginStatus[];
  leadership(): Leadership;
  /** Runner processes of the sandbox. */
  sandbox?(): { runners: number; busy: number; waiting: number };
}

/** One finished HTTP exchange. `route` is the pattern, never the address, so that ids do not become labels. */
export interface HttpSample {
  method: string;
  route: string;
  status: number;
  seconds: number;
}

interface Exchange {
  method: string;
  path: string;
  status: number;
}

/** Asked of the database for each scrape, at most once in this time. */
const DEPTHS_FOR_MS = 5_000;

/** The host's figures for Prometheus, in a registry of its own: two hosts may live in one process. */
export class Metrics {
  readonly #registry = new Registry();
  /** What plugins count. */
  readonly plugins = new PluginMetrics(this.#registry);
  readonly #http: Histogram;
  readonly #jobs: Histogram;
  readonly #depths: Depths;

  constructor(parts: MetricParts) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry, prefix: "promostack_" });
    this.#http = new Histogram({
      name: "promostack_http_request_seconds",
      help: "Time to answer a request",
      labelNames: ["method", "route", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    this.#jobs = new Histogram({
      name: "promostack_job_run_seconds",
      help: "Time of one run of a job",
      labelNames: ["plugin", "job", "outcome"],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300],
      registers,
    });
    this.#depths = new Depths(parts, registers);
    pools(parts, registers);
    plugins(parts, registers);
    leader(parts, registers);
    if (parts.sandbox) sandbox(parts.sandbox, registers);
  }

  /** The text that `/metrics` answers. */
  async text(): Promise<{ contentType: string; body: string }> {
    await this.#depths.refresh();
    return { contentType: this.#registry.contentType, body: await this.#registry.metrics() };
  }

  observeHttp({ method, route, status, seconds }: HttpSample): void {
    this.#http.observe({ method, route, status: String(status) }, seconds);
  }

  /**
   * Times every exchange. Goes before everything else of the HTTP server; shaped for Koa, without needing it.
   */
  timing(): (context: Exchange, next: () => Promise<unknown>) => Promise<void> {
    return async (context, next) => {
      const began = performance.now();
      try {
        await next();
      } finally {
        const { method, path, status } = context;
        this.observeHttp({
          method,
          route: pattern(path, status),
          status,
          seconds: (performance.now() - began) / 1000,
        });
      }
    };
  }

  observeJob({ window, outcome, milliseconds }: RunRecord): void {
    this.#jobs.observe({ plugin: window.plugin, job: window.job, outcome }, milliseconds / 1000);
  }

  /** Stops the timers of the process's own figures. */
  close(): void {
    this.#registry.clear();
  }
}

/** The address without ids and tokens; addresses that lead nowhere count as one, or strangers could make labels without end. */
function pattern(path: string, status: number): string {
  if (status === 404) return "none";
  const parts = path.split("/").slice(1, 7);
  return `/${parts.map((part) => (/^\d+$|^.{25,}$|[:%@=]|^(?=.*\d)[\w-]{12,}$/.test(part) ? ":id" : part)).join("/")}`;
}

/** What waits in tables. The state names are those of the rooms that own the tables. */
class Depths {
  readonly #parts: MetricParts;
  readonly #rows: Gauge;
  readonly #oldest: Gauge;
  #asked = 0;

  constructor(parts: MetricParts, registers: Registry[]) {
    this.#parts = parts;
    this.#rows = new Gauge({
      name: "promostack_queue_rows",
      help: "Rows of a queue by state",
      labelNames: ["queue", "state"],
      registers,
    });
    this.#oldest = new Gauge({
      name: "promostack_queue_oldest_seconds",
      help: "Age of the oldest unfinished row of a queue",
      labelNames: ["queue"],
      registers,
    });
  }

  async refresh(): Promise<void> {
    if (Date.now() - this.#asked < DEPTHS_FOR_MS) return;
    this.#asked = Date.now();
    const rows = await this.#parts.database.query<{
      queue: string;
      state: string;
      count: number;
      oldest: number | null;
    }>(DEPTHS);
    this.#rows.reset();
    this.#oldest.reset();
    for (const { queue, state, count, oldest } of rows) {
      this.#rows.set({ queue, state }, count);
      if (oldest !== null) this.#oldest.set({ queue }, oldest);
    }
  }
}

function pools({ database }: MetricParts, registers: Registry[]): void {
  const gauge: Gauge = new Gauge({
    name: "promostack_database_connections",
    help: "Connections of a pool: open, free, and callers waiting",
    labelNames: ["pool", "kind"],
    registers,
    collect() {
      for (const { pool, size, free, waiting } of database.stats()) {
        gauge.set({ pool, kind: "open" }, size);
        gauge.set({ pool, kind: "free" }, free);
        gauge.set({ pool, kind: "waiting" }, waiting);
      }
    },
  });
}

function plugins(parts: MetricParts, registers: Registry[]): void {
  const up: Gauge = new Gauge({
    name: "promostack_plugin_up",
    help: "1 where a plugin is active",
    labelNames: ["plugin"],
    registers,
    collect() {
      for (const { id, state } of parts.plugins()) up.set({ plugin: id }, state === "active" ? 1 : 0);
    },
  });
  const breaker: Gauge = new Gauge({
    name: "promostack_plugin_breaker_open",
    help: "1 where a plugin's breaker is open, 0.5 half-open",
    labelNames: ["plugin"],
    registers,
    collect() {
      for (const status of parts.plugins())
        breaker.set({ plugin: status.id }, { closed: 0, open: 1, "half-open": 0.5 }[status.breaker.state]);
    },
  });
  const calls: Gauge = new Gauge({
    name: "promostack_plugin_calls",
    help: "Calls, errors, time-outs and milliseconds of a plugin since it was loaded",
    labelNames: ["plugin", "kind"],
    registers,
    collect() {
      for (const { id, usage } of parts.plugins())
        for (const [kind, value] of Object.entries(usage)) calls.set({ plugin: id, kind }, value);
    },
  });
}

function leader(parts: MetricParts, registers: Registry[]): void {
  const gauge: Gauge = new Gauge({
    name: "promostack_leader",
    help: "1 where this host leads",
    registers,
    collect() {
      gauge.set(parts.leadership() === "leading" ? 1 : 0);
    },
  });
}

function sandbox(stats: NonNullable<MetricParts["sandbox"]>, registers: Registry[]): void {
  const gauge: Gauge = new Gauge({
    name: "promostack_sandbox_runners",
    help: "Runner processes, busy ones, and calls that wait",
    labelNames: ["kind"],
    registers,
    collect() {
      for (const [kind, value] of Object.entries(stats())) gauge.set({ kind }, value);
    },
  });
}

const DEPTHS = `
  select 'outbox' as queue, state, count(*) as count, extract(epoch from clock_timestamp() - min(created_at))::float8 as oldest
    from host.outbox where done_at is null group by state
  union all
  select 'outbox', 'dead', count(*), null from host.outbox where parked_at is not null
  union all
  select 'outbox, last hour', state, count(*), null from host.outbox
    where created_at > now() - interval '1 hour' and done_at is not null group by state
  union all
  select 'inbox', case when parked_at is null then 'pending' else 'parked' end, count(*),
    extract(epoch from clock_timestamp() - min(received_at))::float8
    from host.inbox where done_at is null or parked_at is not null group by 2
  union all
  select 'events', state, count(*), null from host.event_delivery where state in ('pending', 'dead') group by state
  union all
  select 'webhooks', state, count(*), null from host.webhook_delivery where state = 'waiting' group by state
  union all
  select 'jobs', state, count(*), null from host.job_window where state in ('pending', 'running') group by state`;
