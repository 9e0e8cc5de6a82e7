import { type Static, Type } from "@promostack/core";

const Time = Type.String({ format: "date-time" });
const Nullable = Type.Union([Type.Number(), Type.Null()]);

const Side = Type.Object({
  signals: Type.Integer(),
  closed: Type.Integer(),
  totalR: Type.Number(),
  equity: Type.Array(Type.Object({ time: Time, r: Type.Number() })),
});

const Difference = Type.Object({
  time: Time,
  symbol: Type.String(),
  strategy: Type.String(),
  direction: Type.Union([Type.Literal("buy"), Type.Literal("sell")]),
  liveR: Nullable,
  backtestR: Nullable,
  reason: Type.Union([Type.String(), Type.Null()], {
    description:
      "Why there was no live signal: a refusal's reason, failed or cancelled. Null where nobody knows.",
  }),
});
export type Difference = Static<typeof Difference>;

/** A tenant's live signals beside the backtest of the same weeks. */
export const Comparison = Type.Object({
  from: Time,
  to: Time,
  rulesSince: Type.Union([Time, Type.Null()], {
    description:
      "Since when the tenant's rules are known: what lies before goes by the first that are. Null: by those of today.",
  }),
  choices: Type.Array(
    Type.Object({
      symbol: Type.String(),
      strategy: Type.String(),
      version: Type.String(),
      from: Time,
      to: Time,
      candles: Type.Boolean({
        description: "False: none are stored, so that the backtest has nothing of it.",
      }),
    }),
    { description: "What the tenant had chosen, and when." },
  ),
  live: Side,
  backtest: Side,
  same: Type.Integer({ description: "Signals of both with the same result." }),
  differing: Type.Array(Difference, { description: "Signals of both whose results differ." }),
  missing: Type.Array(Difference, { description: "Of the backtest only." }),
  extra: Type.Array(Difference, { description: "Live only." }),
});
export type Comparison = Static<typeof Comparison>;

/** How far a comparison is. The newest that was made stays until a newer one is there. */
export const ComparisonState = Type.Object({
  state: Type.Union([
    Type.Literal("nothing", { description: "The tenant has no signal and no candidate in that time." }),
    Type.Literal("waiting"),
    Type.Literal("running"),
    Type.Literal("done"),
    Type.Literal("failed"),
  ]),
  doing: Type.String({ description: "In words." }),
  progress: Type.Number({ description: "0 to 1." }),
  error: Type.Union([Type.String(), Type.Null()]),
  comparison: Type.Union([Comparison, Type.Null()]),
});
export type ComparisonState = Static<typeof ComparisonState>;

/** A signal as both sides know it. */
export interface ComparedSignal {
  symbol: string;
  strategy: string;
  /** When it opened, milliseconds since the epoch. */
  openedAt: number;
  direction: "buy" | "sell";
  closedAt: number | null;
  /** Null while it is open. */
  resultR: number | null;
}

export interface LiveSignal extends ComparedSignal {
  /** Failed and cancelled ones count nowhere; they say why the backtest's has no partner. */
  status: string;
}

/** Names a candidate among the refused. */
export function refusalKey({ symbol, openedAt }: Pick<ComparedSignal, "symbol" | "openedAt">): string {
  return `${openedAt} ${symbol}`;
}

/** Results nearer than this are the same: the backtest's exits may have had finer candles. */
const SAME_R = 0.005;

/**
 * Signals of the same symbol, moment and direction are the same signal. `refusals` says by `refusalKey` why a candidate became none.
 */
export function compare(
  live: readonly LiveSignal[],
  backtest: readonly ComparedSignal[],
  refusals: ReadonlyMap<string, string>,
): Omit<Comparison, "from" | "to" | "rulesSince" | "choices"> {
  const counted = live.filter(({ status }) => status === "open" || status === "closed");
  const partners = new Map(live.map((signal) => [keyOf(signal), signal]));
  const tested = new Set(backtest.map(keyOf));
  const differing: Difference[] = [];
  const missing: Difference[] = [];
  let same = 0;
  for (const signal of backtest) {
    const partner = partners.get(keyOf(signal));
    if (partner === undefined || !counted.includes(partner)) {
      const reason = partner?.status ?? refusals.get(refusalKey(signal)) ?? null;
      missing.push(difference(signal, null, signal.resultR, reason));
    } else if (isSame(partner.resultR, signal.resultR)) same += 1;
    else differing.push(difference(signal, partner.resultR, signal.resultR, null));
  }
  const extra = counted
    .filter((signal) => !tested.has(keyOf(signal)))
    .map((signal) => difference(signal, signal.resultR, null, null));
  return { live: sideOf(counted), backtest: sideOf(backtest), same, differing, missing, extra };
}

function keyOf({ symbol, openedAt, direction }: ComparedSignal): string {
  return `${openedAt} ${symbol} ${direction}`;
}

function isSame(a: number | null, b: number | null): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) < SAME_R;
}

function difference(
  { symbol, strategy, openedAt, direction }: ComparedSignal,
  liveR: number | null,
  backtestR: number | null,
  reason: string | null,
): Difference {
  return { time: new Date(openedAt).toISOString(), symbol, strategy, direction, liveR, backtestR, reason };
}

function sideOf(signals: readonly ComparedSignal[]): Comparison["live"] {
  const closed = signals
    .flatMap(({ closedAt, resultR }) =>
      closedAt === null || resultR === null ? [] : [{ closedAt, resultR }],
    )
    .sort((a, b) => a.closedAt - b.closedAt);
  let r = 0;
  const equity = closed.map(({ closedAt, resultR }) => {
    r += resultR;
    return { time: new Date(closedAt).toISOString(), r };
  });
  return { signals: signals.length, closed: closed.length, totalR: r, equity };
}
