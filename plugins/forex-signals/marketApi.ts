import { type Static, type TSchema, Type } from "@promostack/core";

/** What the market data page reads and writes. Times ISO 8601 in UTC. */

const Time = Type.String({ format: "date-time" });
const Nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const SymbolText = Type.String({ pattern: "^[A-Z0-9]{2,10}(/[A-Z0-9]{2,10})?$" });

export const StoredTimeframe = Type.Union(
  (["1min", "5min", "15min", "30min", "1h", "4h", "1day"] as const).map((each) => Type.Literal(each)),
);

export const BudgetState = Type.Object({
  plan: Nullable(Type.String()),
  usedThisMinute: Type.Integer(),
  perMinute: Nullable(Type.Integer()),
  usedToday: Type.Integer(),
  perDay: Nullable(Type.Integer()),
  blockedUntil: Nullable(Time),
  problem: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  seenAt: Nullable(Time),
  usageAt: Nullable(Time),
});

export const Forecast = Type.Object({
  perHour: Type.Number({ description: "Credits an hour, over the last three." }),
  byMidnight: Type.Integer({ description: "Credits that will have been used at this rate at midnight UTC." }),
  enough: Nullable(
    Type.Boolean({ description: "Null where the plan has no limit a day, or none is known." }),
  ),
  emptyAt: Nullable(Time),
});

export const SeriesState = Type.Object({
  symbol: Type.String(),
  timeframe: Type.String(),
  state: Type.String({ description: "live, closed, stale, idle, empty or not-configured." }),
  newest: Nullable(Time),
  fetchedAt: Nullable(Time),
  revision: Type.Integer(),
  gaps: Type.Integer(),
  missing: Type.Integer(),
  error: Nullable(Type.Object({ code: Type.String(), message: Type.String(), at: Time })),
});
export type SeriesState = Static<typeof SeriesState>;

export const StreamState = Type.Object({
  state: Type.String({ description: "off, connecting, live or waiting." }),
  problem: Nullable(
    Type.String({
      description: "Why it ended last, or what it complains about: key-refused, plan, unavailable …",
    }),
  ),
  detail: Nullable(Type.String()),
  symbols: Type.Array(Type.String(), { description: "Symbols whose prices come." }),
  refused: Type.Array(Type.String(), { description: "Symbols that the plan or the provider refused." }),
  connectedAt: Nullable(Time),
  heardAt: Nullable(Time),
  retryAt: Nullable(Time),
  reconnects: Type.Integer(),
  prices: Type.Array(
    Type.Object({ symbol: Type.String(), price: Type.Number(), digits: Type.Integer(), time: Time }),
    { description: "The last price of each symbol that came through it, however old." },
  ),
});
export type StreamState = Static<typeof StreamState>;

export const MarketState = Type.Object({
  configured: Type.Boolean(),
  simulated: Type.Boolean(),
  now: Time,
  budget: BudgetState,
  forecast: Forecast,
  series: Type.Array(SeriesState),
  stream: StreamState,
});
export type MarketState = Static<typeof MarketState>;

export const Use = Type.Object({
  hour: Time,
  purpose: Type.String({ description: "check, open, price, gap, history or usage." }),
  symbol: Type.String(),
  requests: Type.Integer(),
  credits: Type.Integer(),
  refused: Type.Integer({ description: "Not asked, because the budget kept them back." }),
});
export type Use = Static<typeof Use>;
export const Uses = Type.Object({ items: Type.Array(Use) });

export const GapView = Type.Object({
  symbol: Type.String(),
  timeframe: Type.String(),
  from: Time,
  until: Time,
  missing: Type.Integer(),
  seenAt: Time,
  askedAt: Nullable(Time),
  attempts: Type.Integer(),
  filledAt: Nullable(Time),
  givenUp: Type.Boolean({ description: "The source has nothing; it is not asked again by itself." }),
});
export type GapView = Static<typeof GapView>;
export const Gaps = Type.Object({ items: Type.Array(GapView) });
export type Gaps = Static<typeof Gaps>;

export const StoredSeriesView = Type.Object({
  symbol: Type.String(),
  timeframe: Type.String(),
  candles: Type.Integer(),
  from: Time,
  to: Time,
});
export type StoredSeriesView = Static<typeof StoredSeriesView>;
export const StoredSeriesList = Type.Object({ items: Type.Array(StoredSeriesView) });
export type StoredSeriesList = Static<typeof StoredSeriesList>;

export const ImportInput = Type.Object(
  {
    symbol: SymbolText,
    timeframe: Type.Optional(StoredTimeframe),
    csv: Type.String({ description: "The file's text: time,open,high,low,close[,volume]." }),
    dryRun: Type.Boolean(),
    replace: Type.Boolean({ default: false }),
  },
  { additionalProperties: false },
);

export const ImportResult = Type.Object({
  symbol: Type.String(),
  timeframe: Type.String(),
  dryRun: Type.Boolean(),
  rows: Type.Integer(),
  from: Nullable(Type.String()),
  to: Nullable(Type.String()),
  duplicates: Type.Integer(),
  added: Type.Integer(),
  same: Type.Integer(),
  conflicts: Type.Integer(),
  replaced: Type.Integer(),
  gapCount: Type.Integer(),
  missing: Type.Integer(),
  gaps: Type.Array(Type.Object({ from: Time, until: Time, missing: Type.Integer() }), {
    description: "The newest hundred.",
  }),
  problems: Type.Array(Type.Object({ line: Type.Integer(), problem: Type.String() })),
  problemCount: Type.Integer(),
});
export type ImportResult = Static<typeof ImportResult>;

export const ExportQuery = Type.Object({
  symbol: SymbolText,
  timeframe: StoredTimeframe,
  from: Type.Optional(Time),
  to: Type.Optional(Time),
});

const Calendar = Type.Union([Type.Literal("metals"), Type.Literal("forex"), Type.Literal("crypto")]);

export const DayInput = Type.Object(
  {
    effect: Type.String({
      pattern: "^(open|closed|thin|([01]\\d|2[0-3]):(00|15|30|45))$",
      description: "open, closed, thin, or the local time at which trading ends, on a quarter of an hour.",
    }),
    name: Type.String({ minLength: 1, maxLength: 80 }),
  },
  { additionalProperties: false },
);

export const DayParams = Type.Object({ calendar: Calendar, date: Type.String({ format: "date" }) });

export const DayView = Type.Object({
  calendar: Calendar,
  date: Type.String(),
  name: Type.String(),
  effect: Type.String(),
  own: Type.Boolean({ description: "Written down here, and not by the rules." }),
});
export type DayView = Static<typeof DayView>;

export const Days = Type.Object({
  items: Type.Array(DayView),
  sources: Type.Array(Type.String()),
});
export type Days = Static<typeof Days>;
