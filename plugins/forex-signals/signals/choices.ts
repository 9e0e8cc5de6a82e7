import { createHash } from "node:crypto";
import type {
  EnabledTenant,
  Log,
  PlatformContext,
  StrategyChoice,
  StrategyDescription,
} from "@promostack/core";
import type { Instrument } from "../domain/instrument.ts";
import { parametersFor } from "../domain/parameters.ts";
import { type ForexSettings, forexSettings, settingsOn } from "./settings.ts";

/** One evaluation for all who want the same: a release, its parameters, a symbol. */
export interface Choice {
  /** Hash of everything that makes it what it is. */
  id: string;
  strategy: StrategyChoice;
  description: StrategyDescription;
  instrument: Instrument;
  tenants: ChoosingTenant[];
}

export interface ChoosingTenant {
  tenantId: string;
  timezone: string;
  /** On the choice's symbol. */
  settings: ForexSettings;
}

const PAGE = 5_000;

/** Every tenant that has the plugin, with typed settings. */
export async function choosingTenants(tenants: PlatformContext["tenants"]): Promise<ChoosingTenant[]> {
  const found: EnabledTenant[] = [];
  for (;;) {
    const after = found.at(-1)?.tenantId;
    const page = await tenants.enabled({ limit: PAGE, ...(after && { after }) });
    found.push(...page);
    if (page.length === 0 || page.length < PAGE) break;
  }
  return found.map(({ tenantId, timezone, settings }) => ({
    tenantId,
    timezone,
    settings: forexSettings(settings),
  }));
}

/**
 * Groups tenants by what they chose, one choice for each of their symbols. A strategy that cannot be used (not installed any more, withdrawn) or a symbol that is no
 * instrument any more is logged and left out, so that it takes nobody else's signals away.
 */
export async function distinctChoices(
  { sandbox, log }: { sandbox: PlatformContext["sandbox"]; log: Log },
  tenants: readonly ChoosingTenant[],
  instruments: ReadonlyMap<string, Instrument>,
): Promise<Choice[]> {
  const choices = new Map<string, Choice>();
  const descriptions = new Map<string, StrategyDescription | undefined>();
  for (const tenant of tenants) {
    const { strategy, strategyVersion: version, parameters, symbols } = tenant.settings;
    const release = `${strategy}@${version}`;
    if (!descriptions.has(release)) {
      descriptions.set(
        release,
        await usable(sandbox, strategy, version).catch((error: unknown) => {
          log.warn("A chosen strategy cannot be used", { strategy, version, error });
          return undefined;
        }),
      );
    }
    const description = descriptions.get(release);
    if (description === undefined) continue;
    for (const symbol of new Set(symbols)) {
      const instrument = instruments.get(symbol);
      if (instrument === undefined) {
        log.warn("A chosen symbol is no instrument", { symbol });
        continue;
      }
      const home = instruments.get(symbols[0] ?? symbol) ?? instrument;
      const own = { ...tenant, settings: settingsOn(tenant.settings, home, instrument) };
      const whole = parametersFor(description, instrument, parameters, home);
      const id = choiceId(description, whole, symbol);
      const known = choices.get(id);
      if (known) known.tenants.push(own);
      else {
        const chosen = { strategy: description.id, version: description.version, parameters: whole };
        choices.set(id, { id, strategy: chosen, description, instrument, tenants: [own] });
      }
    }
  }
  return [...choices.values()];
}

/** Who stays on a release that was withdrawn gets no new signals: they see it, and choose another. */
async function usable(
  sandbox: PlatformContext["sandbox"],
  strategy: string,
  version: string,
): Promise<StrategyDescription | undefined> {
  const description = await sandbox.describe(strategy, version || undefined);
  return description.status === "withdrawn" ? undefined : description;
}

function choiceId(
  { id, version }: StrategyDescription,
  parameters: Record<string, unknown>,
  symbol: string,
): string {
  const text = JSON.stringify([id, version, sorted(parameters), symbol]);
  return createHash("sha256").update(text).digest("base64url").slice(0, 27);
}

/** The same values give the same text, in whatever order they were written. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, each]) => [key, sorted(each)]);
}

/** Choices that settings make, in the order of their symbols; none where the strategy is not installed. */
export function choicesOf(
  context: { sandbox: PlatformContext["sandbox"]; log: Log },
  settings: ForexSettings,
  instruments: ReadonlyMap<string, Instrument>,
): Promise<Choice[]> {
  return distinctChoices(context, [{ tenantId: "", timezone: "UTC", settings }], instruments);
}
