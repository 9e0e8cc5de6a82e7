import type { Guardrails, Refusal, TenantHistory } from "./guardrails.ts";
import type { Instrument } from "./instrument.ts";
import { type Levels, riskOf, sideOf } from "./levels.ts";
import { toPrice } from "./ticks.ts";

/** What a guardrail saw and where it draws the line: minutes, counts, R or prices; times of the day as `07:30`. */
export interface Measure {
  seen: number | string;
  limit: number | string;
}

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;

/** The figures behind a refusal, for whoever asks why; undefined where words say it all. */
export function measureOf(
  reason: Refusal,
  levels: Levels,
  time: number,
  history: TenantHistory,
  rules: Guardrails,
  instrument: Instrument,
): Measure | undefined {
  const since = (at: number | null) => Math.floor((time - (at ?? time)) / MINUTE);
  switch (reason) {
    case "session":
      return rules.session && sessionMeasure(time, rules.session);
    case "too-soon":
      return { seen: since(history.lastSignalAt), limit: rules.minMinutesBetween };
    case "max-per-day":
      return { seen: history.signalsToday, limit: rules.maxSignalsPerDay };
    case "daily-loss-cap":
      return { seen: round(history.closedTodayR), limit: -rules.dailyLossCapR };
    case "cooldown":
      return { seen: since(history.lastLossAt), limit: rules.cooldownAfterLossMinutes };
    case "max-open":
      return { seen: history.open, limit: rules.maxOpenSignals };
    case "stop-too-near":
      return { seen: toPrice(riskOf(levels), instrument), limit: toPrice(rules.minStop, instrument) };
    case "target-too-near": {
      const [first = 0] = levels.targets.map((target) => (target - levels.entry) * sideOf(levels.direction));
      return { seen: round(first / riskOf(levels)), limit: 0.8 };
    }
    default:
      return undefined;
  }
}

function sessionMeasure(time: number, { from, until }: { from: number; until: number }): Measure {
  const minute = Math.floor(time / MINUTE) % DAY_MINUTES;
  return { seen: clock(minute), limit: `${clock(from)}–${clock(until)}` };
}

function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
