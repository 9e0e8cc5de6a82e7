import { readFileSync } from "node:fs";
import {
  type Candle,
  createEngine,
  roundToTick,
  type StrategyDefinition,
  TIMEFRAME_MS,
} from "@promostack/core/strategy";

/** A candidate as fixtures write it: prices to the tick, the close of c0 in UTC. */
export interface FixtureCandidate {
  time: string;
  direction: string;
  entry: number;
  stop: number;
  targets: number[];
}

/** Fixtures are gold. */
const CENT = 0.01;

/** The candles of a fixture's CSV. */
export function fixtureCandles(file: URL): Candle[] {
  const [, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  return lines.map((line) => {
    const [time = "", ...prices] = line.split(",");
    const [open = 0, high = 0, low = 0, close = 0] = prices.map(Number);
    return { time: Date.parse(time), open, high, low, close };
  });
}

/** What the fixture's author wrote down. */
export function fixtureCandidates(file: URL): FixtureCandidate[] {
  return JSON.parse(readFileSync(file, "utf8")).candidates;
}

/** Every candidate that the strategy proposes over the candles, with these parameters. */
export function candidatesOver<Schema extends StrategyDefinition["parameters"]>(
  strategy: StrategyDefinition<Schema>,
  parameters: Parameters<typeof createEngine<Schema>>[1],
  candles: readonly Candle[],
): FixtureCandidate[] {
  const engine = createEngine(strategy, parameters);
  return candles.flatMap((candle) => {
    const candidate = engine.push(candle);
    if (candidate === null) return [];
    const { direction, entry, stop, targets } = candidate;
    return [
      {
        time: closeOf(candle, strategy),
        direction,
        entry: roundToTick(entry, CENT),
        stop: roundToTick(stop, CENT),
        targets: targets.map((target) => roundToTick(target, CENT)),
      },
    ];
  });
}

/** When the candle closed, as fixtures write it. */
export function closeOf({ time }: Candle, { timeframe }: Pick<StrategyDefinition, "timeframe">): string {
  return new Date(time + TIMEFRAME_MS[timeframe]).toISOString().replace(".000Z", "Z");
}
