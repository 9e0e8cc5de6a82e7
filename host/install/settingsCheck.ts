import type { PluginManifest } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { SettingsSchema } from "../plugin/settings.ts";
import type { SettingsProblem } from "./consent.ts";

interface Stored {
  tenantId: string;
  tenant: string;
  settings: Record<string, unknown>;
  version: number;
}

const PAGE = 500;
/** An admin reads the first ones; the number says the rest. */
const MOST_TOLD = 50;
const NIL = "00000000-0000-0000-0000-000000000000";

export interface SettingsReport {
  problems: SettingsProblem[];
  checked: number;
  /** Stored for an older version: the release's own function takes them over when it starts, and tells the tenants whose it cannot. */
  older: number;
}

/** Holds every tenant's stored settings against a release's schema. */
export async function checkSettings(database: Database, manifest: PluginManifest): Promise<SettingsReport> {
  const schema = SettingsSchema.of(manifest);
  const report: SettingsReport = { problems: [], checked: 0, older: 0 };
  for (let after = NIL; ; ) {
    const rows = await database.query<Stored>(
      `select p.tenant_id as "tenantId", t.name as tenant, p.settings, p.settings_version as version
       from host.tenant_plugin p join host.tenant t on t.id = p.tenant_id
       where p.plugin_id = $1 and p.enabled and p.tenant_id > $2::uuid order by p.tenant_id limit ${PAGE}`,
      [manifest.id, after],
    );
    for (const { tenantId, tenant, settings, version } of rows) {
      report.checked += 1;
      if (version < schema.version) {
        report.older += 1;
        continue;
      }
      const { problems } = schema.complete(settings);
      if (problems.length === 0 || report.problems.length >= MOST_TOLD) continue;
      report.problems.push({ tenantId, tenant, problem: schema.invalid(problems).message });
    }
    const last = rows.at(-1);
    if (rows.length < PAGE || last === undefined) return report;
    after = last.tenantId;
  }
}
