import type { Transaction } from "@promostack/core";
import type { InstrumentFacts } from "../domain/instrument.ts";

/** Writes an instrument of the installation's own. */
export async function addInstrument(
  trx: Transaction,
  facts: InstrumentFacts,
  by: { email: string; at: Date },
): Promise<void> {
  await trx.run(
    `insert into instrument (symbol, name, tick, pip, contract_size, min_stop, spread, calendar, changed_at, changed_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (symbol) do update set name = excluded.name, tick = excluded.tick, pip = excluded.pip,
       contract_size = excluded.contract_size, min_stop = excluded.min_stop, spread = excluded.spread,
       calendar = excluded.calendar, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [
      facts.symbol,
      facts.name,
      facts.tick,
      facts.pip,
      facts.contractSize,
      facts.minStop,
      facts.spread,
      facts.calendar,
      by.at,
      by.email,
    ],
  );
}

/** Whether there ever was a signal on it. */
export async function instrumentInUse(trx: Transaction, symbol: string): Promise<boolean> {
  const row = await trx.one<{ used: boolean }>(
    `select exists (select from position where symbol = $1 and status = 'open')
       or exists (select from choice c where c.symbol = $1 and exists (select from position p where p.choice_id = c.id)) as used`,
    [symbol],
  );
  return row?.used ?? false;
}

/** Answers whether there was one. */
export async function removeInstrument(trx: Transaction, symbol: string): Promise<boolean> {
  return (await trx.run("delete from instrument where symbol = $1", [symbol])) > 0;
}
