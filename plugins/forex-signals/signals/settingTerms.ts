import type { PlatformContext, TenantContext, Transaction } from "@promostack/core";
import { type ForexSettings, forexSettings } from "./settings.ts";

/** What decides which signals a tenant gets and how they end. */
const RULES = [
  "strategy",
  "strategyVersion",
  "parameters",
  "symbols",
  "maxOpenSignals",
  "guardrails",
  "stopPolicy",
  "spread",
  "closeOnBrokenThesis",
] as const satisfies readonly (keyof ForexSettings)[];

/** Settings from a moment on. */
export interface SettingTerm {
  since: Date;
  settings: ForexSettings;
}

/** Keeps the rules of the settings that hold from now on; nothing where they are those of the newest term. */
export async function keepTerm({ tenantId, db, settings, clock }: TenantContext): Promise<void> {
  await db((trx) => keep(trx, [{ tenantId, settings }], clock.now()));
}

const PAGE = 500;

/** The same for every tenant: for those of before terms were kept, and where a process ended between a change and its term. */
export async function keepTerms({
  tenants,
  platformDb,
  clock,
}: Pick<PlatformContext, "tenants" | "platformDb" | "clock">): Promise<void> {
  for (let after: string | undefined; ; ) {
    const page = await tenants.enabled({ limit: PAGE, ...(after && { after }) });
    await platformDb((trx) => keep(trx, page, clock.now()));
    after = page.at(-1)?.tenantId;
    if (page.length < PAGE) return;
  }
}

async function keep(
  trx: Transaction,
  tenants: readonly { tenantId: string; settings: Record<string, unknown> }[],
  now: Date,
): Promise<void> {
  const rows = tenants.map(({ tenantId, settings }) => ({ tenantId, settings: rulesOf(settings) }));
  await trx.run(
    `insert into setting_term (tenant_id, since, settings)
     select t."tenantId", $2, t.settings from json_to_recordset($1::json) as t("tenantId" uuid, settings jsonb)
     where (select k.settings from setting_term k where k.tenant_id = t."tenantId" order by k.since desc limit 1) is distinct from t.settings
     on conflict (tenant_id, since) do update set settings = excluded.settings`,
    [JSON.stringify(rows), now],
  );
}

/** The tenant's terms, the oldest first. */
export async function settingTerms(trx: Transaction): Promise<SettingTerm[]> {
  const rows = await trx.many<{ since: Date; settings: Record<string, unknown> }>(
    "select since, settings from setting_term order by since",
  );
  return rows.map(({ since, settings }) => ({ since, settings: forexSettings(settings) }));
}

function rulesOf(settings: Record<string, unknown>): Record<string, unknown> {
  const whole = new Map(Object.entries(forexSettings(settings)));
  return Object.fromEntries(RULES.map((name) => [name, whole.get(name)]));
}
