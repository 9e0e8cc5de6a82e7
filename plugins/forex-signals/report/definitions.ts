import { FEWEST_FOR_RATIO } from "./figures.ts";

export interface Definition {
  label: string;
  /** What it is and how it is computed, in a sentence or two. */
  meaning: string;
}

/** What every figure of a report means: the one place that the HTML file, the pages and the guide take their words from. */
export const DEFINITIONS = {
  trades: {
    label: "Trades",
    meaning: "Signals that closed, whatever ended them: targets, stops, time-outs, by hand.",
  },
  winRate: {
    label: "Win rate",
    meaning:
      "Wins among the trades. A win ends above +0.05 R, a loss below −0.05 R; what lies between is a break-even, which counts as a trade but not as a win.",
  },
  losses: { label: "Losses", meaning: "Trades that ended below −0.05 R, whatever ended them." },
  breakEvens: {
    label: "Break-evens",
    meaning: "Trades that ended from −0.05 R to +0.05 R. They count as trades.",
  },
  totalR: {
    label: "Total",
    meaning:
      "Sum of all results in R. One R is the initial risk of a trade, from entry to its first stop; spread is taken off.",
  },
  totalPips: { label: "Pips", meaning: "The same in pips (of $0.10 for gold), after spread." },
  expectancyR: { label: "Expectancy", meaning: "Average result of a trade in R." },
  expectancyRange: {
    label: "Expectancy, 95 % range",
    meaning:
      "Middle 95 % of the averages of resampled trades (bootstrap). Where it includes zero, these trades alone do not show an edge.",
  },
  profitFactor: {
    label: "Profit factor",
    meaning: "R won by winning trades over R lost by losing ones. Above 1 the wins outweigh the losses.",
  },
  averageWinR: { label: "Average win", meaning: "Average result of the trades that ended above zero, in R." },
  averageLossR: {
    label: "Average loss",
    meaning: "Average result of the trades that ended below zero, in R.",
  },
  payoff: { label: "Payoff", meaning: "Average win over average loss." },
  bestR: { label: "Best trade", meaning: "Highest result of one trade in R." },
  worstR: {
    label: "Worst trade",
    meaning:
      "Lowest result of one trade in R. Below −1 where a candle opened beyond the stop, or by the spread.",
  },
  maxDrawdownR: {
    label: "Maximum drawdown",
    meaning:
      "Deepest fall of the running total below its highest point so far (which starts at zero), in R, counted from close to close of trades.",
  },
  recovery: { label: "Recovery", meaning: "Total over maximum drawdown." },
  sharpe: {
    label: "Sharpe per trade",
    meaning: `Average result over the sample's standard deviation, per trade and not annualised. Shown from ${FEWEST_FOR_RATIO} trades on.`,
  },
  sortino: {
    label: "Sortino per trade",
    meaning: `Average result over the root of the mean squared loss (wins count as zero), per trade and not annualised. Shown from ${FEWEST_FOR_RATIO} trades on.`,
  },
  longestLosingRun: { label: "Longest losing run", meaning: "Most losses one after the other." },
  longestWinningRun: { label: "Longest winning run", meaning: "Most wins one after the other." },
  averageMinutes: { label: "Time in a trade", meaning: "Average time from entry to the last fill." },
  tradesPerWeek: { label: "Trades a week", meaning: "Trades over the length of the stretch in weeks." },
  exposure: {
    label: "Time in market",
    meaning: "Share of the candles during which a signal was open.",
  },
  averageAdverseR: {
    label: "Average MAE",
    meaning:
      "Maximum adverse excursion: the furthest that price went against a trade, in R, averaged. Of the exit's candle only the fill counts.",
  },
  averageFavourableR: {
    label: "Average MFE",
    meaning: "Maximum favourable excursion: the furthest that price went its way, in R, averaged.",
  },
  ambiguity: {
    label: "Ambiguous exits",
    meaning:
      "Trades in which one candle touched the stop and the next target, so that nobody knows which came first. The stop is booked. The best case books each such target, and the rest at the stop as that target moves it.",
  },
  shuffled: {
    label: "Drawdown, shuffled",
    meaning:
      "Monte Carlo: the same trades in random orders. The total stays; the maximum drawdown of 5, 50 and 95 in 100 orders was no deeper than this.",
  },
  resampled: {
    label: "Total, resampled",
    meaning:
      "Bootstrap: as many trades drawn at random with replacement. 5, 50 and 95 in 100 runs ended no higher than this. It assumes that trades do not depend on each other.",
  },
  resampledDrawdown: {
    label: "Drawdown, resampled",
    meaning: "Maximum drawdown of the same resampled runs.",
  },
  spreadCases: {
    label: "Other spreads",
    meaning:
      "The same fills with another spread taken off each trade. Which signals the guardrails let pass is not decided anew.",
  },
  slippageCases: {
    label: "Slippage",
    meaning:
      "The entry and each exit at market (stop, time-out, broken thesis, by hand) filled so much worse. Targets are limit orders and fill at their level.",
  },
  buyAndHold: {
    label: "Buy and hold",
    meaning:
      "Change of the price from the first candle's open to the last one's close, for one unit (an ounce of gold), without financing. In R it is that change over the average initial risk of the trades: what one average position, held throughout, would have moved.",
  },
  signalsMade: {
    label: "Signals, one unit",
    meaning: "What all trades made on one unit each (an ounce of gold), in the quote currency, after spread.",
  },
  heat: {
    label: "By hour and weekday",
    meaning: "Total R of the trades by the time of their entry, UTC.",
  },
  byMonth: { label: "By month", meaning: "Trades by the month of their entry, UTC." },
  bySession: {
    label: "By session",
    meaning:
      "Trades by the hour of their entry, UTC: Asia to 07:00, London to 12:00, New York to 21:00, then after hours.",
  },
  byExit: { label: "By exit", meaning: "Trades by what filled the last part of them." },
  refusals: {
    label: "Candidates kept back",
    meaning: "What the strategy proposed and the guardrails refused, by the first reason against it.",
  },
  gaps: {
    label: "Gaps in the candles",
    meaning:
      "Stretches of a quarter of an hour or more without a candle while the market trades, by its calendar of sessions and holidays. Signals cannot be followed through them.",
  },
} as const satisfies Record<string, Definition>;

export type FigureName = keyof typeof DEFINITIONS;
