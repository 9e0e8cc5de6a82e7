/** Twelve Data's intervals, in its own order. */
export const INTERVALS = [
  "1min",
  "5min",
  "15min",
  "30min",
  "45min",
  "1h",
  "2h",
  "4h",
  "8h",
  "1day",
  "1week",
  "1month",
] as const;

export type Interval = (typeof INTERVALS)[number];

export const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;

const MINUTES: Readonly<Record<Interval, number>> = {
  "1min": 1,
  "5min": 5,
  "15min": 15,
  "30min": 30,
  "45min": 45,
  "1h": 60,
  "2h": 120,
  "4h": 240,
  "8h": 480,
  "1day": 1440,
  "1week": 10_080,
  "1month": 43_200,
};

export function isInterval(value: string): value is Interval {
  return (INTERVALS as readonly string[]).includes(value);
}

/** Nominal minutes; a month counts 30 days, for sizes only. */
export function minutesOf(interval: Interval): number {
  return MINUTES[interval];
}

export function isDaily(interval: Interval): boolean {
  return MINUTES[interval] >= 1440;
}

/** Open of the candle that holds an instant: intraday ones begin at UTC midnight, weeks on Monday, months on the first. */
export function openOf(interval: Interval, at: number): number {
  const date = new Date(at);
  if (interval === "1month") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
  const day = Math.floor(at / DAY_MS) * DAY_MS;
  if (interval === "1week") return day - ((date.getUTCDay() + 6) % 7) * DAY_MS;
  if (interval === "1day") return day;
  const size = MINUTES[interval] * MINUTE_MS;
  return day + Math.floor((at - day) / size) * size;
}

/** Open of the next candle. A 45-minute day is whole: 32 candles. */
export function closeOf(interval: Interval, open: number): number {
  if (interval === "1month") {
    const date = new Date(open);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  }
  return open + MINUTES[interval] * MINUTE_MS;
}
