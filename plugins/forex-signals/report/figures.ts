import { longestRun, type Summary } from "../domain/summary.ts";
import type { Drawdown, Figures, Ratio, ReportTrade } from "./api.ts";
import type { Simulation } from "./monteCarlo.ts";
import type { ClosedTrade } from "./trade.ts";

/** Trades before a Sharpe or Sortino is shown: below it chance alone moves them by more than most strategies differ. */
export const FEWEST_FOR_RATIO = 30;
const WEEK_MS = 7 * 86_400_000;

export interface FigureInput {
  /** In order of closing. */
  closed: readonly ClosedTrade[];
  listed: readonly ReportTrade[];
  summary: Summary;
  simulation: Simulation | undefined;
  exposure: number | null;
  /** Length of the tested stretch, milliseconds. */
  length: number | null;
}

/** Figures beside the summary's. What cannot be said of so few trades is null. */
export function figuresOf({ closed, listed, summary, simulation, exposure, length }: FigureInput): Figures {
  const results = closed.map(({ result }) => result.resultR);
  const averageWinR = average(results.filter((r) => r > 0));
  const averageLossR = average(results.filter((r) => r < 0));
  const { maxDrawdownR, totalR, trades } = summary;
  return {
    averageWinR,
    averageLossR,
    payoff: averageWinR === null || averageLossR === null ? null : averageWinR / -averageLossR,
    bestR: results.length === 0 ? null : results.reduce((a, b) => Math.max(a, b)),
    worstR: results.length === 0 ? null : results.reduce((a, b) => Math.min(a, b)),
    recovery: maxDrawdownR > 0 ? totalR / maxDrawdownR : null,
    expectancyLowR: simulation?.expectancy.low ?? null,
    expectancyHighR: simulation?.expectancy.high ?? null,
    sharpe: ratioOf(summary.sharpe, trades),
    sortino: ratioOf(summary.sortino, trades),
    longestWinningRun: longestRun(
      closed.map(({ result }) => result),
      "win",
    ),
    averageMinutes: average(closed.map(({ signal, closedAt }) => (closedAt - signal.openedAt) / 60_000)),
    tradesPerWeek: length === null || length < WEEK_MS ? null : (trades * WEEK_MS) / length,
    exposure,
    averageAdverseR: average(listed.flatMap(({ adverseR }) => adverseR ?? [])),
    averageFavourableR: average(listed.flatMap(({ favourableR }) => favourableR ?? [])),
  };
}

function ratioOf(value: number | null, trades: number): Ratio {
  const missing = Math.max(0, FEWEST_FOR_RATIO - trades);
  return { value: missing > 0 ? null : value, needed: FEWEST_FOR_RATIO, missing };
}

function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** When the deepest fall of the running total began, where it was deepest, and when it was made good. */
export function drawdownOf(equity: Summary["equity"]): Drawdown | null {
  let peak = { r: 0, time: null as string | null, index: -1 };
  let deepest: (Drawdown & { peakR: number; index: number }) | undefined;
  for (const [index, { r, time }] of equity.entries()) {
    if (r >= peak.r) peak = { r, time, index };
    const depthR = peak.r - r;
    if (depthR > (deepest?.depthR ?? 0)) {
      deepest = {
        depthR,
        from: peak.time,
        trough: time,
        recoveredAt: null,
        trades: index - peak.index,
        peakR: peak.r,
        index,
      };
    }
  }
  if (deepest === undefined) return null;
  const { peakR, index, ...drawdown } = deepest;
  const recovered = equity.slice(index).find(({ r }) => r >= peakR);
  return { ...drawdown, recoveredAt: recovered?.time ?? null };
}
