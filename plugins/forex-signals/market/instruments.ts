import { PlatformError, type Transact } from "@promostack/core";
import {
  type CalendarName,
  type Instrument,
  type InstrumentFacts,
  instrument,
} from "../domain/instrument.ts";
import { KNOWN_INSTRUMENTS } from "../domain/knownInstruments.ts";
import { Kept } from "./kept.ts";

/** So long other replicas may not know of an instrument that was just added. */
const KEPT_MS = 5_000;

/** What reading instruments needs. */
export interface InstrumentSource {
  readonly platformDb: Transact;
}

/** Instruments by symbol: those that every installation knows, and the installation's own, which go before them. */
export class Instruments {
  readonly #kept = new Kept<ReadonlyMap<string, Instrument>>(KEPT_MS);

  all(source: InstrumentSource): Promise<ReadonlyMap<string, Instrument>> {
    return this.#kept.get(() => readInstruments(source));
  }

  /** Raises `instrument.unknown`. */
  async of(source: InstrumentSource, symbol: string): Promise<Instrument> {
    const found = (await this.all(source)).get(symbol);
    if (found === undefined) throw unknownInstrument(symbol);
    return found;
  }

  /** After a change. */
  forget(): void {
    this.#kept.forget();
  }
}

export function unknownInstrument(symbol: string): PlatformError {
  return new PlatformError(`${symbol} is not an instrument of this installation.`, {
    code: "instrument.unknown",
    status: 422,
    hint: "Choose one of the list, or have an admin add it under Market data.",
    details: { symbol },
  });
}

interface Row {
  symbol: string;
  name: string;
  tick: number;
  pip: number;
  contractSize: number;
  minStop: number;
  spread: number;
  calendar: CalendarName;
}

/** The installation's own, as they were written down. */
export function ownInstruments({ platformDb }: InstrumentSource): Promise<InstrumentFacts[]> {
  return platformDb((trx) =>
    trx.many<Row>(
      `select symbol, name, tick::float8 as tick, pip::float8 as pip, contract_size::float8 as "contractSize",
         min_stop::float8 as "minStop", spread::float8 as spread, calendar from instrument order by symbol`,
    ),
  );
}

/** All of them, as the database has them now. */
export async function readInstruments(source: InstrumentSource): Promise<ReadonlyMap<string, Instrument>> {
  const own = await ownInstruments(source);
  return new Map([...KNOWN_INSTRUMENTS, ...own.map((facts) => [facts.symbol, instrument(facts)] as const)]);
}
