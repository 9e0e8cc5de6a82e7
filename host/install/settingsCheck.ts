import { PlatformError, type PluginManifest } from "@promostack/core";
import type { Database } from "../db/database.ts";
import { type Settings, SettingsSchema } from "../plugin/settings.ts";
import { fitSettings } from "../plugin/settingsFit.ts";
import type { TakenOver } from "../sandbox/protocol.ts";
import type { SettingsProblem } from "./consent.ts";
import type { SettingsTrial } from "./settingsTrial.ts";

interface Stored {
  tenantId: string;
  tenant: string;
  settings: Settings;
  version: number;
}

const PAGE = 500;
/** An admin reads the first ones; the number says the rest. */
const MOST_TOLD = 50;
const NIL = "00000000-0000-0000-0000-000000000000";

export interface SettingsReport {
  problems: SettingsProblem[];
  /** Of all tenants, told or not. */
  wrong: number;
  checked: number;
  /** Stored for an older version, and taken over by the release's own function. */
  older: number;
  /** Why that function could not be tried beforehand; when it starts, it tells the tenants whose settings it cannot take over. */
  untried?: string;
}

/** Holds every tenant's stored settings against a release's schema; those of an older shape as its own function would make them. */
export async function checkSettings(
  database: Database,
  manifest: PluginManifest,
  trial: () => Promise<SettingsTrial>,
): Promise<SettingsReport> {
  const check = new Check(manifest, trial);
  try {
    for await (const rows of pages(database, manifest.id)) await check.page(rows);
    return check.report;
  } finally {
    await check.close();
  }
}

class Check {
  readonly report: SettingsReport = { problems: [], wrong: 0, checked: 0, older: 0 };
  readonly #schema: SettingsSchema;
  readonly #open: () => Promise<SettingsTrial>;
  #trial: SettingsTrial | undefined;

  constructor(manifest: PluginManifest, open: () => Promise<SettingsTrial>) {
    this.#schema = SettingsSchema.of(manifest);
    this.#open = open;
  }

  async page(rows: readonly Stored[]): Promise<void> {
    const older = rows.filter(({ version }) => version < this.#schema.version);
    this.report.checked += rows.length;
    this.report.older += older.length;
    for (const row of rows) if (!older.includes(row)) this.#tell(row, this.#asTheyAre(row));
    const taken = await this.#takeOver(older);
    for (const [index, row] of older.entries()) {
      const made = taken[index];
      if (made !== undefined) this.#tell(row, this.#asMade(row, made));
    }
  }

  async close(): Promise<void> {
    await this.#trial?.close();
  }

  #asTheyAre({ settings }: Stored): string | undefined {
    const { problems } = this.#schema.complete(settings);
    return problems.length === 0 ? undefined : this.#schema.invalid(problems).message;
  }

  /** As the running platform would judge it, with the answer that the sandbox gave. */
  #asMade({ settings, version }: Stored, made: TakenOver): string | undefined {
    const stored = { settings, settingsVersion: version };
    const answer = () => {
      if ("threw" in made) throw new Error(made.threw);
      return Object(JSON.parse(made.json));
    };
    return fitSettings(
      { ...stored, previousSettings: null, previousSettingsVersion: null },
      this.#schema,
      answer,
    ).problem;
  }

  /** Nothing where it cannot be tried. */
  async #takeOver(stored: readonly Stored[]): Promise<TakenOver[]> {
    if (stored.length === 0 || this.report.untried !== undefined) return [];
    try {
      this.#trial ??= await this.#open();
      return await this.#trial.takeOver(stored.map(({ settings, version }) => ({ settings, version })));
    } catch (error) {
      this.report.untried = PlatformError.is(error) || error instanceof Error ? error.message : String(error);
      return [];
    }
  }

  #tell({ tenantId, tenant }: Stored, problem: string | undefined): void {
    if (problem === undefined) return;
    this.report.wrong += 1;
    if (this.report.problems.length < MOST_TOLD) this.report.problems.push({ tenantId, tenant, problem });
  }
}

async function* pages(database: Database, pluginId: string): AsyncGenerator<Stored[]> {
  for (let after = NIL; ; ) {
    const rows = await database.query<Stored>(
      `select p.tenant_id as "tenantId", t.name as tenant, p.settings, p.settings_version as version
       from host.tenant_plugin p join host.tenant t on t.id = p.tenant_id
       where p.plugin_id = $1 and p.enabled and p.tenant_id > $2::uuid order by p.tenant_id limit ${PAGE}`,
      [pluginId, after],
    );
    yield rows;
    const last = rows.at(-1);
    if (rows.length < PAGE || last === undefined) return;
    after = last.tenantId;
  }
}
