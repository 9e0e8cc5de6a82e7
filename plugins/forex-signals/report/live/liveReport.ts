import type { SqlValue, Transaction } from "@promostack/core";
import { type Static, Type } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import { TIMEFRAME_MS } from "@promostack/core/strategy";
import type { Fill } from "../../api.ts";
import type { Instrument } from "../../domain/instrument.ts";
import { GOLD } from "../../domain/knownInstruments.ts";
import { WHOLE } from "../../domain/levels.ts";
import { defaultPolicy, type SignalPolicy } from "../../domain/policy.ts";
import { toTicks } from "../../domain/ticks.ts";
import type { Report } from "../api.ts";
import { reportOf } from "../report.ts";
import { type TakenTrade, tradeOfSignal } from "../trade.ts";

/** Signals of one report; the newest of the period where there are more. */
export const MOST_TRADES = 2_000;

export const LiveReportQuery = Type.Object({
  symbol: Type.Optional(Type.String({ maxLength: 40, description: "All where none is named." })),
  strategy: Type.Optional(Type.String({ maxLength: 80 })),
  from: Type.Optional(
    Type.String({ format: "date-time", description: "Of the entry, as in the list of signals." }),
  ),
  to: Type.Optional(Type.String({ format: "date-time" })),
});
export type LiveReportQuery = Static<typeof LiveReportQuery>;

interface Row {
  id: string;
  symbol: string;
  direction: "buy" | "sell";
  entry: number;
  stop: number;
  targets: number[];
  fractions: number[];
  openedAt: Date;
  closedAt: Date;
  spread: number;
  stopPolicy: SignalPolicy["stopPolicy"];
  fills: Fill[] | null;
}

/**
 * A tenant's closed signals, the newest `limit` that opened in the period, with the spread and stops that each was booked with. Those of a symbol that is no
 * instrument any more are left out: nobody knows its ticks.
 */
export async function closedSignals(
  trx: Transaction,
  { symbol, strategy, from, to }: LiveReportQuery,
  instruments: ReadonlyMap<string, Instrument>,
  limit = MOST_TRADES,
): Promise<TakenTrade[]> {
  const values: SqlValue[] = [
    symbol ?? null,
    strategy ?? null,
    from ? new Date(from) : null,
    to ? new Date(to) : null,
    limit,
  ];
  const rows = await trx.many<Row>(
    `select s.id, s.symbol, s.direction, s.entry::float8 as entry, s.stop::float8 as stop, s.targets::float8[] as targets, s.fractions,
       s.opened_at as "openedAt", s.closed_at as "closedAt", s.spread::float8 as spread, s.stop_policy as "stopPolicy",
       (select json_agg(json_build_object('time', f.time, 'price', f.price::float8, 'fraction', f.fraction::float8 / ${WHOLE},
          'reason', f.reason, 'ambiguous', f.ambiguous) order by f.number)
        from fill f where f.tenant_id = s.tenant_id and f.signal_id = s.id) as fills
     from signal s where s.status = 'closed' and ($1::text is null or s.symbol = $1) and ($2::text is null or s.strategy = $2)
       and ($3::timestamptz is null or s.opened_at >= $3) and ($4::timestamptz is null or s.opened_at <= $4)
     order by s.opened_at desc, s.id desc limit $5`,
    values,
  );
  return rows.flatMap(
    ({ id, symbol: of, spread, stopPolicy, openedAt, closedAt, fractions, fills, ...levels }) => {
      const instrument = instruments.get(of);
      if (instrument === undefined) return [];
      const signal = {
        ...levels,
        fractions: fractions.map((part) => part / WHOLE),
        fills: fills ?? [],
        openedAt: openedAt.toISOString(),
        closedAt: closedAt.toISOString(),
      };
      return [{ id, ...tradeOfSignal(signal, instrument), spread: toTicks(spread, instrument), stopPolicy }];
    },
  );
}

/**
 * The same report over a tenant's own signals as over a backtest's. Figures that need candles take the stored quarters of an hour; over several
 * symbols (`instrument` null) there are none, since R is all that they share.
 */
export function liveReport(
  trades: readonly TakenTrade[],
  candles: readonly Candle[],
  instrument: Instrument | null,
): Report {
  const newest = trades[0];
  const known = instrument ?? newest?.instrument ?? GOLD;
  const policy = defaultPolicy(known);
  return {
    ...reportOf({
      strategy: null,
      instrument,
      timeframe: null,
      trades,
      candles,
      step: TIMEFRAME_MS["15min"],
      policy:
        newest === undefined ? policy : { ...policy, spread: newest.spread, stopPolicy: newest.stopPolicy },
      guardrails: null,
      candidates: null,
      refusals: null,
    }),
    ...(trades.length >= MOST_TRADES && { newest: MOST_TRADES }),
  };
}
