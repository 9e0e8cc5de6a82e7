import { randomInt } from "node:crypto";

/** Without what is taken for another: 0 and O, 1 and I and L, and without vowels, which make words. */
const LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ";

/** A code that nobody guesses. */
export function randomCode(prefix: string, length: number): string {
  const letters = Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)] ?? "");
  return prefix + letters.join("");
}

/** How many there can be, for who asks for more than that. */
export function roomFor(length: number): number {
  return LETTERS.length ** length;
}
