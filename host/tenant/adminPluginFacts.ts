import {
  Conditions,
  listPage,
  listQuery,
  listShape,
  PlatformError,
  type Static,
  Type,
} from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { capabilityWords } from "../plugin/capabilityWords.ts";
import type { Runtime } from "../plugin/runtime.ts";
import { MigrationFact, migrationFacts } from "./migrationFacts.ts";
import { Id, Page, PluginParams, Time } from "./schemas.ts";

const PluginFailure = Type.Object({
  mark: Type.String(),
  version: Type.String(),
  phase: Type.String(),
  place: Type.String({ description: "Which call: a route, a job, an event" }),
  code: Type.String(),
  message: Type.String({ description: "Of the last one" }),
  trace: Type.Union([Type.String(), Type.Null()]),
  tenant: Type.Union([Type.String(), Type.Null()], { description: "Whose call it was the last time" }),
  requestId: Type.Union([Type.String(), Type.Null()]),
  times: Type.Integer(),
  firstAt: Time,
  lastAt: Time,
});

const FAILURES = listShape({
  sorts: {
    lastAt: { sql: "e.last_at", type: "timestamptz" },
    firstAt: { sql: "e.first_at", type: "timestamptz" },
    times: { sql: "e.times", type: "bigint" },
    place: { sql: "e.place", type: "text" },
  },
  id: { sql: "e.mark", type: "text" },
  first: { sort: "lastAt", order: "desc" },
  search: ["e.place", "e.code", "e.message", "e.phase"],
});

const PluginTenant = Type.Object({
  id: Id,
  name: Type.String(),
  slug: Type.String(),
  plan: Type.String(),
  enabledAt: Type.Union([Time, Type.Null()]),
  problem: Type.Union([Type.String(), Type.Null()], {
    description: "What the tenant has to correct in its settings before it works again",
  }),
  calls: Type.Integer({ description: "Of the last 30 days" }),
  errors: Type.Integer(),
});

const TENANTS = listShape({
  sorts: {
    name: { sql: "lower(t.name)", type: "text" },
    enabledAt: { sql: "p.enabled_at", type: "timestamptz" },
  },
  id: { sql: "t.id", type: "uuid" },
  first: { sort: "name", order: "asc" },
  search: ["t.name", "t.slug"],
});

const CallFigures = {
  calls: Type.Integer(),
  errors: Type.Integer(),
  timeouts: Type.Integer(),
  milliseconds: Type.Number({ description: "Spent in all of them" }),
};
const PluginDay = Type.Object({ day: Type.String({ format: "date" }), ...CallFigures });
const PluginHour = Type.Object({ hour: Time, ...CallFigures });
const CALL_SUMS = `sum(calls)::int as calls, sum(errors)::int as errors, sum(timeouts)::int as timeouts,
  sum(milliseconds) as milliseconds`;

const EventFacts = Type.Object({
  pending: Type.Integer(),
  dead: Type.Integer(),
  oldestSeconds: Type.Number(),
});

export interface PluginFactsParts {
  database: Database;
  runtime: Pick<Runtime, "plugin" | "registered" | "eventBacklog">;
}

const limits = { perMinute: 240 };

/** What an admin sees of one plugin beyond its state: failures, time spent, tenants, migrations, events. */
export function pluginFactRoutes({ database, runtime }: PluginFactsParts): HostRoute[] {
  const known = (id: string) => {
    const status = runtime.plugin(id);
    if (status !== undefined) return status;
    throw new PlatformError(`There is no plugin ${id}.`, { code: "plugin.unknown", status: 404 });
  };
  return [
    hostRoute({
      method: "GET",
      path: "/api/admin/plugins/:id/errors",
      permission: "admin",
      summary: "How calls into a plugin failed lately; failures that are alike are one row",
      input: { params: PluginParams, query: Type.Object(listQuery(FAILURES)), output: Page(PluginFailure) },
      csv: "errors",
      limits,
      async handle(_request, { params: { id }, query }) {
        known(id);
        const conditions = new Conditions();
        conditions.add(id, (place) => `e.plugin_id = ${place}`);
        const { items, next } = await database.system((trx) =>
          listPage<FailureRow>(
            trx,
            FAILURES,
            {
              select: `e.mark, e.version, e.phase, e.place, e.code, e.message, e.trace, t.name as tenant,
                e.request_id as "requestId", e.times, e.first_at as "firstAt", e.last_at as "lastAt"`,
              from: "host.plugin_error e left join host.tenant t on t.id = e.last_tenant",
              conditions,
            },
            query,
          ),
        );
        return {
          items: items.map((row) => ({
            ...row,
            firstAt: row.firstAt.toISOString(),
            lastAt: row.lastAt.toISOString(),
          })),
          next,
        };
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/plugins/:id/tenants",
      permission: "admin",
      summary: "Who has a plugin enabled, what they must correct, and how much they used it",
      input: { params: PluginParams, query: Type.Object(listQuery(TENANTS)), output: Page(PluginTenant) },
      csv: "tenants",
      limits,
      async handle(_request, { params: { id }, query }) {
        known(id);
        const conditions = new Conditions();
        conditions.add(id, (place) => `p.plugin_id = ${place}`);
        conditions.always("p.enabled");
        const { items, next } = await database.system((trx) =>
          listPage<TenantRow>(
            trx,
            TENANTS,
            {
              select: `t.id, t.name, t.slug, t.plan, p.enabled_at as "enabledAt", p.problem,
                coalesce(use.calls, 0)::int as calls, coalesce(use.errors, 0)::int as errors`,
              from: `host.tenant_plugin p join host.tenant t on t.id = p.tenant_id
                left join lateral (select sum(d.calls) as calls, sum(d.errors) as errors from host.plugin_usage d
                  where d.tenant_id = p.tenant_id and d.plugin = p.plugin_id and d.day > current_date - 30) use on true`,
              conditions,
            },
            query,
          ),
        );
        return {
          items: items.map((row) => ({ ...row, enabledAt: row.enabledAt?.toISOString() ?? null })),
          next,
        };
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/plugins/:id/days",
      permission: "admin",
      summary: "What calls into a plugin cost on each of the last 30 days, in UTC",
      input: { params: PluginParams, output: Type.Object({ items: Type.Array(PluginDay) }) },
      limits,
      async handle(_request, { params: { id } }) {
        known(id);
        const items = await database.query<Static<typeof PluginDay>>(
          `select to_char(hour at time zone 'UTC', 'YYYY-MM-DD') as day, ${CALL_SUMS}
           from host.plugin_hour where plugin_id = $1 and hour > now() - interval '30 days' group by 1 order by 1 desc`,
          [id],
        );
        return { items };
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/plugins/:id/hours",
      permission: "admin",
      summary: "What calls into a plugin cost in each of the last 48 hours",
      input: { params: PluginParams, output: Type.Object({ items: Type.Array(PluginHour) }) },
      limits,
      async handle(_request, { params: { id } }) {
        known(id);
        const rows = await database.query<Omit<Static<typeof PluginHour>, "hour"> & { hour: Date }>(
          `select hour, ${CALL_SUMS} from host.plugin_hour
           where plugin_id = $1 and hour > now() - interval '48 hours' group by hour order by hour desc`,
          [id],
        );
        return { items: rows.map(({ hour, ...row }) => ({ hour: hour.toISOString(), ...row })) };
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/plugins/:id/capabilities",
      permission: "admin",
      summary: "What a plugin may do, in the words in which an admin agreed to it",
      input: { params: PluginParams, output: Type.Object({ may: Type.Array(Type.String()) }) },
      limits,
      async handle(_request, { params: { id } }) {
        const { manifest } = known(id);
        return { may: manifest === undefined ? [] : capabilityWords(manifest) };
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/plugins/:id/migrations",
      permission: "admin",
      summary: "What is applied of a plugin's schema, and what of the registered release waits",
      input: { params: PluginParams, output: Type.Object({ items: Type.Array(MigrationFact) }) },
      limits,
      async handle(_request, { params: { id } }) {
        known(id);
        return { items: await migrationFacts(database, id, runtime.registered(id)) };
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/plugins/:id/events",
      permission: "admin",
      summary: "Events that wait for a plugin, or were given up",
      input: { params: PluginParams, output: EventFacts },
      limits,
      async handle(_request, { params: { id } }) {
        known(id);
        const own = (await runtime.eventBacklog()).find(({ subscriber }) => subscriber === id);
        return {
          pending: own?.pending ?? 0,
          dead: own?.dead ?? 0,
          oldestSeconds: own?.oldestSeconds ?? 0,
        };
      },
    }),
  ];
}

type FailureRow = Omit<Static<typeof PluginFailure>, "firstAt" | "lastAt"> & { firstAt: Date; lastAt: Date };
type TenantRow = Omit<Static<typeof PluginTenant>, "enabledAt"> & { enabledAt: Date | null };
