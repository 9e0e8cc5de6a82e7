import type { Use } from "../../marketApi.ts";

export type Spent = Omit<Use, "hour">;

const HOUR_MS = 3_600_000;

/** Uses of the same purpose and symbol as one, the dearest first. */
export function byPurposeAndSymbol(uses: readonly Use[]): Spent[] {
  const sums = new Map<string, Spent>();
  for (const { purpose, symbol, requests, credits, refused } of uses) {
    const key = `${purpose} ${symbol}`;
    const known = sums.get(key) ?? { purpose, symbol, requests: 0, credits: 0, refused: 0 };
    sums.set(key, {
      purpose,
      symbol,
      requests: known.requests + requests,
      credits: known.credits + credits,
      refused: known.refused + refused,
    });
  }
  return [...sums.values()].sort((a, b) => b.credits - a.credits);
}

export interface HourOfUses {
  /** When it began. */
  hour: number;
  credits: number;
  uses: readonly Use[];
}

/** Every hour up to this one, those without a use too. */
export function byHour(uses: readonly Use[], now: number, hours: number): HourOfUses[] {
  const current = Math.floor(now / HOUR_MS) * HOUR_MS;
  return Array.from({ length: hours }, (_, index) => {
    const hour = current - (hours - 1 - index) * HOUR_MS;
    const within = uses.filter((use) => Date.parse(use.hour) === hour);
    return { hour, uses: within, credits: within.reduce((sum, { credits }) => sum + credits, 0) };
  });
}
