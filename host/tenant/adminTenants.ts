import { reply, type Static, Type } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { audit } from "../identity/audit.ts";
import { Email, Id, Name, Page, PageQuery, Slug, Time, Timezone } from "./schemas.ts";
import { ensurePerson, insertTenant } from "./tenants.ts";

const AdminTenant = Type.Object({
  id: Id,
  slug: Type.String(),
  name: Type.String(),
  timezone: Type.String(),
  plan: Type.String(),
  members: Type.Integer(),
  plugins: Type.Array(Type.String(), { description: "Ids of the enabled ones" }),
  createdAt: Time,
});
type AdminTenant = Static<typeof AdminTenant>;

const NewTenantRequest = Type.Object({
  slug: Slug,
  name: Name,
  timezone: Type.Optional(Timezone),
  owner: Type.Object({ email: Email, name: Type.Optional(Name) }),
});

const Query = Type.Object({
  ...PageQuery,
  search: Type.Optional(Type.String({ maxLength: 120, description: "Part of the name or short name" })),
});

interface TenantRow extends Omit<AdminTenant, "createdAt"> {
  createdAt: Date;
}

const SELECT = `
  select tenant.id, slug, name, timezone, plan, created_at as "createdAt",
    (select count(*)::int from host.tenant_users seat where seat.tenant_id = tenant.id) as members,
    coalesce((select array_agg(plugin_id order by plugin_id) from host.tenant_plugin enabled
      where enabled.tenant_id = tenant.id and enabled.enabled), '{}') as plugins
  from host.tenant`;

export function adminTenantRoutes({ database }: { database: Database }): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/admin/tenants",
      permission: "admin",
      summary: "Every tenant of the installation, by name",
      input: { query: Query, output: Page(AdminTenant) },
      limits: { perMinute: 120 },
      handle: async (_request, { query }) => {
        const { after, limit, search } = query;
        const rows = await database.query<TenantRow>(
          `${SELECT}
           where ($1::text is null or strpos(lower(name), lower($1)) > 0 or strpos(slug, lower($1)) > 0)
             and ($2::text is null or slug > $2)
           order by slug limit $3`,
          [search ?? null, after ?? null, limit + 1],
        );
        const items = rows.slice(0, limit).map(tenantOf);
        return { items, next: rows.length > limit ? items.at(-1)?.slug : undefined };
      },
    }),
    hostRoute({
      method: "POST",
      path: "/api/admin/tenants",
      permission: "admin",
      summary: "Makes a tenant and its owner",
      input: { body: NewTenantRequest, output: AdminTenant },
      limits: { perMinute: 30 },
      handle: async (request, { body }) => {
        const made = await database.system(async (trx) => {
          const { id } = await insertTenant(trx, body);
          const owner = await ensurePerson(trx, body.owner);
          await trx.run(
            "insert into host.tenant_users (tenant_id, person_id, role) values ($1, $2, 'owner')",
            [id, owner.id],
          );
          await audit(trx, request, {
            tenantId: id,
            action: "tenant.created",
            target: `tenant ${body.slug}`,
            after: { name: body.name, owner: body.owner.email },
          });
          return trx.one<TenantRow>(`${SELECT} where tenant.id = $1`, [id]);
        });
        if (!made) throw new Error("The tenant that was just made is gone.");
        return reply(201, tenantOf(made));
      },
    }),
  ];
}

function tenantOf(row: TenantRow): AdminTenant {
  return { ...row, createdAt: row.createdAt.toISOString() };
}
