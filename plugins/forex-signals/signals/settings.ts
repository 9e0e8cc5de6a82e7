import { clockMinutes } from "@promostack/core";
import { type BulletinSettings, DEFAULT_BULLETINS } from "../briefings/bulletinSettings.ts";
import { DEFAULT_PHRASING, type PhrasingSettings } from "../briefings/writer.ts";
import { type Guardrails, guardrailsFor } from "../domain/guardrails.ts";
import type { Instrument } from "../domain/instrument.ts";
import { inProportion } from "../domain/knownInstruments.ts";
import { defaultPolicy, type SignalPolicy } from "../domain/policy.ts";
import { toTicks } from "../domain/ticks.ts";
import { DEFAULT_LANGUAGE, type Language } from "../messages/language.ts";
import { type ChannelKind, type ChannelRules, DEFAULT_RULES } from "../messages/rules.ts";
import { DEFAULT_PICTURES, type PictureSettings } from "../pictures/pictureSettings.ts";

/** A tenant's settings as plugin.json describes them, defaults filled in by the host. */
export interface ForexSettings extends Record<ChannelKind, ChannelRules> {
  strategy: string;
  /** "" follows the newest release; another stays on that one. */
  strategyVersion: string;
  parameters: Record<string, unknown>;
  /** The first is the one that prices in these settings are written for. */
  symbols: string[];
  /** Of channels whose rules name no other. */
  language: Language;
  /** Own words in place of the translated note; empty or absent for that. */
  riskNote?: string;
  maxOpenSignals: number;
  guardrails: {
    maxSignalsPerDay?: number;
    minMinutesBetween?: number;
    cooldownAfterLossMinutes?: number;
    dailyLossCapR?: number;
    minStop?: number;
    sessionFrom?: string;
    sessionUntil?: string;
    weekends?: boolean;
  };
  stopPolicy: SignalPolicy["stopPolicy"];
  /** In the symbol's own prices; the instrument's where none is given. */
  spread?: number;
  closeOnBrokenThesis: boolean;
  pictures: PictureSettings;
  bulletins: BulletinSettings;
  phrasing: PhrasingSettings;
}

const DEFAULTS: ForexSettings = {
  strategy: "raja-banks-gold",
  strategyVersion: "",
  parameters: {},
  symbols: ["XAU/USD"],
  language: DEFAULT_LANGUAGE,
  ...DEFAULT_RULES,
  maxOpenSignals: 1,
  guardrails: {},
  stopPolicy: "trail",
  closeOnBrokenThesis: false,
  pictures: DEFAULT_PICTURES,
  bulletins: DEFAULT_BULLETINS,
  phrasing: DEFAULT_PHRASING,
};

/** Types what the host has validated against the manifest's schema. */
export function forexSettings(settings: Record<string, unknown>): ForexSettings {
  return {
    ...DEFAULTS,
    ...settings,
    vip: rulesOf("vip", settings),
    free: rulesOf("free", settings),
    other: rulesOf("other", settings),
  };
}

function rulesOf(kind: ChannelKind, { [kind]: given }: Record<string, unknown>): ChannelRules {
  return typeof given === "object" ? { ...DEFAULT_RULES[kind], ...given } : DEFAULT_RULES[kind];
}

/** What channels of a kind are written in. */
export function languageOf(settings: ForexSettings, kind: ChannelKind): Language {
  return settings[kind].language || settings.language;
}

/** The settings on another symbol than the first: prices in them in proportion. */
export function settingsOn(settings: ForexSettings, home: Instrument, instrument: Instrument): ForexSettings {
  if (instrument.symbol === home.symbol) return settings;
  const { spread, guardrails } = settings;
  const { minStop } = guardrails;
  return {
    ...settings,
    ...(spread !== undefined && { spread: inProportion(spread, home, instrument) }),
    ...(minStop !== undefined && {
      guardrails: { ...guardrails, minStop: inProportion(minStop, home, instrument) },
    }),
  };
}

/**
 * How this tenant's signals of an instrument are managed. Tenants with equal policies share the market's side of a signal.
 */
export function policyOf(settings: ForexSettings, instrument: Instrument): SignalPolicy {
  const { stopPolicy, closeOnBrokenThesis } = settings;
  const spread = toTicks(spreadOf(settings, instrument), instrument);
  return { ...defaultPolicy(instrument), stopPolicy, spread, closeOnBrokenThesis };
}

/** Taken from every result, in prices. */
export function spreadOf({ spread }: Pick<ForexSettings, "spread">, instrument: Instrument): number {
  return spread ?? instrument.spread;
}

/** The platform's guardrails, as the strategy wants them otherwise, as the tenant wants them otherwise. */
export function tenantGuardrails(
  { guardrails, maxOpenSignals }: ForexSettings,
  instrument: Instrument,
  strategy: Readonly<Record<string, number>>,
): Guardrails {
  const { sessionFrom, sessionUntil, weekends = false, ...numbers } = guardrails;
  const rules = { ...guardrailsFor(instrument, strategy, { ...numbers, maxOpenSignals }), weekends };
  if (sessionFrom === undefined && sessionUntil === undefined) return rules;
  return {
    ...rules,
    session: { from: clockMinutes(sessionFrom ?? "00:00"), until: clockMinutes(sessionUntil ?? "23:59") },
  };
}
