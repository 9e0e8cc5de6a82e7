import type { Channel } from "@promostack/core";
import { type Guardrails, guardrailsFor } from "../domain/guardrails.ts";
import type { Instrument } from "../domain/instrument.ts";
import { inProportion } from "../domain/knownInstruments.ts";
import { defaultPolicy, type SignalPolicy } from "../domain/policy.ts";
import { toTicks } from "../domain/ticks.ts";
import { DEFAULT_PICTURES, type PictureSettings } from "../pictures/pictureSettings.ts";

/** A tenant's settings as plugin.json describes them, defaults filled in by the host. */
export interface ForexSettings {
  strategy: string;
  parameters: Record<string, unknown>;
  /** The first is the one that prices in these settings are written for. */
  symbols: string[];
  channelKinds: Channel["kind"][];
  riskNote: string;
  maxOpenSignals: number;
  guardrails: {
    maxSignalsPerDay?: number;
    minMinutesBetween?: number;
    cooldownAfterLossMinutes?: number;
    dailyLossCapR?: number;
    minStop?: number;
    sessionFrom?: string;
    sessionUntil?: string;
  };
  stopPolicy: SignalPolicy["stopPolicy"];
  /** In the symbol's own prices; the instrument's where none is given. */
  spread?: number;
  closeOnBrokenThesis: boolean;
  pictures: PictureSettings;
}

const DEFAULTS: ForexSettings = {
  strategy: "raja-banks-gold",
  parameters: {},
  symbols: ["XAU/USD"],
  channelKinds: ["vip"],
  riskNote: "",
  maxOpenSignals: 1,
  guardrails: {},
  stopPolicy: "trail",
  closeOnBrokenThesis: false,
  pictures: DEFAULT_PICTURES,
};

/** Types what the host has validated against the manifest's schema. */
export function forexSettings(settings: Record<string, unknown>): ForexSettings {
  return { ...DEFAULTS, ...settings };
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

/** Settings of version 1 had one symbol, and gold's spread written down in every one. */
export function migrateSettings(settings: Record<string, unknown>, from: number): Record<string, unknown> {
  if (from >= 2) return settings;
  const { symbol = "XAU/USD", spread, ...rest } = settings;
  const own = symbol === "XAU/USD" && spread === 0.3 ? undefined : spread;
  return { ...rest, symbols: [symbol], ...(own !== undefined && { spread: own }) };
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
  const { sessionFrom, sessionUntil, ...numbers } = guardrails;
  const rules = guardrailsFor(instrument, strategy, { ...numbers, maxOpenSignals });
  if (sessionFrom === undefined && sessionUntil === undefined) return rules;
  return {
    ...rules,
    session: { from: minutes(sessionFrom ?? "00:00"), until: minutes(sessionUntil ?? "23:59") },
  };
}

function minutes(text: string): number {
  const [hours = 0, rest = 0] = text.split(":").map(Number);
  return hours * 60 + rest;
}
