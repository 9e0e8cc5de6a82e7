import type { Instrument } from "../domain/instrument.ts";
import { GOLD } from "../domain/knownInstruments.ts";

/** What pages need of a signal's instrument to show its prices. */
export interface PriceScale {
  digits: number;
  pip: number;
}

/** A row that names a symbol, with how its prices are shown. */
export function withScale<Row extends { symbol: string }>(
  row: Row,
  instruments: ReadonlyMap<string, Instrument>,
): Row & PriceScale {
  const { digits, pip } = instruments.get(row.symbol) ?? GOLD;
  return { ...row, digits, pip };
}
