import { PlatformError } from "@promostack/core";

/** The values that a parameter may take: listed, or a range that is drawn from. */
export type Values = { list: unknown[] } | { from: number; to: number; whole: boolean };

const NUMBER = String.raw`-?\d+(?:\.\d+)?`;
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?::(${NUMBER}))?$`);

/** Most values of one parameter. */
const MOST_VALUES = 10_000;

/** `1..3:0.5` (every step), `1..3` (a range to draw from), or `1,2,4` and `break,retest` (as they stand). */
export function valuesOf(name: string, text: string, whole: boolean): Values {
  const [range, from, to, step] = RANGE.exec(text) ?? [];
  if (range !== undefined && step !== undefined)
    return { list: steps(name, Number(from), Number(to), Number(step)) };
  if (range !== undefined) {
    if (Number(from) > Number(to)) throw badValues(`${name}=${text} ends before it begins.`);
    return { from: Number(from), to: Number(to), whole };
  }
  if (text === "" || text.includes("..") || text.split(",").includes(""))
    throw badValues(`${name}=${text} is neither a range nor a list of values.`);
  return { list: text.split(",").map(typed) };
}

/** From one number to another, both included where the steps meet the end. */
export function steps(name: string, from: number, to: number, step: number): number[] {
  if (!(step > 0)) throw badValues(`The step of ${name} is not above zero.`);
  if (to < from) throw badValues(`The range of ${name} ends before it begins.`);
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  if (count > MOST_VALUES)
    throw badValues(`The range of ${name} has more than ${MOST_VALUES.toLocaleString("en")} values.`);
  // Steps such as 0.1 add up to 0.30000000000000004.
  return Array.from({ length: count }, (_, index) => Number((from + index * step).toPrecision(12)));
}

function typed(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  return new RegExp(`^${NUMBER}$`).test(text) ? Number(text) : text;
}

export function badValues(message: string, cause?: unknown): PlatformError {
  return new PlatformError(message, {
    code: "cli.bad_settings",
    status: 400,
    hint: "For example: --param minBodyAtr=0.3..0.8:0.1 --param entryMode=break,retest, or --random 100.",
    cause,
  });
}
