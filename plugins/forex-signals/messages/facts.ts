/** What a message may say: numbers and words of the signal itself, by the names of its kind's variables. */
export type Fact = string | number | boolean | Date | null | undefined | readonly Facts[];
export interface Facts {
  readonly [name: string]: Fact;
}

/** How a fact is written. */
export type Format =
  /** As it is, escaped. */
  | "text"
  /** A price, already to its tick: written the same in every language. */
  | "price"
  /** Pips with one decimal. */
  | "pips"
  /** Pips with a sign. */
  | "signedPips"
  /** Multiples of risk, with a sign and two decimals. */
  | "r"
  /** 0 to 1. */
  | "percent"
  | "count"
  /** A number with up to two decimals. */
  | "number"
  /** A date: hours and minutes, UTC. */
  | "time"
  /** A date: the day, UTC. */
  | "date"
  /** A word of the language's vocabulary: `buy`, `loss`. */
  | "word"
  /** Repeats a block. */
  | "list";

/** A name that a template may use. */
export interface Variable {
  name: string;
  /** What it is, for whoever writes the template. */
  label: string;
  format: Format;
  example: Fact;
  /** It may be missing: use it in a block. */
  optional?: boolean;
  /** A price level or what betrays one: not given to channels that get the result only. */
  level?: boolean;
  /** Longest text it may hold. */
  longest?: number;
  /** Variables of one entry of a list, and how many entries there may be. */
  entries?: { variables: readonly Variable[]; most: number };
}

export function isPresent(fact: Fact): boolean {
  if (Array.isArray(fact)) return fact.length > 0;
  return fact !== null && fact !== undefined && fact !== "" && fact !== false;
}
