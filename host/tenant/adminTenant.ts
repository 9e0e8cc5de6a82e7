import { type Clock, type Static, Type } from "@promostack/core";
import type { ConnectionView } from "../bot/connectionView.ts";
import type { Database } from "../db/database.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import type { Runtime } from "../plugin/runtime.ts";
import { listMembers, Member } from "./members.ts";
import { Id, Time } from "./schemas.ts";
import { Entitlement, offered, unknownTenant } from "./tenantPlan.ts";

const PluginUse = Type.Object({
  id: Type.String(),
  title: Type.String(),
  version: Type.Optional(Type.String({ description: "Of the release that serves this tenant" })),
  state: Type.String({ description: "The installation's state of it; gone: it is not installed any more" }),
  reason: Type.Optional(Type.String()),
  enabled: Type.Boolean(),
  entitled: Type.Boolean({ description: "Whether the plan includes it" }),
  problem: Type.Optional(Type.String({ description: "What the tenant has to correct in its settings" })),
  enabledAt: Type.Optional(Time),
  calls: Type.Integer({ description: "Of the last 30 days, as all that follows" }),
  errors: Type.Integer(),
  milliseconds: Type.Number(),
  storedBytes: Type.Integer(),
});
type PluginUse = Static<typeof PluginUse>;

const Connection = Type.Object({
  role: Type.String(),
  status: Type.String({ description: "ok, warning, error or not_connected" }),
  username: Type.Optional(Type.String()),
  webhook: Type.Optional(Type.String()),
  channels: Type.Integer(),
  problems: Type.Array(Type.String()),
});

const Detail = Type.Object({
  id: Id,
  slug: Type.String(),
  name: Type.String(),
  timezone: Type.String(),
  locale: Type.String(),
  createdAt: Time,
  people: Type.Array(Member),
  entitlements: Type.Array(Entitlement, { description: "What a plan can include here" }),
  plugins: Type.Array(PluginUse, { description: "Those that it has, or used in the last 30 days" }),
  connections: Type.Array(Connection),
});
type Detail = Static<typeof Detail>;

export interface AdminTenantParts {
  database: Database;
  runtime: Pick<Runtime, "plugins" | "plugin" | "catalogue">;
  clock: Pick<Clock, "now">;
  /** A tenant's bots, both roles. */
  connections?: (tenantId: string) => Promise<ConnectionView[]>;
}

/** One tenant, for admins: who belongs to it, what it uses, and how it goes. */
export function adminTenantRoute(parts: AdminTenantParts): HostRoute[] {
  const { database, runtime, connections } = parts;
  return [
    hostRoute({
      method: "GET",
      path: "/api/admin/tenants/:id",
      permission: "admin",
      summary: "One tenant: people, plugins with their use, connections",
      input: { params: Type.Object({ id: Id }), output: Detail },
      limits: { perMinute: 240 },
      handle: async (_request, { params: { id } }): Promise<Detail> => {
        const [found] = await database.query<TenantRow>(TENANT, [id]);
        if (found === undefined) throw unknownTenant(id);
        const [people, plugins, bots] = await Promise.all([
          listMembers(database, id),
          pluginUse(parts, id),
          connections?.(id) ?? [],
        ]);
        const { entitlements, createdAt, ...tenant } = found;
        return {
          ...tenant,
          createdAt: createdAt.toISOString(),
          people,
          entitlements: offered(runtime, entitlements),
          plugins,
          connections: bots.map(({ role, status, bot, webhook, channels, problems }) => ({
            role,
            status,
            username: bot?.username,
            webhook,
            channels: channels.length,
            problems,
          })),
        };
      },
    }),
  ];
}

async function pluginUse({ database, runtime, clock }: AdminTenantParts, id: string): Promise<PluginUse[]> {
  const since = new Date(clock.now().getTime() - 30 * 86_400_000);
  const [rows, catalogue] = await Promise.all([
    database.query<UseRow>(USE, [id, since]),
    runtime.catalogue(id),
  ]);
  const used = new Map(rows.map((row) => [row.id, row]));
  const seen = new Map(catalogue.map((entry) => [entry.manifest.id, entry]));
  const enabled = catalogue.flatMap((entry) => (entry.enabled ? [entry.manifest.id] : []));
  return [...new Set([...used.keys(), ...enabled])].sort().map((plugin) => {
    const row = used.get(plugin);
    const own = seen.get(plugin);
    const known = runtime.plugin(plugin);
    return {
      id: plugin,
      title: own?.manifest.title ?? known?.title ?? plugin,
      version: own?.manifest.version ?? known?.version,
      state: own?.state ?? known?.state ?? "gone",
      reason: own?.reason ?? known?.reason,
      enabled: own?.enabled ?? row?.enabled ?? false,
      entitled: own?.entitled ?? true,
      problem: own?.problem,
      enabledAt: row?.enabledAt?.toISOString(),
      calls: row?.calls ?? 0,
      errors: row?.errors ?? 0,
      milliseconds: row?.milliseconds ?? 0,
      storedBytes: row?.storedBytes ?? 0,
    };
  });
}

interface TenantRow extends Pick<Detail, "id" | "slug" | "name" | "timezone" | "locale"> {
  entitlements: string[];
  createdAt: Date;
}

interface UseRow
  extends Pick<PluginUse, "id" | "enabled" | "calls" | "errors" | "milliseconds" | "storedBytes"> {
  enabledAt: Date | null;
}

const TENANT = `
  select id, slug, name, timezone, locale, entitlements, created_at as "createdAt" from host.tenant where id = $1`;

/** Days are those of the platform's clock, which the meter goes by. */
const USE = `
  select coalesce(p.plugin_id, use.plugin) as id, coalesce(p.enabled, false) as enabled, p.enabled_at as "enabledAt",
    coalesce(use.calls, 0)::float8 as calls, coalesce(use.errors, 0)::float8 as errors,
    coalesce(use.milliseconds, 0) as milliseconds, coalesce(use.stored, 0)::float8 as "storedBytes"
  from (select * from host.tenant_plugin where tenant_id = $1) p
  full join (select plugin, sum(calls) as calls, sum(errors) as errors, sum(milliseconds) as milliseconds,
      sum(stored_bytes) as stored
    from host.plugin_usage where tenant_id = $1 and day > ($2::timestamptz at time zone 'UTC')::date group by plugin) use
    on use.plugin = p.plugin_id`;
