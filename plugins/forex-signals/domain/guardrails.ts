import type { Instrument } from "./instrument.ts";
import { GOLD, inProportion } from "./knownInstruments.ts";
import { type Levels, riskOf, sideOf } from "./levels.ts";
import { toTicks } from "./ticks.ts";

/** What must hold before a candidate becomes a tenant's signal. */
export interface Guardrails {
  maxOpenSignals: number;
  maxSignalsPerDay: number;
  minMinutesBetween: number;
  cooldownAfterLossMinutes: number;
  /** Multiples of risk. */
  dailyLossCapR: number;
  /** Ticks. */
  minStop: number;
  /** Signals on Saturday and Sunday too, on symbols that trade then. */
  weekends?: boolean;
  /** UTC minutes of the day between which signals may open, both included; the whole day when absent. */
  session?: { from: number; until: number };
}

/** What holds for every instrument alike where nobody says otherwise. */
export const DEFAULT_GUARDRAILS: Omit<Guardrails, "minStop" | "session" | "weekends"> = {
  maxOpenSignals: 1,
  maxSignalsPerDay: 4,
  minMinutesBetween: 15,
  cooldownAfterLossMinutes: 30,
  dailyLossCapR: 2,
};

/** What a tenant's past says at a moment. Signals that failed or were cancelled are not in it. */
export interface TenantHistory {
  open: number;
  /** When the tenant's last signal from this strategy opened. */
  lastSignalAt: number | null;
  /** Signals opened on the moment's UTC day. */
  signalsToday: number;
  /** Sum of results closed on the moment's UTC day. */
  closedTodayR: number;
  lastLossAt: number | null;
}

export type Refusal =
  | "weekend"
  | "session"
  | "too-soon"
  | "max-per-day"
  | "daily-loss-cap"
  | "cooldown"
  | "max-open"
  | "stop-too-near"
  | "targets-out-of-order"
  | "target-too-near";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The first reason against opening the candidate at `time` (the close that made it), or undefined. */
export function refusalOf(
  levels: Levels,
  time: number,
  history: TenantHistory,
  rules: Guardrails,
): Refusal | undefined {
  if (rules.weekends !== true && isWeekend(time)) return "weekend";
  if (rules.session !== undefined) {
    const minute = Math.floor((time % DAY) / MINUTE);
    if (minute < rules.session.from || minute > rules.session.until) return "session";
  }
  if (history.lastSignalAt !== null && time - history.lastSignalAt < rules.minMinutesBetween * MINUTE)
    return "too-soon";
  if (history.signalsToday >= rules.maxSignalsPerDay) return "max-per-day";
  if (history.closedTodayR <= -rules.dailyLossCapR) return "daily-loss-cap";
  if (history.lastLossAt !== null && time - history.lastLossAt < rules.cooldownAfterLossMinutes * MINUTE)
    return "cooldown";
  if (history.open >= rules.maxOpenSignals) return "max-open";
  return levelsRefusal(levels, rules.minStop);
}

/** By UTC. */
export function isWeekend(time: number): boolean {
  const weekday = new Date(time).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** What is wrong with the candidate itself, for every tenant alike. */
export function levelsRefusal(levels: Levels, minStop: number): Refusal | undefined {
  const risk = riskOf(levels);
  if (risk <= 0 || risk < minStop) return "stop-too-near";
  const distances = levels.targets.map((target) => (target - levels.entry) * sideOf(levels.direction));
  let previous = 0;
  for (const distance of distances) {
    if (distance <= previous) return "targets-out-of-order";
    previous = distance;
  }
  const [first = 0] = distances;
  return first * 10 < risk * 8 ? "target-too-near" : undefined;
}

/**
 * The platform's guardrails with what a strategy wants otherwise, and then a tenant. The nearest stop is the instrument's
 * where nobody names one; a strategy names it for gold, a tenant in the instrument's own prices.
 */
export function guardrailsFor(
  instrument: Instrument,
  strategy: Readonly<Record<string, number>>,
  tenant: Readonly<Record<string, number | undefined>> = {},
): Guardrails {
  const wish = (name: keyof typeof DEFAULT_GUARDRAILS) =>
    tenant[name] ?? strategy[name] ?? DEFAULT_GUARDRAILS[name];
  const wanted =
    strategy.minStop === undefined ? undefined : inProportion(strategy.minStop, GOLD, instrument);
  const minStop = tenant.minStop ?? wanted ?? instrument.minStop;
  return {
    maxOpenSignals: wish("maxOpenSignals"),
    maxSignalsPerDay: wish("maxSignalsPerDay"),
    minMinutesBetween: wish("minMinutesBetween"),
    cooldownAfterLossMinutes: wish("cooldownAfterLossMinutes"),
    dailyLossCapR: wish("dailyLossCapR"),
    minStop: toTicks(minStop, instrument),
  };
}
