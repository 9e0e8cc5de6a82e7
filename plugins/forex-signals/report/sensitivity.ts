import type { Instrument } from "../domain/instrument.ts";
import { WHOLE } from "../domain/levels.ts";
import { summarize } from "../domain/summary.ts";
import { toPrice, toTicks } from "../domain/ticks.ts";
import type { CostCase } from "./api.ts";
import { type ClosedTrade, countedTrade, resultUnder } from "./trade.ts";

/** Spreads from the best account to a bad hour, as multiples of the instrument's usual one. */
const SPREADS = [0, 1 / 2, 1, 5 / 3, 8 / 3, 4];
/** How much worse than booked a market order fills, as multiples of the same. */
const SLIPPAGES = [0, 1 / 6, 1 / 3, 2 / 3, 4 / 3];

/** The same fills at other spreads; the booked one is among them. */
export function spreadCases(
  trades: readonly ClosedTrade[],
  instrument: Instrument,
  booked: number,
): CostCase[] {
  const spreads = [...ticksOf(instrument, SPREADS), booked];
  return [...new Set(spreads)]
    .sort((a, b) => a - b)
    .map((ticks) => ({
      price: toPrice(ticks, instrument),
      booked: ticks === booked,
      ...outcomeUnder(trades, () => ticks),
    }));
}

/**
 * The same fills, where the entry and each exit at market (stop, time-out, thesis, by hand) came so much worse. Targets are limit
 * orders: they fill at their level or not at all.
 */
export function slippageCases(trades: readonly ClosedTrade[], instrument: Instrument): CostCase[] {
  return ticksOf(instrument, SLIPPAGES).map((slip) => ({
    price: toPrice(slip, instrument),
    booked: slip === 0,
    ...outcomeUnder(
      trades,
      ({ signal, spread }) => spread + (slip * (WHOLE + atMarket(signal.fills))) / WHOLE,
    ),
  }));
}

function ticksOf(instrument: Instrument, multiples: readonly number[]): number[] {
  return [...new Set(multiples.map((each) => toTicks(each * instrument.spread, instrument)))];
}

function atMarket(fills: ClosedTrade["signal"]["fills"]): number {
  return fills.reduce((sum, { reason, fraction }) => (reason.startsWith("target") ? sum : sum + fraction), 0);
}

/** `cost` in ticks for a whole position. */
function outcomeUnder(
  trades: readonly ClosedTrade[],
  cost: (trade: ClosedTrade) => number,
): Omit<CostCase, "price" | "booked"> {
  const counted = trades.map((trade) => countedTrade(trade, resultUnder(trade, cost(trade))));
  const { totalR, expectancyR, profitFactor, winRate, maxDrawdownR } = summarize(counted, 0);
  return { totalR, expectancyR, profitFactor, winRate, maxDrawdownR };
}
