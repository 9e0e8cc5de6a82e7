import type { Transaction } from "@promostack/core";

/** Objects that are not of this schema, as they stand now: what each is called, and the version of its catalog row. */
const OBJECTS = `
  with outside as (select oid from pg_namespace where nspname <> $1 and nspname !~ '^pg_(toast|temp)')
  select 'schema ' || nspname as name, xmin::text as version from pg_namespace where nspname <> $1 and nspname !~ '^pg_(toast|temp)'
  union all select 'relation ' || c.oid::regclass, c.xmin::text || c.relowner || coalesce(c.relacl::text, '')
    from pg_class c where c.relnamespace in (select oid from outside) and c.oid >= 16384
  union all select 'column ' || a.attrelid::regclass || '.' || a.attnum, a.xmin::text
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace in (select oid from outside) and c.oid >= 16384 and a.attnum > 0
  union all select 'function ' || p.oid::regprocedure, p.xmin::text from pg_proc p
    where p.pronamespace in (select oid from outside)
  union all select 'policy ' || p.polname || ' of ' || p.polrelid::regclass, p.xmin::text from pg_policy p
    join pg_class c on c.oid = p.polrelid where c.relnamespace in (select oid from outside)
  union all select 'trigger ' || t.tgname || ' of ' || t.tgrelid::regclass, t.xmin::text from pg_trigger t
    join pg_class c on c.oid = t.tgrelid where c.relnamespace in (select oid from outside)
  union all select 'type ' || t.oid::regtype, t.xmin::text from pg_type t
    where t.typnamespace in (select oid from outside) and t.oid >= 16384 and t.typrelid = 0 and t.typelem = 0
  union all select 'extension ' || extname, xmin::text from pg_extension
  union all select 'event trigger ' || evtname, xmin::text from pg_event_trigger
  union all select 'role ' || rolname, (rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolcanlogin, rolreplication)::text from pg_roles
  union all select 'membership in ' || roleid::regrole || ' of ' || member::regrole, xmin::text from pg_auth_members`;

/** What this transaction read and wrote of tables outside the schema; the host's own list of roles is no secret of anybody's. */
const ROWS = `
  select schemaname || '.' || relname as name, (n_tup_ins + n_tup_upd + n_tup_del)::int as writes,
    (seq_scan + coalesce(idx_scan, 0))::int as reads
  from pg_stat_xact_all_tables
  where schemaname not in ($1, 'pg_catalog', 'information_schema', 'pg_toast') and not (schemaname = 'host' and relname = 'role')`;

interface Border {
  objects: Map<string, string>;
  rows: Map<string, { reads: number; writes: number }>;
}

/**
 * Notes how everything outside of a plugin's schema stands; the answer, asked in the same transaction after a script ran, says what
 * the script did there. The owner of all tables runs a migration, so that nothing else keeps it at home.
 */
export async function schemaBorder(trx: Transaction, schema: string): Promise<() => Promise<string[]>> {
  const before = await look(trx, schema);
  return async () => {
    const after = await look(trx, schema);
    const changed = [...new Set([...before.objects.keys(), ...after.objects.keys()])]
      .filter((name) => before.objects.get(name) !== after.objects.get(name))
      .map((name) => `${verb(before.objects.has(name), after.objects.has(name))} ${name}`);
    const touched = [...after.rows].flatMap(([name, { reads, writes }]) => {
      const known = before.rows.get(name) ?? { reads: 0, writes: 0 };
      if (writes > known.writes) return [`writes rows of ${name}`];
      return reads > known.reads ? [`reads rows of ${name}`] : [];
    });
    return [...changed, ...touched];
  };
}

async function look(trx: Transaction, schema: string): Promise<Border> {
  const objects = await trx.many<{ name: string; version: string }>(OBJECTS, [schema]);
  const rows = await trx.many<{ name: string; reads: number; writes: number }>(ROWS, [schema]);
  return {
    objects: new Map(objects.map(({ name, version }) => [name, version])),
    rows: new Map(rows.map(({ name, reads, writes }) => [name, { reads, writes }])),
  };
}

function verb(before: boolean, after: boolean): string {
  if (!before) return "creates the";
  return after ? "changes the" : "drops the";
}
