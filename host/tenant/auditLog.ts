import {
  Conditions,
  listPage,
  listQuery,
  listShape,
  type Static,
  type Transaction,
  Type,
} from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { PLATFORM_TENANT } from "../identity/audit.ts";
import { Id, Page, Time } from "./schemas.ts";

const AuditRecord = Type.Object({
  id: Id,
  at: Time,
  tenantId: Type.Union([Id, Type.Null()], { description: "null: the platform itself" }),
  actorId: Type.Union([Id, Type.Null()]),
  actorEmail: Type.Union([Type.String(), Type.Null()]),
  action: Type.String(),
  target: Type.Union([Type.String(), Type.Null()]),
  before: Type.Unknown(),
  after: Type.Unknown(),
  requestId: Type.Union([Type.String(), Type.Null()]),
  address: Type.Union([Type.String(), Type.Null()]),
  viewingAs: Type.Boolean(),
});
type AuditRecord = Static<typeof AuditRecord>;

/** Ids count up with time, so that the newest come first by the index that there is. */
const AUDIT = listShape({
  sorts: {
    at: { sql: "id", type: "uuid" },
    action: { sql: "action", type: "text" },
    target: { sql: "target", type: "text", nullable: true },
    actor: { sql: "actor_email", type: "text", nullable: true },
  },
  id: { sql: "id", type: "uuid" },
  first: { sort: "at", order: "desc" },
  search: ["action", "target", "actor_email"],
});

const AuditQuery = Type.Object({
  ...listQuery(AUDIT),
  action: Type.Optional(Type.String({ maxLength: 80, description: "Whole, or its beginning: member" })),
  actor: Type.Optional(Type.String({ maxLength: 254, description: "Part of the e-mail address" })),
  target: Type.Optional(Type.String({ maxLength: 200, description: "Part of the target" })),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
});

const AdminAuditQuery = Type.Object({
  ...AuditQuery.properties,
  tenant: Type.Optional(Type.String({ maxLength: 36, description: "A tenant's id, or platform" })),
  plugin: Type.Optional(
    Type.String({ maxLength: 64, description: "What was done with a plugin, its releases and its jobs" }),
  ),
});

const limits = { perMinute: 120 };

interface AuditRow extends Omit<AuditRecord, "at" | "tenantId"> {
  at: Date;
  tenantId: string;
}

export function auditRoutes({ database }: { database: Database }): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/audit",
      permission: "tenant:admin",
      summary: "Who did what to what in this tenant, newest first",
      input: { query: AuditQuery, output: Page(AuditRecord) },
      csv: "audit",
      limits,
      handle: async ({ tenantId }, { query }) =>
        database.tenant(tenantId, (trx) => answer(trx, query, tenantId)),
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/audit",
      permission: "admin",
      summary: "Who did what to what, in every tenant and on the platform itself",
      input: { query: AdminAuditQuery, output: Page(AuditRecord) },
      csv: "audit",
      limits,
      handle: async (_request, { query }) => {
        const tenant = query.tenant === "platform" ? PLATFORM_TENANT : query.tenant;
        return database.system((trx) => answer(trx, query, tenant));
      },
    }),
  ];
}

async function answer(trx: Transaction, query: Static<typeof AdminAuditQuery>, tenantId: string | undefined) {
  const conditions = new Conditions()
    .add(tenantId, (mark) => `tenant_id = ${mark}`)
    .add(query.action, (mark) => `starts_with(action, ${mark})`)
    .add(query.actor, (mark) => `strpos(actor_email, lower(${mark})) > 0`)
    .add(query.target, (mark) => `strpos(lower(target), lower(${mark})) > 0`)
    .add(query.plugin, ofPlugin)
    .add(query.from, (mark) => `at >= ${mark}::timestamptz`)
    .add(query.to, (mark) => `at < ${mark}::timestamptz`);
  const select = `id, at, tenant_id as "tenantId", actor_id as "actorId", actor_email as "actorEmail", action, target,
    before, after, request_id as "requestId", address, viewing_as as "viewingAs"`;
  const { items, next } = await listPage<AuditRow>(
    trx,
    AUDIT,
    { select, from: "host.audit", conditions },
    query,
  );
  return { items: items.map(recordOf), next };
}

/** Targets that name the plugin: itself, a release of it, one of its jobs. */
function ofPlugin(mark: string): string {
  return `(target = 'plugin ' || ${mark} or starts_with(target, 'plugin ' || ${mark} || ' ')
    or starts_with(target, 'job ' || ${mark} || '/'))`;
}

function recordOf(row: AuditRow): AuditRecord {
  return {
    ...row,
    at: row.at.toISOString(),
    tenantId: row.tenantId === PLATFORM_TENANT ? null : row.tenantId,
  };
}
