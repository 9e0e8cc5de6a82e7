import type { Transaction } from "@promostack/core";

interface TableFacts {
  name: string;
  kind: "table" | "partition" | "view" | "materialized view" | "foreign table";
  ownedByRole: boolean;
  tenantColumn: boolean;
  tenantType: string | null;
  tenantNotNull: boolean;
  tenantFirst: boolean;
  enabled: boolean;
  forced: boolean;
  /** The tenant role may read or write it. */
  appMay: boolean;
  invokes: boolean;
  badColumns: string[];
  /** Permissive policies that hold for the tenant role. */
  policies: { name: string; canonical: boolean; command: string }[];
}

/** The policy that host.secure writes, as this server prints it: taken from a host table, so that it fits every version. */
const CANON = `
  select pg_get_expr(polqual, polrelid) as expression from pg_policy
  where polrelid = 'host.tenant_users'::regclass and polname = 'tenant'`;

const TABLES = `
  with app as (select r.oid, r.rolname from pg_roles r join host.role h on h.name = r.rolname where h.kind = 'app')
  select c.relname::text as name,
    case when c.relispartition then 'partition' else case c.relkind when 'v' then 'view' when 'm' then 'materialized view'
      when 'f' then 'foreign table' else 'table' end end as kind,
    exists (select from host.role h join pg_roles r on r.rolname = h.name where r.oid = c.relowner) as "ownedByRole",
    t.attnum is not null as "tenantColumn",
    format_type(t.atttypid, null) as "tenantType",
    coalesce(t.attnotnull, false) as "tenantNotNull",
    exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and i.indkey[0] = t.attnum) as "tenantFirst",
    c.relrowsecurity as enabled,
    c.relforcerowsecurity as forced,
    has_any_column_privilege(app.oid, c.oid, 'select, insert, update, references') or has_table_privilege(app.oid, c.oid, 'delete, truncate, trigger') as "appMay",
    coalesce(c.reloptions @> array['security_invoker=true'] or c.reloptions @> array['security_invoker=on'], false) as invokes,
    array(select a.attname || ' ' || format_type(a.atttypid, null) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and a.atttypid in ('timestamp'::regtype, 'timetz'::regtype, 'money'::regtype)) as "badColumns",
    coalesce((select json_agg(json_build_object('name', p.polname, 'command', p.polcmd,
        'canonical', pg_get_expr(p.polqual, p.polrelid) = $2 and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), $2) = $2))
      from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polroles && array[0::oid, app.oid]), '[]') as policies
  from pg_class c cross join app left join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id' and not t.attisdropped
  where c.relnamespace = to_regnamespace($1) and c.relkind in ('r', 'p', 'v', 'm', 'f')
  order by c.relname`;

const DEFINERS = `
  select proname::text as name from pg_proc where pronamespace = to_regnamespace($1) and prosecdef order by 1`;

/**
 * Checks every rule of tenancy on a schema. Empty where all of them hold; else one sentence a fault, which says what to do.
 * @param platformTablesAllowed whether tables without a tenant may exist (capability `db.platform`).
 */
export async function checkRowSecurity(
  trx: Transaction,
  schema: string,
  { platformTablesAllowed }: { platformTablesAllowed: boolean },
): Promise<string[]> {
  const canon = await trx.one<{ expression: string }>(CANON);
  const tables = await trx.many<TableFacts>(TABLES, [schema, canon?.expression ?? ""]);
  const definers = await trx.many<{ name: string }>(DEFINERS, [schema]);
  return [
    ...tables.flatMap((table) =>
      [...problemsOf(table, platformTablesAllowed)].map((text) => `${schema}.${table.name} ${text}`),
    ),
    ...definers.map(
      ({ name }) =>
        `${schema}.${name}() is a security definer, which steps around row security: drop that clause`,
    ),
  ];
}

function* problemsOf(table: TableFacts, platformTablesAllowed: boolean): Iterable<string> {
  const { kind } = table;
  if (table.ownedByRole) yield "belongs to a role that the platform connects as: it must belong to the owner";
  if (kind === "view") {
    if (table.appMay && !table.invokes)
      yield "is a view with its owner's rights: create it with (security_invoker = true)";
    return;
  }
  if (kind === "materialized view" || kind === "foreign table") {
    if (table.appMay) yield `is a ${kind}, which has no row security: revoke the tenant role's rights`;
    return;
  }
  for (const column of table.badColumns)
    yield `has the column ${column}: use timestamptz, and integer minor units for money`;
  // A partition is reached through its parent, whose policies hold; only a door of its own would need its own lock.
  if (kind === "partition" && !table.appMay) return;
  if (table.tenantColumn) yield* tenantProblems(table);
  else if (!platformTablesAllowed) {
    yield "has no tenant_id: add it as the first column of the primary key, or ask for the capability db.platform";
  } else if (table.appMay)
    yield "has no tenant_id and yet the tenant role may use it: call host.platform on it";
}

function* tenantProblems(table: TableFacts): Iterable<string> {
  if (table.tenantType !== "uuid") yield `has a tenant_id of type ${table.tenantType}: it must be uuid`;
  if (!table.tenantNotNull) yield "allows a tenant_id of null: add not null";
  if (!table.tenantFirst) yield "does not have tenant_id first in its primary key";
  if (!table.enabled) yield "has no row security enabled: call host.secure on it";
  else if (!table.forced) yield "does not force row security: call host.secure on it";
  else if (table.appMay && !table.policies.some(({ canonical, command }) => canonical && command === "*")) {
    yield "has no policy on the transaction's tenant for the tenant role: call host.secure on it";
  }
  for (const { name, canonical } of table.policies) {
    // Permissive policies add up, so that one that is wider undoes the others.
    if (!canonical)
      yield `has the policy ${name}, which opens other rows than the tenant's: make it restrictive or drop it`;
  }
}
