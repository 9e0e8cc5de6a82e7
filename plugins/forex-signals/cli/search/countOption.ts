import { PlatformError } from "@promostack/core";

type Value = string | boolean | undefined;

/** A whole number from 1 on, as an option gives it; zero, fractions, signs and words are refused with what to write. */
export function countOption(flag: string, value: Value, what: string, most = 1_000_000): number {
  const text = String(value);
  const count = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= most) return count;
  throw new PlatformError(`${flag} ${text} is not a number of ${what}.`, {
    code: "cli.bad_count",
    status: 400,
    hint: `Write a whole number from 1 to ${most.toLocaleString("en")}.`,
  });
}
