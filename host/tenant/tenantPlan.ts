import { createHash } from "node:crypto";
import { PlatformError, reply, type Static, type Transaction, Type } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { editedMeanwhile, etagOf, ifMatch } from "../http/etag.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { type AuditSource, audit } from "../identity/audit.ts";
import type { Runtime } from "../plugin/runtime.ts";
import { tell } from "../plugin/tenantPluginRows.ts";
import { Id } from "./schemas.ts";

const Plan = Type.Object({
  plan: Type.String({ description: "What it is called" }),
  entitlements: Type.Array(Type.String(), { description: "What it includes, of what plugins ask for" }),
});
type Plan = Static<typeof Plan>;

const PlanRequest = Type.Object(
  {
    plan: Type.String({ minLength: 1, maxLength: 60, pattern: "\\S" }),
    entitlements: Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 200 }),
  },
  { additionalProperties: false },
);

const Params = Type.Object({ id: Id });

export const Entitlement = Type.Object({
  name: Type.String(),
  plugins: Type.Array(Type.String(), { description: "Titles of those that ask for it" }),
});
export type Entitlement = Static<typeof Entitlement>;

export interface TenantPlanParts {
  database: Database;
  runtime: Pick<Runtime, "plugins" | "tenantChanged">;
}

/** What a tenant's plan is called and includes. Plugins obey it from the next call on, on every replica. */
export function tenantPlanRoutes({ database, runtime }: TenantPlanParts): HostRoute[] {
  const path = "/api/admin/tenants/:id/plan";
  return [
    hostRoute({
      method: "GET",
      path,
      permission: "admin",
      summary: "A tenant's plan and what it includes",
      input: { params: Params, output: Plan },
      limits: { perMinute: 120 },
      handle: async (_request, { params: { id } }) => {
        const plan = await planOf(database, id);
        return reply(200, plan, { etag: version(plan) });
      },
    }),
    hostRoute({
      method: "PUT",
      path,
      permission: "admin",
      summary: "Changes a tenant's plan; with If-Match only where nobody else has meanwhile",
      input: { params: Params, body: PlanRequest, output: Plan },
      limits: { perMinute: 60 },
      handle: async (request, { params: { id }, body, headers }) => {
        const after = await changePlan({ database, runtime }, id, body, request, ifMatch(headers));
        return reply(200, after, { etag: version(after) });
      },
    }),
  ];
}

/** What a tenant's plan is called and includes. Raises `tenant.unknown`. */
export async function planOf(database: Database, id: string): Promise<Plan> {
  return (await database.system((trx) => read(trx, id))).plan;
}

/**
 * Changes a plan, from the next call on, on every replica. With the version that was `asked` for only where nobody else has meanwhile.
 * Raises `tenant.unknown`, `tenant.entitlement_unknown`.
 */
export async function changePlan(
  { database, runtime }: TenantPlanParts,
  id: string,
  { plan, entitlements }: Plan,
  source: AuditSource,
  asked?: string,
): Promise<Plan> {
  const after = { plan: plan.trim(), entitlements: [...new Set(entitlements)].sort() };
  await database.system(async (trx) => {
    const { slug, plan: before } = await read(trx, id, "for update");
    if (asked !== undefined && etagOf(asked) !== version(before))
      throw editedMeanwhile(after, before, version(before));
    refuseUnknown(after.entitlements, offered(runtime, before.entitlements));
    await trx.run("update host.tenant set plan = $2, entitlements = $3 where id = $1", [
      id,
      after.plan,
      after.entitlements,
    ]);
    await audit(trx, source, {
      tenantId: id,
      action: "tenant.plan_changed",
      target: `tenant ${slug}`,
      before,
      after,
    });
    await trx.run("select pg_notify('live', $1)", [`${id}:tenant`]);
    // Told with the deed itself: a process that ends right after it leaves no replica behind.
    await tell(trx, id);
  });
  await runtime.tenantChanged(id);
  return after;
}

/** What a plan can include here: what plugins ask for, and what the tenant has from before. */
export function offered(runtime: Pick<Runtime, "plugins">, had: readonly string[]): Entitlement[] {
  const found = new Map<string, string[]>(had.map((name) => [name, []]));
  for (const { title, manifest } of runtime.plugins()) {
    const name = manifest?.tenancy?.entitlement;
    if (name !== undefined) found.set(name, [...(found.get(name) ?? []), title]);
  }
  return [...found].map(([name, plugins]) => ({ name, plugins })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function read(trx: Transaction, id: string, lock = ""): Promise<{ slug: string; plan: Plan }> {
  const row = await trx.one<Plan & { slug: string }>(
    `select slug, plan, entitlements from host.tenant where id = $1 ${lock}`,
    [id],
  );
  if (row === undefined) throw unknownTenant(id);
  const { slug, plan, entitlements } = row;
  return { slug, plan: { plan, entitlements: entitlements.toSorted() } };
}

function version(plan: Plan): string {
  return etagOf(createHash("sha256").update(JSON.stringify(plan)).digest("base64url").slice(0, 16));
}

/** A name that no plugin asks for is a slip of the pen, and would be noticed by the tenant only. */
function refuseUnknown(entitlements: readonly string[], known: readonly Entitlement[]): void {
  const names = known.map(({ name }) => name);
  const unknown = entitlements.filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  throw new PlatformError(`No plugin here asks for ${unknown.join(", ")}.`, {
    code: "tenant.entitlement_unknown",
    status: 400,
    hint: names.length === 0 ? "Leave the list empty." : `Choose of: ${names.join(", ")}.`,
    details: { unknown, offered: names },
  });
}

export function unknownTenant(id: string): PlatformError {
  return new PlatformError(`There is no tenant ${id}.`, { code: "tenant.unknown", status: 404 });
}
