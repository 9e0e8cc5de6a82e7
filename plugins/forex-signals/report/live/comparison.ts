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
  symbol: Type.String(),
  strategy: Type.String(),
  version: Type.String(),
  from: Time,
  to: Time,
  live: Side,
  backtest: Side,
  same: Type.Integer({ description: "Signals of both with the same result." }),
  differing: Type.Array(Difference, { description: "Signals of both whose results differ." }),
  missing: Type.Array(Difference, { description: "Of the backtest only." }),
  extra: Type.Array(Difference, { description: "Live only." }),
});
export type Comparison = Static<typeof Comparison>;

/** A signal as both sides know it. */
export interface ComparedSignal {
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

/** Results nearer than this are the same: the backtest's exits may have had finer candles. */
const SAME_R = 0.005;

/**
 * Signals of the same moment and direction are the same signal. `refusals` says by the moment of a candidate why it became none.
 */
export function compare(
  live: readonly LiveSignal[],
  backtest: readonly ComparedSignal[],
  refusals: ReadonlyMap<number, string>,
): Omit<Comparison, "symbol" | "strategy" | "version" | "from" | "to"> {
  const counted = live.filter(({ status }) => status === "open" || status === "closed");
  const partners = new Map(live.map((signal) => [keyOf(signal), signal]));
  const tested = new Set(backtest.map(keyOf));
  const differing: Difference[] = [];
  const missing: Difference[] = [];
  let same = 0;
  for (const signal of backtest) {
    const partner = partners.get(keyOf(signal));
    if (partner === undefined || !counted.includes(partner)) {
      const reason = partner?.status ?? refusals.get(signal.openedAt) ?? null;
      missing.push(difference(signal, null, signal.resultR, reason));
    } else if (isSame(partner.resultR, signal.resultR)) same += 1;
    else differing.push(difference(signal, partner.resultR, signal.resultR, null));
  }
  const extra = counted
    .filter((signal) => !tested.has(keyOf(signal)))
    .map((signal) => difference(signal, signal.resultR, null, null));
  return { live: sideOf(counted), backtest: sideOf(backtest), same, differing, missing, extra };
}

function keyOf({ openedAt, direction }: ComparedSignal): string {
  return `${openedAt} ${direction}`;
}

function isSame(a: number | null, b: number | null): boolean {
  return a === null || b === null ? a === b : Math.abs(a - b) < SAME_R;
}

function difference(
  { openedAt, direction }: ComparedSignal,
  liveR: number | null,
  backtestR: number | null,
  reason: string | null,
): Difference {
  return { time: new Date(openedAt).toISOString(), direction, liveR, backtestR, reason };
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
