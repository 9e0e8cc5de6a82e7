import { normalized, numeralsOf, oddCharacters } from "@promostack/core";

/** Why an answer was not taken. */
export type Refusal = "empty" | "too-short" | "too-long" | "number" | "address";

export interface Bounds {
  least: number;
  most: number;
}

/** Amounts in words, which no digits of the facts could be held against. */
const AMOUNT =
  /(?<!\p{L})(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|half|twice|double|triple|dozens?)(?!\p{L})/giu;
/** A link, a name on Telegram, a mail address: people act on them. */
const ADDRESS =
  /(?:https?:\/\/|www\.)[^\s<>()]+|[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w.])@\w{4,}|\b(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/\S*)?/giu;

/** Holds an answer against the facts it was to be made of: undefined where it may be said. */
export function answerProblem(answer: string, facts: string, { least, most }: Bounds): Refusal | undefined {
  if (answer === "") return "empty";
  if (answer.length < least) return "too-short";
  if (answer.length > most) return "too-long";
  const known = normalized(facts).toLowerCase();
  const said = normalized(answer);
  if (oddCharacters(answer.replace(/\p{Emoji_Presentation}/gu, ""))) return "number";
  for (const [address] of said.matchAll(ADDRESS))
    if (!known.includes(address.toLowerCase().replace(/[.,;:!?]+$/, ""))) return "address";
  const numbers = new Set(numeralsOf(known).flatMap(({ values, text }) => [...values.map(String), text]));
  const invented = numeralsOf(said).some(
    ({ values, text }) => !numbers.has(text) && !values.some((value) => numbers.has(String(value))),
  );
  if (invented) return "number";
  const words = [...said.matchAll(AMOUNT)].map(([word]) => word.toLowerCase());
  return words.every((word) => new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, "u").test(known))
    ? undefined
    : "number";
}
