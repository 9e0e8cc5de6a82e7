import { deepestFall } from "../domain/drawdown.ts";
import type { FanPoint, MonteCarlo, Spread } from "./api.ts";
import { ascending, quantile } from "./quantiles.ts";
import { randomFrom } from "./random.ts";

/** Runs of each simulation, where the trades are few enough. */
const RUNS = 1_000;
const FEWEST_RUNS = 100;
/** Trades drawn in all, so that a long report does not hold a process up. */
const MOST_DRAWS = 2_000_000;
/** Points of the fan. */
const POINTS = 60;
/** Below this a simulation repeats a handful of numbers. */
export const FEWEST_TRADES = 5;

export interface Simulation {
  monteCarlo: MonteCarlo;
  /** Average result of the middle 95 % of resampled runs. */
  expectancy: { low: number; high: number };
}

/**
 * Two questions to the results of trades. Shuffled: how deep could the drawdown have been, had the same trades come in
 * another order? Resampled (bootstrap): how far could chance have moved the total, were these trades typical? Undefined for
 * fewer than five.
 */
export function simulate(results: readonly number[], seed = 1): Simulation | undefined {
  const count = results.length;
  if (count < FEWEST_TRADES) return undefined;
  const runs = Math.max(FEWEST_RUNS, Math.min(RUNS, Math.floor(MOST_DRAWS / count)));
  const random = randomFrom(seed);
  const shuffled = shuffledDrawdowns(results, runs, random);
  const { finals, drawdowns, fan } = resampledRuns(results, runs, random);
  const sorted = ascending(finals);
  return {
    monteCarlo: {
      seed,
      runs,
      trades: count,
      shuffled: { maxDrawdownR: spreadOf(ascending(shuffled)) },
      resampled: { finalR: spreadOf(sorted), maxDrawdownR: spreadOf(ascending(drawdowns)), fan },
    },
    expectancy: { low: quantile(sorted, 0.025) / count, high: quantile(sorted, 0.975) / count },
  };
}

function shuffledDrawdowns(results: readonly number[], runs: number, random: () => number): Float64Array {
  const deck = Float64Array.from(results);
  return Float64Array.from({ length: runs }, () => {
    for (let last = deck.length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      const held = deck[last] ?? 0;
      deck[last] = deck[other] ?? 0;
      deck[other] = held;
    }
    return deepestFall(deck);
  });
}

function resampledRuns(results: readonly number[], runs: number, random: () => number) {
  const count = results.length;
  const stops = fanStops(count);
  const paths = stops.map(() => new Float64Array(runs));
  const finals = new Float64Array(runs);
  const drawdowns = new Float64Array(runs);
  const drawn = new Float64Array(count);
  for (let run = 0; run < runs; run++) {
    let total = 0;
    let stop = 0;
    for (let index = 0; index < count; index++) {
      const result = results[Math.floor(random() * count)] ?? 0;
      drawn[index] = result;
      total += result;
      const path = stops[stop] === index + 1 ? paths[stop] : undefined;
      if (path === undefined) continue;
      path[run] = total;
      stop++;
    }
    finals[run] = total;
    drawdowns[run] = deepestFall(drawn);
  }
  return { finals, drawdowns, fan: stops.map((trade, index) => fanPoint(trade, paths[index] ?? [])) };
}

/** Numbers of trades at which the fan is measured: evenly spread, the last one included. */
function fanStops(count: number): number[] {
  const points = Math.min(POINTS, count);
  return Array.from({ length: points }, (_, index) => Math.round(((index + 1) * count) / points));
}

function fanPoint(trade: number, totals: ArrayLike<number>): FanPoint {
  const sorted = ascending(totals);
  const at = (share: number) => quantile(sorted, share);
  return { trade, p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) };
}

function spreadOf(sorted: Float64Array): Spread {
  return { p5: quantile(sorted, 0.05), p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
}
