import { type Instrument, type InstrumentFacts, instrument } from "./instrument.ts";

const METAL = { calendar: "metals" } as const;
const PAIR = { calendar: "forex", contractSize: 100_000, tick: 0.00001, pip: 0.0001 } as const;
const YEN_PAIR = { ...PAIR, tick: 0.001, pip: 0.01 } as const;
const COIN = { calendar: "crypto", contractSize: 1, tick: 0.01 } as const;

/**
 * What brokers commonly quote: ticks and pips of the price lists of large ones; nearest stops in proportion to gold's (about
 * 6 hundredths of a per cent), spreads of an ordinary retail account.
 */
const FACTS: readonly InstrumentFacts[] = [
  {
    symbol: "XAU/USD",
    name: "Gold",
    tick: 0.01,
    pip: 0.1,
    contractSize: 100,
    minStop: 1.5,
    spread: 0.3,
    ...METAL,
  },
  {
    symbol: "XAG/USD",
    name: "Silver",
    tick: 0.001,
    pip: 0.01,
    contractSize: 5_000,
    minStop: 0.03,
    spread: 0.02,
    ...METAL,
  },
  { symbol: "EUR/USD", name: "Euro and US dollar", minStop: 0.0006, spread: 0.0001, ...PAIR },
  { symbol: "GBP/USD", name: "British pound and US dollar", minStop: 0.0008, spread: 0.00014, ...PAIR },
  { symbol: "AUD/USD", name: "Australian and US dollar", minStop: 0.0005, spread: 0.00012, ...PAIR },
  { symbol: "NZD/USD", name: "New Zealand and US dollar", minStop: 0.0005, spread: 0.00015, ...PAIR },
  { symbol: "USD/CHF", name: "US dollar and Swiss franc", minStop: 0.0006, spread: 0.00014, ...PAIR },
  { symbol: "USD/CAD", name: "US and Canadian dollar", minStop: 0.0008, spread: 0.00015, ...PAIR },
  { symbol: "EUR/GBP", name: "Euro and British pound", minStop: 0.0005, spread: 0.00012, ...PAIR },
  { symbol: "USD/JPY", name: "US dollar and yen", minStop: 0.09, spread: 0.011, ...YEN_PAIR },
  { symbol: "EUR/JPY", name: "Euro and yen", minStop: 0.1, spread: 0.016, ...YEN_PAIR },
  { symbol: "GBP/JPY", name: "British pound and yen", minStop: 0.12, spread: 0.022, ...YEN_PAIR },
  { symbol: "BTC/USD", name: "Bitcoin", pip: 1, minStop: 40, spread: 15, ...COIN },
  { symbol: "ETH/USD", name: "Ether", pip: 0.1, minStop: 2, spread: 1, ...COIN },
];

/** Instruments that every installation knows. */
export const KNOWN_INSTRUMENTS: ReadonlyMap<string, Instrument> = new Map(
  FACTS.map((facts) => [facts.symbol, instrument(facts)]),
);

/** Gold: what strategies' dollar values are written for, and the symbol where none is named. */
export const GOLD: Instrument = knownInstrument("XAU/USD");

/** A RangeError names the symbol that is not among them. */
export function knownInstrument(symbol: string): Instrument {
  const known = KNOWN_INSTRUMENTS.get(symbol);
  if (known === undefined) throw new RangeError(`${symbol} is not a known instrument.`);
  return known;
}

/**
 * A price distance that was written for one instrument, in proportion on another: the nearest stops of the two give the
 * measure. $5 on gold are 20 pips on EUR/USD. Rounded to the instrument's tick.
 */
export function inProportion(distance: number, from: Instrument, to: Instrument): number {
  if (to.symbol === from.symbol || distance === 0) return distance;
  const ticks = Math.max(1, Math.round((distance / from.minStop) * to.minStop * to.ticksPerUnit));
  return ticks / to.ticksPerUnit;
}
