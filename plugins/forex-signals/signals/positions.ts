import type { Transaction } from "@promostack/core";
import type { Instrument } from "../domain/instrument.ts";
import type { SignalPolicy } from "../domain/policy.ts";
import { advance, type OpenSignal, type SignalEvent } from "../domain/signal.ts";
import type { Purpose } from "../market/budget.ts";
import type { FineCandle } from "../market/finest.ts";

/** The market's side of a signal: one for all tenants with the same candidate and policy. */
export interface Position {
  id: string;
  choiceId: string;
  instrument: Instrument;
  timeframe: string;
  strategy: string;
  openedAt: Date;
  policy: SignalPolicy;
  state: OpenSignal;
  indicators: Record<string, number>;
  thesis: "intact" | "weakening" | "broken";
  advancedUntil: Date;
  /** When the thesis was looked at last. */
  revalidatedAt: Date | null;
}

const COLUMNS = `id, choice_id as "choiceId", timeframe, strategy, opened_at as "openedAt", policy, state, indicators,
  thesis, advanced_until as "advancedUntil", revalidated_at as "revalidatedAt"`;

/** A symbol with open positions. */
export interface OpenSymbol {
  symbol: string;
  /** Candles from here on have not been applied to all of them. */
  from: Date;
  /** Whether that lies before the time that was asked for. */
  behind: boolean;
  purpose: Purpose;
}

export function openSymbols(trx: Transaction, until: number): Promise<OpenSymbol[]> {
  return trx.many(
    `select symbol, min(advanced_until) as "from", min(advanced_until) < $1 as behind, 'open' as purpose
     from position where status = 'open' group by symbol`,
    [new Date(until)],
  );
}

/** Open positions of an instrument, locked so that one worker at a time advances them. */
export async function lockOpenPositions(trx: Transaction, instrument: Instrument): Promise<Position[]> {
  const rows = await trx.many<Omit<Position, "instrument">>(
    `select ${COLUMNS} from position where symbol = $1 and status = 'open' order by opened_at, id for update`,
    [instrument.symbol],
  );
  return rows.map((row) => ({ ...row, instrument }));
}

/** Applies the candles that the position has not seen yet, in order. */
export function advancePosition(
  position: Position,
  candles: readonly FineCandle[],
): { state: OpenSignal; advancedUntil: number; events: SignalEvent[] } {
  let state = position.state;
  let advancedUntil = position.advancedUntil.getTime();
  const events: SignalEvent[] = [];
  for (const candle of candles) {
    if (candle.openTime < advancedUntil || state.status === "closed") continue;
    const step = advance(state, candle, position.policy);
    state = step.signal;
    events.push(...step.events);
    advancedUntil = candle.closeTime;
  }
  return { state, advancedUntil, events };
}

export async function savePosition(
  trx: Transaction,
  id: string,
  state: OpenSignal,
  advancedUntil: number,
): Promise<void> {
  await trx.run("update position set state = $2, advanced_until = $3, status = $4 where id = $1", [
    id,
    JSON.stringify(state),
    new Date(advancedUntil),
    state.status,
  ]);
}
