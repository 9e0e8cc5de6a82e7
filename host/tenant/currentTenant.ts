import { createHash } from "node:crypto";
import { PlatformError, reply, type Static, type Transaction, Type } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { editedMeanwhile, etagOf, ifMatch } from "../http/etag.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { audit } from "../identity/audit.ts";
import { peopleChanged } from "../identity/personMemory.ts";
import type { Runtime } from "../plugin/runtime.ts";
import { Id, Name, Time, Timezone } from "./schemas.ts";
import { checkTimezone } from "./timezone.ts";

const Tenant = Type.Object({
  id: Id,
  slug: Type.String(),
  name: Type.String(),
  timezone: Type.String(),
  locale: Type.String(),
  plan: Type.String(),
  entitlements: Type.Array(Type.String()),
  createdAt: Time,
});
type Tenant = Static<typeof Tenant>;

const TenantChange = Type.Object(
  {
    name: Type.Optional(Name),
    timezone: Type.Optional(Timezone),
    locale: Type.Optional(Type.String({ pattern: "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$" })),
  },
  { additionalProperties: false, minProperties: 1 },
);

interface TenantRow extends Omit<Tenant, "createdAt"> {
  createdAt: Date;
}

export interface CurrentTenantParts {
  database: Database;
  runtime: Pick<Runtime, "tenantChanged">;
}

export function currentTenantRoutes({ database, runtime }: CurrentTenantParts): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/tenants/current",
      permission: "tenant:viewer",
      summary: "The tenant's profile",
      input: { output: Tenant },
      limits: { perMinute: 240 },
      handle: async ({ tenantId }) => {
        const tenant = await database.tenant(tenantId, (trx) => read(trx, tenantId));
        return reply(200, tenant, { etag: version(tenant) });
      },
    }),
    hostRoute({
      method: "PATCH",
      path: "/api/tenants/current",
      permission: "tenant:admin",
      summary: "Changes the tenant's profile; with If-Match only where nobody else has meanwhile",
      input: { body: TenantChange, output: Tenant },
      limits: { perMinute: 60 },
      handle: async (request, { body, headers }) => {
        const { tenantId } = request;
        if (body.timezone !== undefined) checkTimezone(body.timezone);
        const after = await database.system(async (trx) => {
          const before = await read(trx, tenantId, "for update");
          const asked = ifMatch(headers);
          if (asked !== undefined && etagOf(asked) !== version(before)) {
            throw editedMeanwhile({ ...before, ...body }, before, version(before));
          }
          const { name, timezone, locale } = { ...before, ...body };
          await trx.run("update host.tenant set name = $2, timezone = $3, locale = $4 where id = $1", [
            tenantId,
            name,
            timezone,
            locale,
          ]);
          const changed = { ...before, name, timezone, locale };
          await audit(trx, request, {
            tenantId,
            action: "tenant.changed",
            target: `tenant ${before.slug}`,
            before: { name: before.name, timezone: before.timezone, locale: before.locale },
            after: { name, timezone, locale },
          });
          await trx.run("select pg_notify('live', $1)", [`${tenantId}:tenant`]);
          return changed;
        });
        peopleChanged(database);
        await runtime.tenantChanged(tenantId);
        return reply(200, after, { etag: version(after) });
      },
    }),
  ];
}

async function read(trx: Transaction, tenantId: string, lock = ""): Promise<Tenant> {
  const row = await trx.one<TenantRow>(
    `select id, slug, name, timezone, locale, plan, entitlements, created_at as "createdAt"
     from host.tenant where id = $1 ${lock}`,
    [tenantId],
  );
  if (row) return { ...row, createdAt: row.createdAt.toISOString() };
  throw new PlatformError("The tenant is gone.", { code: "tenant.unknown", status: 404 });
}

function version(tenant: Tenant): string {
  return etagOf(createHash("sha256").update(JSON.stringify(tenant)).digest("base64url").slice(0, 16));
}
