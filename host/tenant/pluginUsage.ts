import { type Clock, PlatformError, type PluginManifest, type Static, Type } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import type { Runtime } from "../plugin/runtime.ts";
import { PluginParams } from "./schemas.ts";

const UsageDay = Type.Object({
  day: Type.String({ format: "date", description: "UTC" }),
  calls: Type.Integer(),
  errors: Type.Integer(),
});
const Usage = Type.Object({
  since: Type.String({ format: "date", description: "First day of the month, UTC" }),
  calls: Type.Integer({ description: "Requests, jobs, events and updates that ran for the tenant" }),
  errors: Type.Integer({ description: "Those that failed by the plugin's fault, or took too long" }),
  milliseconds: Type.Number({ description: "Time that all of them took" }),
  storedBytes: Type.Integer({ description: "Bytes of files that it stored" }),
  sent: Type.Integer({ description: "Telegram messages that went out" }),
  unsent: Type.Integer({ description: "Telegram messages that were given up" }),
  days: Type.Array(UsageDay),
  limits: Type.Object({
    requestSeconds: Type.Integer({ description: "Longest answer" }),
    updateSeconds: Type.Integer({ description: "Longest reaction to a message or an event" }),
    fileBytes: Type.Optional(Type.Integer({ description: "Largest file" })),
    entitlement: Type.Optional(Type.String({ description: "What a plan must include" })),
  }),
});
type Usage = Static<typeof Usage>;

export interface PluginUsageParts {
  database: Database;
  clock: Pick<Clock, "now">;
  runtime: Pick<Runtime, "catalogue">;
}

const PluginTotal = Type.Object({
  plugin: Type.String(),
  title: Type.String(),
  calls: Type.Integer(),
  errors: Type.Integer(),
  sent: Type.Integer(),
  unsent: Type.Integer(),
  storedBytes: Type.Integer(),
});
const Total = Type.Object({
  since: Type.String({ format: "date", description: "First day of the month, UTC" }),
  items: Type.Array(PluginTotal),
});

/** What plugins did for the tenant this month, and what each may do at most. */
export function pluginUsageRoutes({ database, clock, runtime }: PluginUsageParts): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/plugin-usages",
      permission: "tenant:viewer",
      summary:
        "What each plugin did for this tenant this month: those that are on, and those that did something",
      input: { output: Total },
      limits: { perMinute: 120 },
      handle: async ({ tenantId }): Promise<Static<typeof Total>> => {
        const since = firstOfMonth(clock.now());
        const rows = await database.tenant(tenantId, (trx) => trx.many<TotalRow>(TOTALS, [tenantId, since]));
        const known = new Map(rows.map(({ plugin, ...used }) => [plugin, used]));
        const items = (await runtime.catalogue(tenantId)).flatMap(({ manifest, enabled }) => {
          const used = known.get(manifest.id);
          const counted = manifest.tenancy?.scope !== "platform" && (enabled || used !== undefined);
          return counted ? [{ plugin: manifest.id, title: manifest.title, ...NOTHING, ...used }] : [];
        });
        return { since: since.toISOString().slice(0, 10), items };
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/plugins/:id/usage",
      permission: "tenant:viewer",
      summary: "What a plugin did for this tenant this month, with its limits",
      input: { params: PluginParams, output: Usage },
      limits: { perMinute: 120 },
      handle: async ({ tenantId }, { params }): Promise<Usage> => {
        const found = (await runtime.catalogue(tenantId)).find(({ manifest }) => manifest.id === params.id);
        if (found === undefined) throw unknown(params.id);
        const since = firstOfMonth(clock.now());
        const [days, [messages]] = await database.tenant(tenantId, (trx) =>
          Promise.all([
            trx.many<DayRow>(DAYS, [tenantId, params.id, since]),
            trx.many<{ sent: number; unsent: number }>(MESSAGES, [tenantId, params.id, since]),
          ]),
        );
        const sum = (of: keyof Omit<DayRow, "day">) => days.reduce((total, row) => total + row[of], 0);
        return {
          since: since.toISOString().slice(0, 10),
          calls: sum("calls"),
          errors: sum("errors"),
          milliseconds: Math.round(sum("milliseconds")),
          storedBytes: sum("storedBytes"),
          sent: messages?.sent ?? 0,
          unsent: messages?.unsent ?? 0,
          days: days.map(({ day, calls, errors }) => ({ day, calls, errors })),
          limits: limitsOf(found.manifest),
        };
      },
    }),
  ];
}

interface DayRow {
  day: string;
  calls: number;
  errors: number;
  milliseconds: number;
  storedBytes: number;
}

const DAYS = `
  select to_char(day, 'YYYY-MM-DD') as day, calls::float8, errors::float8, milliseconds, stored_bytes::float8 as "storedBytes"
  from host.plugin_usage where tenant_id = $1 and plugin = $2 and day >= ($3::timestamptz at time zone 'UTC')::date
  order by day`;

const MESSAGES = `
  select count(*) filter (where state = 'sent')::int as sent,
    count(*) filter (where state in ('dead', 'blocked', 'expired'))::int as unsent
  from host.outbox where tenant_id = $1 and plugin = $2 and done_at >= $3`;

interface TotalRow {
  plugin: string;
  calls: number;
  errors: number;
  sent: number;
  unsent: number;
  storedBytes: number;
}

const NOTHING = { calls: 0, errors: 0, sent: 0, unsent: 0, storedBytes: 0 };

const TOTALS = `
  with used as (
    select plugin, sum(calls)::float8 as calls, sum(errors)::float8 as errors, sum(stored_bytes)::float8 as bytes
    from host.plugin_usage where tenant_id = $1 and day >= ($2::timestamptz at time zone 'UTC')::date group by plugin),
  told as (
    select plugin, count(*) filter (where state = 'sent')::int as sent,
      count(*) filter (where state in ('dead', 'blocked', 'expired'))::int as unsent
    from host.outbox where tenant_id = $1 and done_at >= $2 group by plugin)
  select plugin, coalesce(calls, 0) as calls, coalesce(errors, 0) as errors, coalesce(sent, 0) as sent,
    coalesce(unsent, 0) as unsent, coalesce(bytes, 0) as "storedBytes"
  from used full join told using (plugin)`;

function limitsOf({ limits = {}, capabilities = {}, tenancy }: PluginManifest): Usage["limits"] {
  const { requestSeconds = 15, updateSeconds = 15 } = limits;
  return {
    requestSeconds,
    updateSeconds,
    fileBytes: capabilities.storage?.maxBytes,
    entitlement: tenancy?.entitlement,
  };
}

function firstOfMonth(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
}

function unknown(id: string): PlatformError {
  return new PlatformError(`There is no plugin ${id} here.`, {
    code: "plugin.unknown",
    status: 404,
    hint: "Choose one from the catalogue.",
  });
}
