import type { Transaction } from "@promostack/core";

interface Column {
  name: string;
  type: string;
}

const COLUMNS = `
  select a.attname as name, format_type(a.atttypid, null) as type
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
    and a.attnotnull and d.oid is null and a.attidentity = '' and a.attgenerated = ''`;

/** Some value of a type, as SQL. */
function someValue({ name, type }: Column, tenantId: string): string {
  if (name === "tenant_id") return `'${tenantId}'`;
  if (type === "uuid") return "gen_random_uuid()";
  if (type.endsWith("[]")) return "'{}'";
  if (type.startsWith("json")) return "'{}'";
  if (type === "boolean") return "false";
  if (type.startsWith("timestamp") || type === "date") return "now()";
  if (type === "interval") return "'1 hour'";
  if (/^(smallint|integer|bigint|numeric|real|double precision)/.test(type)) return "1";
  if (type === "bytea") return "'\\x00'";
  return "'synthetic'";
}

/**
 * Puts a made-up row of a tenant into a table, past foreign keys, in the owner's transaction. False where a check
 * constraint wants something that only the plugin knows; the savepoint then leaves the transaction usable.
 */
export async function insertSynthetic(trx: Transaction, table: string, tenantId: string): Promise<boolean> {
  const columns = await trx.many<Column>(COLUMNS, [table]);
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  const values = columns.map((column) => someValue(column, tenantId)).join(", ");
  await trx.run("savepoint synthetic");
  try {
    await trx.run("set local session_replication_role = replica");
    await trx.run(`insert into ${table} (${names}) values (${values})`);
    return true;
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
    // 23xxx: a constraint; 22xxx: a value that the type refuses. Anything else is this test's own mistake.
    if (!/^2[23]/.test(code)) throw error;
    await trx.run("rollback to savepoint synthetic");
    return false;
  } finally {
    await trx.run("set local session_replication_role = origin");
  }
}
