import { createHash, createHmac } from "node:crypto";

/** Of an entry, in the list that is drawn from. */
export interface Listed {
  number: number;
  receiptHash: string;
}

/**
 * The list that is drawn from, as it is published: a line `<number> <receipt's SHA-256>` for each entry, in the order of their numbers,
 * each line with a line feed at its end.
 */
export function drawList(entries: readonly Listed[]): string {
  return [...entries]
    .sort((one, other) => one.number - other.number)
    .map(({ number, receiptHash }) => `${number} ${receiptHash}\n`)
    .join("");
}

/**
 * Numbers in the order in which they win. The place of an entry is HMAC-SHA256 in hex, its key the seed's hex text, its message
 * `<SHA-256 of the list> <number>`; the smallest wins. Whoever knows the seed before the end knows nothing: the list decides with it.
 */
export function ranking(seed: string, list: string): number[] {
  const listHash = sha256(list);
  return numbersIn(list)
    .map((number) => ({
      number,
      place: createHmac("sha256", seed).update(`${listHash} ${number}`).digest("hex"),
    }))
    .sort((one, other) => (one.place < other.place ? -1 : 1))
    .map(({ number }) => number);
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function numbersIn(list: string): number[] {
  return list
    .split("\n")
    .filter(Boolean)
    .map((line) => Number.parseInt(line, 10));
}
