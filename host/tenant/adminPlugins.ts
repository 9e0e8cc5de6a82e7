import { PlatformError, type Static, Type } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type HostContext, type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { audit } from "../identity/audit.ts";
import type { PluginStatus } from "../plugin/pluginStatus.ts";
import type { Runtime } from "../plugin/runtime.ts";
import { newerReleases } from "./newerReleases.ts";
import { Anything, PluginParams, Time } from "./schemas.ts";

const ReleaseError = Type.Object({
  code: Type.String(),
  message: Type.String(),
  phase: Type.Optional(Type.String()),
  details: Type.Optional(Anything),
});
const Figures = {
  breaker: Type.Object({
    state: Type.String(),
    retryAfter: Type.Optional(Type.Number()),
    openTenants: Type.Array(Type.String()),
  }),
  usage: Type.Object({
    calls: Type.Integer(),
    errors: Type.Integer(),
    timeouts: Type.Integer(),
    milliseconds: Type.Number(),
  }),
  inFlight: Type.Integer(),
};

export const AdminPlugin = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal("plugin"), Type.Literal("strategy")]),
  title: Type.String(),
  version: Type.String(),
  source: Type.String(),
  state: Type.String(),
  reason: Type.Optional(Type.String()),
  hint: Type.Optional(Type.String()),
  error: Type.Optional(ReleaseError),
  enabled: Type.Boolean({ description: "False: an admin turned it off" }),
  until: Type.Optional(Time),
  generation: Type.Optional(Type.Integer()),
  startedAt: Type.Optional(Time),
  health: Type.Optional(
    Type.Object({ state: Type.String(), detail: Type.Optional(Type.String()), at: Time }),
  ),
  ...Figures,
  draining: Type.Integer({ description: "Generations that finish what they have begun" }),
  previous: Type.Optional(
    Type.Object({ version: Type.String(), until: Time }, { description: "What can be gone back to" }),
  ),
  pending: Type.Optional(
    Type.Object(
      { version: Type.String(), error: Type.Optional(ReleaseError) },
      { description: "The registered release, which does not serve here yet" },
    ),
  ),
  candidate: Type.Optional(
    Type.Object({
      version: Type.String(),
      percent: Type.Integer(),
      tenants: Type.Array(Type.String()),
      state: Type.String(),
      error: Type.Optional(ReleaseError),
      ...Figures,
    }),
  ),
  ready: Type.Optional(
    Type.String({ description: "The newest release that could take its place; told in the list only" }),
  ),
  endings: Type.Array(Type.Object({ name: Type.String(), until: Type.String(), instead: Type.String() }), {
    description: "Parts of the plugin API that the release uses, and the API version that ends them",
  }),
  leftovers: Type.Array(Type.String()),
  tenants: Type.Integer({ description: "Tenants that have it enabled" }),
  manifest: Type.Optional(Anything),
});
export type AdminPlugin = Static<typeof AdminPlugin>;

const QuarantinePlugin = Type.Object({
  reason: Type.String({ minLength: 1, maxLength: 500 }),
  until: Type.Optional(Time),
});

export interface AdminPluginParts {
  database: Database;
  runtime: Pick<Runtime, "plugins" | "plugin" | "quarantine" | "release" | "setRegistered">;
}

const limits = { perMinute: 60, seconds: 60 };

export function adminPluginRoutes({ database, runtime }: AdminPluginParts): HostRoute[] {
  const act = (
    verb: "release" | "enable" | "disable",
    summary: string,
    work: (id: string, request: HostContext<"admin">) => Promise<void>,
  ) =>
    hostRoute({
      method: "POST",
      path: `/api/admin/plugins/:id/${verb}`,
      permission: "admin",
      summary,
      input: { params: PluginParams, body: Type.Object({}), output: AdminPlugin },
      limits,
      handle: async (request, { params }) =>
        changed(request, params.id, `plugin.${verb}d`, () => work(params.id, request)),
    });
  return [
    hostRoute({
      method: "GET",
      path: "/api/admin/plugins",
      permission: "admin",
      summary: "Every registered plugin and strategy, as the loader has it now",
      input: { output: Type.Object({ items: Type.Array(AdminPlugin) }) },
      limits: { perMinute: 240 },
      handle: async () => {
        const [counts, newer] = await Promise.all([tenantCounts(database), newerReleases(database)]);
        return {
          items: runtime
            .plugins()
            .map((status) => ({ ...adminPluginOf(status, counts), ready: newer(status) })),
        };
      },
    }),
    hostRoute({
      method: "POST",
      path: "/api/admin/plugins/:id/quarantine",
      permission: "admin",
      summary: "Stops a plugin on every replica, for a reason that tenants see",
      input: { params: PluginParams, body: QuarantinePlugin, output: AdminPlugin },
      limits,
      handle: async (request, { params, body }) =>
        changed(request, params.id, "plugin.quarantined", () =>
          runtime.quarantine(params.id, body.reason, {
            until: body.until === undefined ? undefined : new Date(body.until),
            actor: request.actor,
          }),
        ),
    }),
    act("release", "Lets a quarantined plugin run again", (id, { actor }) => runtime.release(id, actor)),
    act("enable", "Turns a plugin on for the installation", (id, { actor }) =>
      runtime.setRegistered(id, true, actor),
    ),
    act("disable", "Turns a plugin off for the installation; everything it holds stays", (id, { actor }) =>
      runtime.setRegistered(id, false, actor),
    ),
  ];

  async function changed(
    request: HostContext<"admin">,
    id: string,
    action: string,
    work: () => Promise<void>,
  ): Promise<AdminPlugin> {
    const before = statusIn(id);
    await work();
    const after = statusIn(id);
    await database.system((trx) =>
      audit(trx, request, {
        tenantId: null,
        action,
        target: `plugin ${id}`,
        before: { state: before.state, reason: before.reason },
        after: { state: after.state, reason: after.reason },
      }),
    );
    return adminPluginOf(after, await tenantCounts(database));
  }

  function statusIn(id: string): PluginStatus {
    const status = runtime.plugin(id);
    if (status) return status;
    throw new PlatformError(`There is no plugin ${id}.`, { code: "plugin.unknown", status: 404 });
  }
}

/** How many tenants have each plugin enabled. */
export async function tenantCounts(database: Pick<Database, "query">): Promise<Map<string, number>> {
  const rows = await database.query<{ id: string; count: number }>(
    "select plugin_id as id, count(*)::int as count from host.tenant_plugin where enabled group by plugin_id",
  );
  return new Map(rows.map(({ id, count }) => [id, count]));
}

export function adminPluginOf(status: PluginStatus, tenants: ReadonlyMap<string, number>): AdminPlugin {
  const { health, manifest, previous } = status;
  return {
    ...status,
    previous: previous && { ...previous, until: previous.until.toISOString() },
    until: status.until?.toISOString(),
    startedAt: status.startedAt?.toISOString(),
    health: health && { ...health, at: health.at.toISOString() },
    manifest: manifest && { ...manifest },
    endings: [...status.endings],
    tenants: tenants.get(status.id) ?? 0,
  };
}
