/** What the simulated market trades. */
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
    symbol: "USD/JPY",
    base: "US Dollar",
    name: "US Dollar Japanese Yen",
    level: 150,
    minuteMove: 0.011,
    ...PAIR,
    quote: "Japanese Yen",
  },
];

export function instrument(symbol: string): Instrument | undefined {
  return INSTRUMENTS.find((each) => each.symbol === symbol.toUpperCase());
}
