import { listPage, listQuery, listShape, reply, type Static, Type } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { audit } from "../identity/audit.ts";
import { peopleChanged } from "../identity/personMemory.ts";
import { Email, Id, Name, Page, Slug, Time, Timezone } from "./schemas.ts";
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
  erasure: Type.Optional(
    Type.String({ description: "exporting, waiting, deleting or failed, where somebody asked for it" }),
  ),
});
type AdminTenant = Static<typeof AdminTenant>;

const NewTenantRequest = Type.Object({
  slug: Slug,
  name: Name,
  timezone: Type.Optional(Timezone),
  owner: Type.Object({ email: Email, name: Type.Optional(Name) }),
});

const MEMBERS = "(select count(*)::int from host.tenant_users seat where seat.tenant_id = tenant.id)";

const TENANTS = listShape({
  sorts: {
    name: { sql: "lower(name)", type: "text" },
    slug: { sql: "slug", type: "text" },
    members: { sql: MEMBERS, type: "bigint" },
    plan: { sql: "plan", type: "text" },
    timezone: { sql: "timezone", type: "text" },
    createdAt: { sql: "created_at", type: "timestamptz" },
  },
  id: { sql: "slug", type: "text" },
  first: { sort: "name", order: "asc" },
  search: ["name", "slug", "plan", "timezone"],
});

const Query = Type.Object(listQuery(TENANTS));

interface TenantRow extends Omit<AdminTenant, "createdAt" | "erasure"> {
  createdAt: Date;
  erasure: string | null;
}

const COLUMNS = `tenant.id, slug, name, timezone, plan, created_at as "createdAt", ${MEMBERS} as members,
  coalesce((select array_agg(plugin_id order by plugin_id) from host.tenant_plugin enabled
    where enabled.tenant_id = tenant.id and enabled.enabled), '{}') as plugins,
  (select state from host.tenant_erasure erased where erased.tenant_id = tenant.id and state <> 'done') as erasure`;

export function adminTenantRoutes({ database }: { database: Database }): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/admin/tenants",
      permission: "admin",
      summary: "Every tenant of the installation, by name",
      input: { query: Query, output: Page(AdminTenant) },
      csv: "tenants",
      limits: { perMinute: 120 },
      handle: async (_request, { query }) => {
        const source = { select: COLUMNS, from: "host.tenant" };
        const { items, next } = await database.system((trx) =>
          listPage<TenantRow>(trx, TENANTS, source, query),
        );
        return { items: items.map(tenantOf), next };
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
          return trx.one<TenantRow>(`select ${COLUMNS} from host.tenant where tenant.id = $1`, [id]);
        });
        peopleChanged(database);
        if (!made) throw new Error("The tenant that was just made is gone.");
        return reply(201, tenantOf(made));
      },
    }),
  ];
}

function tenantOf(row: TenantRow): AdminTenant {
  return { ...row, createdAt: row.createdAt.toISOString(), erasure: row.erasure ?? undefined };
}
