import type { TimedCandidate, Transaction } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import { uuidv7 } from "uuidv7";
import { backtest } from "../../domain/backtest.ts";
import { guardrailsFor } from "../../domain/guardrails.ts";
import { GOLD } from "../../domain/knownInstruments.ts";
import { defaultPolicy } from "../../domain/policy.ts";
import { reportSignal } from "../../domain/report.ts";
import { toPrice } from "../../domain/ticks.ts";
import { randomFrom } from "../../report/random.ts";

const QUARTER = 900_000;
const POLICY = defaultPolicy(GOLD);

/** Gold that walks at random from Monday to Friday, a quarter of an hour at a time: the same seed, the same walk. */
export function walkedCandles(start: string, count: number, seed = 7): Candle[] {
  const random = randomFrom(seed);
  const candles: Candle[] = [];
  let price = 2000;
  for (let time = Date.parse(start); candles.length < count; time += QUARTER) {
    if ([0, 6].includes(new Date(time).getUTCDay())) continue;
    const open = price;
    const close = cents(open + (random() - 0.49) * 5);
    const high = cents(Math.max(open, close) + random() * 1.5);
    candles.push({ time, open, high, low: cents(Math.min(open, close) - random() * 1.5), close });
    price = close;
  }
  return candles;
}

/** A candidate at every so many closes, by turns a buy and a sell, its stop 5 away. */
export function everyFew(candles: readonly Candle[], step: number): TimedCandidate[] {
  return candles.flatMap(({ time, close }, index) => {
    if (index % step !== 0) return [];
    const side = (index / step) % 2 === 0 ? 1 : -1;
    const direction = side > 0 ? ("buy" as const) : ("sell" as const);
    const targets = [5, 10, 15].map((distance) => cents(close + side * distance));
    return [{ time: time + QUARTER, direction, entry: close, stop: cents(close - side * 5), targets }];
  });
}

/**
 * Writes a tenant's closed signals as the platform would have: candidates through the default guardrails and the state machine, with their fills, and
 * the candles. Answers how many.
 */
export async function keepPast(
  trx: Transaction,
  tenantId: string,
  candles: readonly Candle[],
  candidates: readonly TimedCandidate[],
  strategy = "scripted",
): Promise<number> {
  await trx.run(
    `insert into candle (symbol, timeframe, time, open, high, low, close)
     select 'XAU/USD', '15min', to_timestamp(c.time / 1000.0), c.open, c.high, c.low, c.close
     from json_to_recordset($1::json) as c(time bigint, open numeric, high numeric, low numeric, close numeric)
     on conflict do nothing`,
    [JSON.stringify(candles)],
  );
  const guardrails = guardrailsFor(GOLD, {});
  const { signals } = backtest({
    instrument: GOLD,
    candles,
    step: QUARTER,
    candidates,
    guardrails,
    policy: POLICY,
  });
  const rows = signals.flatMap(({ signal, result }) =>
    result === undefined
      ? []
      : [{ ...reportSignal(signal, result, GOLD), id: uuidv7(), fractions: signal.fractions }],
  );
  await trx.run(
    `insert into signal (tenant_id, id, position_id, choice_id, strategy, version, symbol, timeframe, direction, entry, stop, targets,
       fractions, stop_policy, spread, status, slot, opened_at, closed_at, close_reason, outcome, result_r, result_pips)
     select $2, s.id, gen_random_uuid(), 'past', $3, '1.0.0', 'XAU/USD', '15min', s.direction, s.entry, s.stop,
       array(select json_array_elements_text(s.targets)::numeric), array(select json_array_elements_text(s.fractions)::int),
       $4, $5::numeric, 'closed', 1, s.time, s."closedAt", s.fills -> -1 ->> 'reason', s.outcome, s."resultR", s."resultPips"
     from json_to_recordset($1::json) as s(id uuid, direction text, entry numeric, stop numeric, targets json, fractions json, time timestamptz,
       "closedAt" timestamptz, fills json, outcome text, "resultR" float8, "resultPips" float8)`,
    [JSON.stringify(rows), tenantId, strategy, POLICY.stopPolicy, toPrice(POLICY.spread, GOLD)],
  );
  const fills = rows.flatMap(({ id, fills: of }) =>
    of.map((fill, index) => ({ id, number: index + 1, ...fill })),
  );
  await trx.run(
    `insert into fill (tenant_id, signal_id, number, time, price, fraction, reason, ambiguous)
     select $2, f.id, f.number, f.time, f.price, round(f.fraction * 10000)::int, f.reason, f.ambiguous
     from json_to_recordset($1::json) as f(id uuid, number smallint, time timestamptz, price numeric, fraction numeric, reason text,
       ambiguous boolean)`,
    [JSON.stringify(fills), tenantId],
  );
  return rows.length;
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}
