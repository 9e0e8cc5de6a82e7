/** Trading hours, by the name of a calendar. */
export type CalendarName = "metals" | "forex" | "crypto";

/** What is written down of an instrument, in prices of its own quote currency. */
export interface InstrumentFacts {
  /** As the market data feed names it: `XAU/USD`. */
  symbol: string;
  name: string;
  /** Smallest step of a price; a whole number of them makes 1. */
  tick: number;
  /** What people count distances in; a whole number of ticks. */
  pip: number;
  /** Units of the base in one lot. */
  contractSize: number;
  /** Stops nearer than this are refused, where neither tenant nor strategy says otherwise. */
  minStop: number;
  /** Taken from every result, where the tenant does not say otherwise. */
  spread: number;
  calendar: CalendarName;
}

/** An instrument as arithmetic uses it: prices are whole ticks wherever they are compared, added or stored. */
export interface Instrument extends InstrumentFacts {
  /** Decimals of a price. */
  digits: number;
  ticksPerUnit: number;
  ticksPerPip: number;
  /** In the quote currency. */
  pipValuePerLot: number;
}

/** The distances of an instrument, in prices. */
export type InstrumentSizes = Pick<InstrumentFacts, "tick" | "pip" | "minStop" | "spread">;

/** What stands in the way of an instrument, by its number; empty for a sound one. */
export function instrumentProblems({ tick, pip, minStop, spread }: InstrumentSizes) {
  const problems: Partial<Record<keyof InstrumentSizes, string>> = {};
  if (!isWhole(1 / tick)) problems.tick = "a whole number of ticks must make 1";
  if (!isWhole(pip / tick) || pip < tick) problems.pip = "a pip must be a whole number of ticks";
  if (!isWhole(minStop / tick) || minStop < tick)
    problems.minStop = "the nearest stop must be a whole number of ticks";
  if (!isWhole(spread / tick) || spread < 0) problems.spread = "the spread must be a whole number of ticks";
  return problems;
}

/** The first of them, as one sentence. */
export function instrumentProblem(sizes: InstrumentSizes): string | undefined {
  return Object.values(instrumentProblems(sizes))[0];
}

/** Raises a RangeError for facts with a problem. */
export function instrument(facts: InstrumentFacts): Instrument {
  const problem = instrumentProblem(facts);
  if (problem !== undefined) throw new RangeError(`${facts.symbol}: ${problem}.`);
  return {
    ...facts,
    digits: digitsOf(facts.tick),
    ticksPerUnit: Math.round(1 / facts.tick),
    ticksPerPip: Math.round(facts.pip / facts.tick),
    pipValuePerLot: Number((facts.pip * facts.contractSize).toPrecision(12)),
  };
}

/** Decimal fractions such as 0.1 / 0.01 miss a whole number by their last bits. */
function isWhole(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value - Math.round(value)) < 1e-6;
}

function digitsOf(tick: number): number {
  let digits = 0;
  while (digits < 10 && !isWhole(tick * 10 ** digits)) digits++;
  return digits;
}
