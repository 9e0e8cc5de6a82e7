/** What trades here. */
export interface Instrument {
  symbol: string;
  base: string;
  quote: string;
  type: string;
  name: string;
  exchange: string;
  /** Level around which the price moves, and how far it goes in one ordinary minute. */
  level: number;
  minuteMove: number;
  /** Decimals that Twelve Data gives. */
  decimals: number;
}

const METAL = { quote: "US Dollar", type: "Precious Metal", exchange: "COMMODITY", decimals: 5 };
const PAIR = { quote: "US Dollar", type: "Physical Currency", exchange: "Forex", decimals: 5 };
/** Of a market that nothing is known of but its candles. */
const OTHER = { type: "Other", exchange: "Replay", decimals: 8, level: 0, minuteMove: 0 };

/** What is simulated: metals and currencies, which share a trading week. */
export const INSTRUMENTS: readonly Instrument[] = [
  {
    symbol: "XAU/USD",
    base: "Gold Spot",
    name: "Gold Spot US Dollar",
    level: 2400,
    minuteMove: 0.36,
    ...METAL,
  },
  {
    symbol: "XAG/USD",
    base: "Silver Spot",
    name: "Silver Spot US Dollar",
    level: 29,
    minuteMove: 0.007,
    ...METAL,
  },
  { symbol: "EUR/USD", base: "Euro", name: "Euro US Dollar", level: 1.09, minuteMove: 0.00007, ...PAIR },
  {
    symbol: "GBP/USD",
    base: "British Pound",
    name: "British Pound US Dollar",
    level: 1.27,
    minuteMove: 0.00009,
    ...PAIR,
  },
  {
    symbol: "AUD/USD",
    base: "Australian Dollar",
    name: "Australian Dollar US Dollar",
    level: 0.66,
    minuteMove: 0.00005,
    ...PAIR,
  },
  {
    symbol: "NZD/USD",
    base: "New Zealand Dollar",
    name: "New Zealand Dollar US Dollar",
    level: 0.6,
    minuteMove: 0.00005,
    ...PAIR,
  },
  {
    symbol: "USD/CHF",
    base: "US Dollar",
    name: "US Dollar Swiss Franc",
    level: 0.88,
    minuteMove: 0.00006,
    ...PAIR,
    quote: "Swiss Franc",
  },
  {
    symbol: "USD/CAD",
    base: "US Dollar",
    name: "US Dollar Canadian Dollar",
    level: 1.36,
    minuteMove: 0.00007,
    ...PAIR,
    quote: "Canadian Dollar",
  },
  {
    symbol: "EUR/GBP",
    base: "Euro",
    name: "Euro British Pound",
    level: 0.85,
    minuteMove: 0.00004,
    ...PAIR,
    quote: "British Pound",
  },
  {
    symbol: "USD/JPY",
    base: "US Dollar",
    name: "US Dollar Japanese Yen",
    level: 150,
    minuteMove: 0.011,
    ...PAIR,
    quote: "Japanese Yen",
  },
  {
    symbol: "EUR/JPY",
    base: "Euro",
    name: "Euro Japanese Yen",
    level: 163,
    minuteMove: 0.012,
    ...PAIR,
    quote: "Japanese Yen",
  },
  {
    symbol: "GBP/JPY",
    base: "British Pound",
    name: "British Pound Japanese Yen",
    level: 190,
    minuteMove: 0.016,
    ...PAIR,
    quote: "Japanese Yen",
  },
];

/** One that is simulated. */
export function instrument(symbol: string): Instrument | undefined {
  return INSTRUMENTS.find((each) => each.symbol === symbol.toUpperCase());
}

/** One that only a file of candles makes. */
export function replayedInstrument(symbol: string): Instrument {
  const [base = symbol, quote = ""] = symbol.split("/");
  return { symbol, base, quote, name: symbol, ...OTHER };
}
