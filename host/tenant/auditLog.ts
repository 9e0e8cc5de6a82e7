import { type Reply, reply, type SqlValue, type Static, type Transaction, Type } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { PLATFORM_TENANT } from "../identity/audit.ts";
import { toCsv } from "./csv.ts";
import { Id, Page, PageQuery, Time } from "./schemas.ts";

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

const AuditQuery = Type.Object({
  ...PageQuery,
  after: Type.Optional(Id),
  action: Type.Optional(Type.String({ maxLength: 80, description: "Whole, or its beginning: member" })),
  actor: Type.Optional(Type.String({ maxLength: 254, description: "Part of the e-mail address" })),
  target: Type.Optional(Type.String({ maxLength: 200, description: "Part of the target" })),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  format: Type.Optional(Type.Union([Type.Literal("json"), Type.Literal("csv")])),
});
type AuditQuery = Static<typeof AuditQuery>;

const AdminAuditQuery = Type.Object({
  ...AuditQuery.properties,
  tenant: Type.Optional(Type.String({ maxLength: 36, description: "A tenant's id, or platform" })),
});

/** A file for a spreadsheet ends here; narrower dates give the rest. */
const MOST_EXPORTED = 50_000;
const limits = { perMinute: 120, seconds: 60 };

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
      summary: "Who did what to what in this tenant, newest first; as a file with ?format=csv",
      input: { query: AuditQuery, output: Page(AuditRecord) },
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
      limits,
      handle: async (_request, { query }) => {
        const tenant = query.tenant === "platform" ? PLATFORM_TENANT : query.tenant;
        return database.system((trx) => answer(trx, query, tenant));
      },
    }),
  ];
}

async function answer(trx: Transaction, query: AuditQuery, tenantId: string | undefined) {
  const csv = query.format === "csv";
  const limit = csv ? MOST_EXPORTED : query.limit;
  const { text, values } = statement(query, tenantId, limit + 1);
  const rows = (await trx.many<AuditRow>(text, values)).map(recordOf);
  if (csv) return file(rows.slice(0, limit));
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? items.at(-1)?.id : undefined };
}

/** Ids count up with time, so that they order the list and mark the page. */
function statement(query: AuditQuery, tenantId: string | undefined, limit: number) {
  const values: SqlValue[] = [];
  const conditions: string[] = [];
  const where = (condition: (mark: string) => string, value: SqlValue | undefined) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  where((mark) => `tenant_id = ${mark}`, tenantId);
  where((mark) => `id < ${mark}`, query.after);
  where((mark) => `starts_with(action, ${mark})`, query.action);
  where((mark) => `strpos(actor_email, lower(${mark})) > 0`, query.actor);
  where((mark) => `strpos(lower(target), lower(${mark})) > 0`, query.target);
  where((mark) => `at >= ${mark}::timestamptz`, query.from);
  where((mark) => `at < ${mark}::timestamptz`, query.to);
  values.push(limit);
  const text = `
    select id, at, tenant_id as "tenantId", actor_id as "actorId", actor_email as "actorEmail", action, target,
      before, after, request_id as "requestId", address, viewing_as as "viewingAs"
    from host.audit ${conditions.length > 0 ? `where ${conditions.join(" and ")}` : ""}
    order by id desc limit $${values.length}`;
  return { text, values };
}

function recordOf(row: AuditRow): AuditRecord {
  return {
    ...row,
    at: row.at.toISOString(),
    tenantId: row.tenantId === PLATFORM_TENANT ? null : row.tenantId,
  };
}

function file(rows: readonly AuditRecord[]): Reply {
  const columns = [
    "at",
    "actorEmail",
    "action",
    "target",
    "before",
    "after",
    "viewingAs",
    "address",
    "requestId",
    "tenantId",
  ] as const;
  const cells = rows.map((row) => columns.map((column) => row[column]));
  return reply(200, toCsv(columns, cells), {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": 'attachment; filename="audit.csv"',
  });
}
