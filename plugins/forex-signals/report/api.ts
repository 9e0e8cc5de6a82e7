import { type Static, type TSchema, Type } from "@promostack/core";
import { Direction, Fill, Group, Outcome, Summary } from "../api.ts";

/** A report as JSON: what the commands print, the database keeps and the pages show. Prices of the quote currency, R, ISO times in UTC. */

const Time = Type.String({ format: "date-time" });
const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Figure = Nullable(Type.Number());

/** A figure that says nothing over few trades: null until `needed`, with how many are `missing`. */
export const Ratio = Type.Object({
  value: Figure,
  needed: Type.Integer(),
  missing: Type.Integer(),
});
export type Ratio = Static<typeof Ratio>;

/** Where a share of the simulated runs ends: the lowest 5 %, the middle, all but the highest 5 %. */
export const Spread = Type.Object({ p5: Type.Number(), p50: Type.Number(), p95: Type.Number() });
export type Spread = Static<typeof Spread>;

export const FanPoint = Type.Object({
  trade: Type.Integer({ description: "Trades so far." }),
  p5: Type.Number(),
  p25: Type.Number(),
  p50: Type.Number(),
  p75: Type.Number(),
  p95: Type.Number(),
});
export type FanPoint = Static<typeof FanPoint>;

export const MonteCarlo = Type.Object({
  seed: Type.Integer(),
  runs: Type.Integer(),
  trades: Type.Integer(),
  shuffled: Type.Object(
    { maxDrawdownR: Spread },
    { description: "The same trades in a random order: the total stays, the way there changes." },
  ),
  resampled: Type.Object(
    { finalR: Spread, maxDrawdownR: Spread, fan: Type.Array(FanPoint) },
    { description: "Bootstrap: as many trades drawn with replacement." },
  ),
});
export type MonteCarlo = Static<typeof MonteCarlo>;

/** The same fills under another cost. */
export const CostCase = Type.Object({
  price: Type.Number({ description: "The spread, or the slippage of one fill." }),
  booked: Type.Boolean({ description: "The cost that the report's other figures were booked with." }),
  totalR: Type.Number(),
  expectancyR: Figure,
  profitFactor: Figure,
  winRate: Figure,
  maxDrawdownR: Type.Number(),
});
export type CostCase = Static<typeof CostCase>;

export const ReportTrade = Type.Object({
  id: Nullable(Type.String({ description: "Of a live signal." })),
  symbol: Type.Optional(Type.String()),
  time: Time,
  closedAt: Nullable(Time),
  direction: Direction,
  entry: Type.Number(),
  stop: Type.Number(),
  targets: Type.Array(Type.Number()),
  fills: Type.Array(Fill),
  outcome: Nullable(Outcome),
  resultR: Figure,
  resultPips: Figure,
  ambiguous: Type.Boolean(),
  adverseR: Nullable(Type.Number({ description: "MAE: the furthest that price went against it, in R." })),
  favourableR: Nullable(Type.Number({ description: "MFE: the furthest that price went its way, in R." })),
});
export type ReportTrade = Static<typeof ReportTrade>;

export const HourCell = Type.Object({
  weekday: Type.Integer({ minimum: 0, maximum: 6, description: "0 is Sunday." }),
  hour: Type.Integer({ minimum: 0, maximum: 23 }),
  trades: Type.Integer(),
  winRate: Type.Number(),
  totalR: Type.Number(),
});
export type HourCell = Static<typeof HourCell>;

export const Gap = Type.Object({ from: Time, to: Time, candles: Type.Integer() });
export type Gap = Static<typeof Gap>;

export const Benchmark = Type.Object({
  startPrice: Type.Number(),
  endPrice: Type.Number(),
  change: Type.Number(),
  maxDrawdown: Type.Number(),
  averageRisk: Figure,
  changeR: Nullable(Type.Number({ description: "The change over the trades' average initial risk." })),
  maxDrawdownR: Figure,
  signals: Type.Number({ description: "What the trades made on one unit each, after spread." }),
  course: Type.Optional(
    Type.Array(Type.Object({ time: Time, r: Type.Number() }), {
      description: "The change so far in R, in at most 240 points. Absent where no trade says what an R is.",
    }),
  ),
});
export type Benchmark = Static<typeof Benchmark>;

export const Figures = Type.Object({
  averageWinR: Figure,
  averageLossR: Figure,
  payoff: Figure,
  bestR: Figure,
  worstR: Figure,
  recovery: Figure,
  expectancyLowR: Figure,
  expectancyHighR: Figure,
  sharpe: Ratio,
  sortino: Ratio,
  longestWinningRun: Type.Integer(),
  averageMinutes: Figure,
  tradesPerWeek: Figure,
  exposure: Figure,
  averageAdverseR: Figure,
  averageFavourableR: Figure,
});
export type Figures = Static<typeof Figures>;

export const Drawdown = Type.Object({
  depthR: Type.Number(),
  from: Nullable(Time),
  trough: Time,
  recoveredAt: Nullable(Time),
  trades: Type.Integer({ description: "From the peak to the deepest point." }),
});
export type Drawdown = Static<typeof Drawdown>;

export const Report = Type.Object({
  strategy: Nullable(
    Type.Object({
      id: Type.String(),
      version: Type.String(),
      parameters: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
  instrument: Nullable(Type.Object({ symbol: Type.String(), digits: Type.Integer(), pip: Type.Number() })),
  timeframe: Nullable(Type.String()),
  period: Type.Object({ from: Nullable(Time), to: Nullable(Time) }),
  candles: Type.Object({
    count: Type.Integer({ description: "The finest that the trades were followed by." }),
    minutes: Type.Number({ description: "Length of one." }),
    gaps: Type.Integer(),
    missing: Type.Integer(),
    longestGaps: Type.Array(Gap),
  }),
  rules: Type.Object({
    spread: Figure,
    stopPolicy: Type.String(),
    timeoutMinutes: Type.Number(),
    guardrails: Nullable(Type.Record(Type.String(), Type.Unknown())),
  }),
  candidates: Nullable(Type.Integer()),
  refusals: Nullable(Type.Array(Type.Object({ reason: Type.String(), count: Type.Integer() }))),
  summary: Summary,
  figures: Figures,
  drawdown: Nullable(Drawdown),
  monteCarlo: Nullable(MonteCarlo),
  sensitivity: Nullable(Type.Object({ spread: Type.Array(CostCase), slippage: Type.Array(CostCase) })),
  ambiguity: Type.Object({
    trades: Type.Integer(),
    worstR: Type.Number({ description: "As booked: the stop came first in each." }),
    bestR: Type.Number({ description: "Had the target come first in each." }),
  }),
  benchmark: Nullable(Benchmark),
  byDirection: Type.Record(Type.String(), Group),
  byExit: Type.Record(Type.String(), Group),
  heat: Type.Array(HourCell),
  trades: Type.Array(ReportTrade),
  /** Trades that the list, the simulation and the sensitivity cover, where there are too many for all. */
  detailed: Type.Integer(),
  newest: Type.Optional(
    Type.Integer({ description: "Only so many are in it, the newest: the period has more." }),
  ),
});
export type Report = Static<typeof Report>;
