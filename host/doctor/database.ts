import type { Database } from "../db/database.ts";
import { checkRowSecurity } from "../db/rowSecurity.ts";
import { type Check, type Finding, failed, type HostGround, ok, warning } from "./check.ts";

/** The database and what stands in it. */
export const databaseChecks: Check[] = [
  { name: "Database", database: true, look: version },
  { name: "Roles", database: true, look: roles },
  { name: "Row security", database: true, look: rowSecurity },
  { name: "Migrations", database: true, look: migrations },
  { name: "Pool", database: true, look: pool },
  { name: "Clocks", database: true, look: clocks },
  { name: "Bots", database: true, look: bots },
  { name: "Messages", database: true, look: messages },
  { name: "Recent jobs", database: true, look: jobs },
];

async function version({ config, database }: HostGround): Promise<Finding> {
  const [row] = await database.query<{ version: string; number: number }>(
    "select current_setting('server_version') as version, current_setting('server_version_num')::int as number",
  );
  const where = config.databaseUrl
    ? `at ${new URL(config.databaseUrl).host}`
    : `of our own, in ${config.dataDir}`;
  const detail = `PostgreSQL ${row?.version} ${where}.`;
  return (row?.number ?? 0) >= 140_000 ? ok(detail) : failed(detail, "Use PostgreSQL 14 or newer.");
}

/** What the host keeps of itself is closed to the two roles. */
function asOwner<Row extends object>(database: Database, text: string): Promise<Row[]> {
  return database.owner((trx) => trx.many<Row>(text));
}

async function roles({ database }: HostGround): Promise<Finding> {
  const rows = await asOwner<{
    kind: string;
    name: string;
    superuser: boolean;
    bypass: boolean;
    owned: number;
  }>(
    database,
    `select r.kind, r.name::text, p.rolsuper as superuser, p.rolbypassrls as bypass,
       (select count(*) from pg_class c where c.relowner = p.oid) as owned
     from host.role r join pg_roles p on p.rolname = r.name order by r.kind`,
  );
  const wrong = rows.filter((row) => row.superuser || row.bypass || row.owned > 0);
  if (rows.length < 2)
    return failed(
      "The platform's two roles are missing.",
      "Start the platform once as the owner of the database.",
    );
  if (wrong.length > 0)
    return failed(
      `${wrong.map((row) => row.name).join(", ")} may see more than its tenant.`,
      "Take superuser, bypassrls and owned tables from it.",
    );
  return ok(`${rows.map((row) => row.name).join(" and ")} own nothing and are bound by row security.`);
}

async function rowSecurity({ database }: HostGround): Promise<Finding> {
  const schemas = await database.query<{ name: string }>(
    `select nspname::text as name from pg_namespace where nspname like 'p\\_%' order by 1`,
  );
  const problems: string[] = [];
  for (const { name } of schemas)
    problems.push(
      ...(await database.owner((trx) => checkRowSecurity(trx, name, { platformTablesAllowed: true }))).map(
        String,
      ),
    );
  if (problems.length > 0)
    return failed(problems.join("; "), "Correct the plugin's migrations: see plugins/README.md.");
  return ok(`Every table of ${schemas.length} plugin schemas keeps tenants apart.`);
}

async function migrations({ database }: HostGround): Promise<Finding> {
  const [host] = await asOwner<{ count: number }>(database, "select count(*) as count from host.migration");
  const { bundledPlugins } = await import("../plugin/bundled.ts");
  const applied = await database.query<{ plugin: string; head: number }>(
    "select plugin_id as plugin, max(number) as head from host.plugin_migration group by 1",
  );
  const behind = (await bundledPlugins()).filter(
    ({ id, manifest }) =>
      (manifest?.migrations?.head ?? 0) > (applied.find((row) => row.plugin === id)?.head ?? 0),
  );
  if (behind.length > 0)
    return warning(
      `Not applied yet: ${behind.map(({ id }) => id).join(", ")}.`,
      "The next start applies them, or `promostack migrate up`.",
    );
  return ok(`${host?.count ?? 0} of the host and those of ${applied.length} plugins are applied.`);
}

async function pool({ config, database }: HostGround): Promise<Finding> {
  const [row] = await database.query<{ most: number; used: number }>(
    "select current_setting('max_connections')::int as most, (select count(*) from pg_stat_activity where backend_type = 'client backend') as used",
  );
  // Two pools, the schedule's two connections, one that listens, one that leads.
  const wanted = config.databasePool * 2 + 4;
  const detail = `A host takes up to ${wanted} connections; the server allows ${row?.most}, of which ${row?.used} are taken.`;
  return wanted > (row?.most ?? 0) - 3
    ? failed(
        detail,
        "Lower DATABASE_POOL, raise max_connections, or put a pooler in transaction mode before it.",
      )
    : ok(detail);
}

async function clocks({ database }: HostGround): Promise<Finding> {
  const asked = Date.now();
  const [row] = await database.query<{ now: Date }>("select clock_timestamp() as now");
  const skew = Math.round((row?.now.getTime() ?? 0) - (asked + Date.now()) / 2);
  const detail = `The database's clock is ${Math.abs(skew)} ms ${skew < 0 ? "behind" : "ahead of"} this machine's.`;
  if (Math.abs(skew) > 5_000) return failed(detail, "Set both by NTP: leases and sign-ins go by them.");
  return Math.abs(skew) > 1_000 ? warning(detail, "Set both by NTP.") : ok(detail);
}

async function bots({ database }: HostGround): Promise<Finding> {
  const rows = await database.query<{
    tenant: string;
    username: string;
    webhook: string;
    problem: string | null;
  }>(
    `select t.slug as tenant, c.username, c.webhook_state as webhook, coalesce(c.problem,
       (select h.problem from host.connection_channel h where h.tenant_id = c.tenant_id and h.role = c.role and h.problem is not null limit 1)) as problem
     from host.connection c join host.tenant t on t.id = c.tenant_id`,
  );
  const unwell = rows.filter((row) => row.problem !== null || row.webhook === "failed");
  if (unwell.length > 0)
    return warning(
      unwell
        .map((row) => `@${row.username} of ${row.tenant}: ${row.problem ?? `webhook ${row.webhook}`}`)
        .join("; "),
      "Open Connections in the tenant's dash.",
    );
  return ok(rows.length === 0 ? "No bot is connected yet." : `${rows.length} bots are connected and well.`);
}

async function messages({ database }: HostGround): Promise<Finding> {
  const [row] = await database.query<{ dead: number; waiting: number }>(
    `select (select count(*) from host.outbox where parked_at is not null) as dead,
       (select count(*) from host.outbox where done_at is null) as waiting`,
  );
  const detail = `${row?.waiting ?? 0} messages wait, ${row?.dead ?? 0} were given up.`;
  return (row?.dead ?? 0) > 0
    ? warning(detail, "See the dead letters on the admin site and retry them.")
    : ok(detail);
}

async function jobs({ database }: HostGround): Promise<Finding> {
  const rows = await database.query<{ job: string; count: number; error: string }>(
    `select plugin || '/' || job as job, count(*) as count, (array_agg(error order by started_at desc))[1] as error
     from host.job_run where outcome = 'failed' and started_at > now() - interval '1 day' group by 1 order by 2 desc`,
  );
  if (rows.length === 0) return ok("No job failed in the last 24 hours.");
  return warning(
    rows.map((row) => `${row.job} failed ${row.count} times: ${row.error}`).join("; "),
    "See `promostack jobs list` and the log.",
  );
}
