import { listQuery, type Static, type TSchema, Type } from "@promostack/core";
import { REFUSALS, SIGNALS } from "./signals/listShapes.ts";

/** What the routes take and answer; pages and other plugins import the types. Prices in the symbol's quote currency, times ISO 8601 in UTC. */

const Time = Type.String({ format: "date-time" });
const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Enum = <Value extends string>(...values: Value[]) =>
  Type.Union(values.map((value) => Type.Literal(value)));

/** How prices of a symbol are shown. */
const Scale = {
  digits: Type.Integer({ description: "Decimals of the symbol's prices." }),
  pip: Type.Number({ description: "A pip of the symbol, as a price." }),
};

export const SignalStatus = Enum("draft", "open", "closed", "failed", "cancelled");
export const Outcome = Enum("win", "loss", "break-even");
export const Direction = Enum("buy", "sell");

export const Fill = Type.Object({
  time: Time,
  price: Type.Number(),
  fraction: Type.Number({ description: "0 to 1." }),
  reason: Enum("target1", "target2", "target3", "stop", "timeout", "thesis", "manual"),
  ambiguous: Type.Boolean(),
});
export type Fill = Static<typeof Fill>;

export const Signal = Type.Object({
  id: Type.String(),
  symbol: Type.String(),
  ...Scale,
  timeframe: Type.String(),
  strategy: Type.String(),
  version: Type.String(),
  direction: Direction,
  status: SignalStatus,
  entry: Type.Number(),
  stop: Type.Number(),
  effectiveStop: Type.Number({ description: "Where the stop stands now." }),
  targets: Type.Array(Type.Number()),
  fractions: Type.Array(Type.Number({ description: "Part closed at each target, 0 to 1." })),
  targetsHit: Type.Integer(),
  openedAt: Time,
  closedAt: Nullable(Time),
  closeReason: Nullable(Type.String({ description: "target1 … target3, stop, timeout, thesis, manual." })),
  outcome: Nullable(Outcome),
  resultR: Nullable(Type.Number({ description: "Multiples of the initial risk, after spread." })),
  resultPips: Nullable(Type.Number()),
  ambiguous: Type.Boolean({
    description: "A candle touched the stop and the next target: the stop was booked.",
  }),
  failure: Nullable(
    Type.String({ description: "Why it could not be posted; a failed signal counts nowhere." }),
  ),
  fills: Type.Optional(Type.Array(Fill, { description: "Only where they were asked for." })),
});
export type Signal = Static<typeof Signal>;

export const Post = Type.Object({
  kind: Type.String({ description: "open, way40, way70, half2, risk60, target1, target2, closed …" }),
  chat: Type.String(),
  chatTitle: Type.String(),
  time: Time,
  text: Type.String({ description: "Telegram's HTML." }),
  outcome: Nullable(
    Type.String({ description: "Of the opening post: sent, unknown, expired, blocked, dead." }),
  ),
  error: Nullable(Type.String()),
});
export type Post = Static<typeof Post>;

export const SignalDetail = Type.Composite([
  Signal,
  Type.Object({
    reason: Nullable(Type.String({ description: "Why the strategy entered." })),
    cancellable: Type.Boolean({ description: "Nobody has been told of it yet, as far as is known." }),
    closedBy: Nullable(Type.String({ description: "Who closed or cancelled it by hand." })),
    closeNote: Nullable(Type.String({ description: "Why they did." })),
    parameters: Type.Record(Type.String(), Type.Unknown()),
    spread: Type.Number(),
    fills: Type.Array(Fill),
    messages: Type.Array(Post),
  }),
]);
export type SignalDetail = Static<typeof SignalDetail>;

export const SignalQuery = Type.Object({
  ...listQuery(SIGNALS, { most: 500 }),
  status: Type.Optional(SignalStatus),
  outcome: Type.Optional(Outcome),
  direction: Type.Optional(Direction),
  strategy: Type.Optional(Type.String()),
  symbol: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String({ description: "Why it was closed: stop, target3, manual." })),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
  fills: Type.Boolean({ default: false, description: "With each signal's fills." }),
});
export type SignalQuery = Static<typeof SignalQuery>;

export const SignalPage = Type.Object({ items: Type.Array(Signal), next: Nullable(Type.String()) });
export type SignalPage = Static<typeof SignalPage>;

export const Candle = Type.Object({
  time: Time,
  open: Type.Number(),
  high: Type.Number(),
  low: Type.Number(),
  close: Type.Number(),
});
export type Candle = Static<typeof Candle>;

const ChartTimeframe = Enum("1min", "15min", "1h");

export const Candles = Type.Object({
  symbol: Type.String(),
  ...Scale,
  timeframe: ChartTimeframe,
  simulated: Type.Boolean({
    description: "Prices of a stand-in, not of a market: say so where they are shown.",
  }),
  items: Type.Array(Candle),
});
export type Candles = Static<typeof Candles>;

export const CandleQuery = Type.Object({
  symbol: Type.String({ default: "XAU/USD" }),
  timeframe: Type.Union(ChartTimeframe.anyOf, { default: "15min" }),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
});

export const CandleExportQuery = Type.Object({
  symbol: Type.String(),
  timeframe: Type.Union([Type.Literal("15min"), Type.Literal("1h")]),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
});

export const Group = Type.Object({ trades: Type.Integer(), winRate: Type.Number(), totalR: Type.Number() });
const Groups = Type.Record(Type.String(), Group);
const Figure = Nullable(Type.Number());

export const Summary = Type.Object({
  trades: Type.Integer(),
  open: Type.Integer(),
  wins: Type.Integer(),
  losses: Type.Integer(),
  breakEvens: Type.Integer(),
  winRate: Figure,
  totalR: Type.Number(),
  totalPips: Type.Number(),
  expectancyR: Figure,
  profitFactor: Figure,
  maxDrawdownR: Type.Number(),
  sharpe: Figure,
  sortino: Figure,
  longestLosingRun: Type.Integer(),
  ambiguous: Type.Integer(),
  bySession: Groups,
  byHour: Groups,
  byWeekday: Groups,
  byMonth: Groups,
  equity: Type.Array(Type.Object({ time: Time, r: Type.Number() })),
});
export type Summary = Static<typeof Summary>;

export const SummaryQuery = Type.Object({
  strategy: Type.Optional(Type.String()),
  symbol: Type.Optional(Type.String()),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
});

export const Strategy = Type.Object({
  id: Type.String(),
  version: Type.String(),
  title: Type.String(),
  summary: Type.String(),
  timeframe: Type.String(),
  warmUp: Type.Integer(),
  higherTimeframes: Type.Array(Type.Object({ timeframe: Type.String(), warmUp: Type.Integer() })),
  parametersSchema: Type.Record(Type.String(), Type.Unknown()),
  defaults: Type.Record(Type.String(), Type.Unknown()),
  guardrails: Type.Record(Type.String(), Type.Number()),
  publisher: Type.String(),
  status: Enum("active", "deprecated", "withdrawn", "quarantined"),
  statusReason: Type.Optional(Type.String({ description: "Why it is not active." })),
  statusUntil: Type.Optional(Type.String({ ...Time, description: "End of a quarantine." })),
  replacement: Type.Optional(Type.String({ description: "Strategy to use instead of a deprecated one." })),
  activeAt: Type.Optional(Type.String({ ...Time, description: "Since when it can be chosen." })),
  newest: Type.Boolean({ description: "The release of its strategy that followers get." }),
  chosen: Type.Boolean({ description: "The tenant's signals come from it." }),
});
export type Strategy = Static<typeof Strategy>;

export const Strategies = Type.Object({ items: Type.Array(Strategy) });

const FeedState = Enum("live", "closed", "stale", "empty", "not-configured");

/** The newest price of a symbol. */
export const SymbolPrice = Type.Object({
  symbol: Type.String(),
  ...Scale,
  state: FeedState,
  price: Figure,
  time: Nullable(Time),
  live: Type.Boolean({ description: "Whether it was streamed: newer than the newest candle's close." }),
});
export type SymbolPrice = Static<typeof SymbolPrice>;

export const SymbolPrices = Type.Object({ items: Type.Array(SymbolPrice) });
export type SymbolPrices = Static<typeof SymbolPrices>;

export const FeedQuery = Type.Object({
  symbol: Type.Optional(Type.String({ description: "The first of the tenant's where none is named." })),
});

export const Feed = Type.Object({
  symbol: Type.String(),
  ...Scale,
  prices: Type.Array(SymbolPrice, { description: "All that the tenant follows or has open signals on." }),
  state: FeedState,
  detail: Type.String({ description: "The state in a sentence." }),
  simulated: Type.Boolean(),
  price: Type.Union([Type.Number(), Type.Null()], {
    description: "The streamed price where it is newer than the newest candle's close.",
  }),
  streamed: Type.Object(
    {
      state: Type.String({ description: "off, connecting, live or waiting." }),
      time: Nullable(Time),
    },
    {
      description:
        "The stream of prices, and when it last said this symbol's. Signals are decided by candles alone.",
    },
  ),
  newest: Nullable(Type.Object({ timeframe: Type.String(), time: Time, closeTime: Time })),
  fetchedAt: Nullable(Time),
  error: Nullable(Type.Object({ code: Type.String(), message: Type.String(), at: Time })),
  credits: Type.Object({
    used: Nullable(Type.Integer()),
    remaining: Nullable(Type.Integer()),
    seenAt: Nullable(Time),
    blockedUntil: Nullable(Time),
    reason: Nullable(Type.String()),
  }),
  lastCheck: Nullable(
    Type.Object(
      { closeTime: Time, candidate: Type.Boolean(), evaluatedAt: Time },
      { description: "Of what the tenant chose, on the symbol that was evaluated last." },
    ),
  ),
  pausedUntil: Nullable(Time),
  pauseReason: Nullable(Type.String()),
  pausedBy: Nullable(Type.String()),
  queuedBehind: Nullable(
    Type.String({
      description: "Strategy of an open signal: the one that the settings name waits until it closes.",
    }),
  ),
});
export type Feed = Static<typeof Feed>;

export const RefusalSpan = Type.Object({
  strategy: Type.Optional(Type.String()),
  from: Type.Optional(Time),
  to: Type.Optional(Time),
});
export type RefusalSpan = Static<typeof RefusalSpan>;

export const RefusalQuery = Type.Object({
  ...RefusalSpan.properties,
  ...listQuery(REFUSALS, { most: 500 }),
  reason: Type.Optional(Type.String()),
});
export type RefusalQuery = Static<typeof RefusalQuery>;

export const Refusal = Type.Object({
  id: Type.String({ description: "Of the choice: with the time it names the candidate." }),
  time: Time,
  reason: Type.String({
    description:
      "weekend, session, too-soon, max-per-day, daily-loss-cap, cooldown, max-open, stop-too-near, targets-out-of-order, target-too-near, paused, no-channel, quiet-hours, strategy-queued.",
  }),
  seen: Nullable(Type.String({ description: "What the guardrail saw." })),
  allowed: Nullable(Type.String({ description: "Where it draws the line." })),
  strategy: Nullable(Type.String()),
  direction: Direction,
  symbol: Type.String(),
  ...Scale,
  entry: Type.Number(),
});
export type Refusal = Static<typeof Refusal>;

export const RefusalPage = Type.Object({ items: Type.Array(Refusal), next: Nullable(Type.String()) });

export const RefusalCounts = Type.Object({
  items: Type.Array(Type.Object({ reason: Type.String(), count: Type.Integer() })),
});
export type RefusalCounts = Static<typeof RefusalCounts>;

export const CandidateQuery = Type.Object({
  symbol: Type.Optional(Type.String({ description: "The first of the tenant's where none is named." })),
  after: Type.Optional(Time),
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
});

export const CandidatePage = Type.Object({
  /** All candidates of the tenant's choice. */
  total: Type.Integer(),
  items: Type.Array(
    Type.Object({
      time: Time,
      direction: Direction,
      entry: Type.Number(),
      stop: Type.Number(),
      targets: Type.Array(Type.Number()),
    }),
  ),
  next: Nullable(Time),
});
export type CandidatePage = Static<typeof CandidatePage>;

export const Closing = Type.Object(
  {
    reason: Type.String({
      minLength: 3,
      maxLength: 300,
      description: "Kept with the signal; members are not told.",
    }),
  },
  { additionalProperties: false },
);

export const Pause = Type.Object(
  {
    minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 * 24 * 30 })),
    untilDay: Type.Optional(
      Type.String({
        format: "date",
        description: "Until this day begins, in the tenant's zone. Instead of minutes.",
      }),
    ),
    reason: Type.Optional(Type.String({ maxLength: 300 })),
  },
  { additionalProperties: false },
);
