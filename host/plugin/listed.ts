import type { Database } from "../db/database.ts";
import { bundledPlugins } from "./bundled.ts";

/** A plugin of an installation, for whoever looks from outside: what the database and this checkout say, not what a process runs. */
export interface ListedPlugin {
  id: string;
  version: string | null;
  title: string | null;
  source: "bundled" | "archive";
  state: "on" | "off" | "quarantined" | "broken" | "uninstalled";
  /** Why it is not on. */
  reason: string | null;
  /** Tenants that have it enabled. */
  tenants: number;
}

interface Row {
  id: string;
  version: string;
  source: "bundled" | "archive";
  title: string | null;
  enabled: boolean;
  removed: boolean;
  quarantine: string | null;
  tenants: number;
}

const REGISTERED = `select r.plugin_id as id, r.version, r.source, r.enabled, r.removed_at is not null as removed,
    (select p.manifest->>'title' from host.plugin_release p where p.plugin_id = r.plugin_id and p.version = r.version) as title,
    (select q.reason from host.plugin_quarantine q where q.plugin_id = r.plugin_id and (q.until is null or q.until > now())) as quarantine,
    (select count(*)::int from host.tenant_plugin t where t.plugin_id = r.plugin_id and t.enabled) as tenants
  from host.registration r order by r.plugin_id`;

/** The bundled set, registered already or not, then what admins installed. */
export async function listedPlugins(database: Pick<Database, "query">): Promise<ListedPlugin[]> {
  const [bundled, rows] = await Promise.all([bundledPlugins(), database.query<Row>(REGISTERED)]);
  const own = bundled.map(({ id, manifest, problem }): ListedPlugin => {
    const row = rows.find((each) => each.id === id);
    if (row?.source === "archive") return listed(row);
    const { version = null, title = null } = manifest ?? {};
    const here = { id, version, title, source: "bundled", tenants: row?.tenants ?? 0 } as const;
    if (problem === undefined) return { ...here, ...stateOf(row) };
    return { ...here, state: "broken", reason: problem instanceof Error ? problem.message : String(problem) };
  });
  const others = rows.filter(
    ({ id, source }) => source === "archive" && !bundled.some((each) => each.id === id),
  );
  return [...own, ...others.map(listed)];
}

function listed(row: Row): ListedPlugin {
  const { id, version, title, source, tenants } = row;
  return { id, version, title, source, tenants, ...stateOf(row) };
}

/** What nobody has registered yet is on with the first start. */
function stateOf(row: Row | undefined): Pick<ListedPlugin, "state" | "reason"> {
  if (row?.removed) return { state: "uninstalled", reason: null };
  if (row?.quarantine) return { state: "quarantined", reason: row.quarantine };
  return { state: row?.enabled === false ? "off" : "on", reason: null };
}
