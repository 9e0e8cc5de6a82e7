import { lowerCase, lowerCaseSql } from "./lowerCase.ts";
import type { WordMatch } from "./parts.ts";

type Range = readonly [first: number, last: number];

/**
 * What stands between words: marks, symbols, spaces and what is invisible, in every script. Ranges of characters, so that the database
 * (`wordsSql`) parts words where we do, whatever its locale.
 */
const BETWEEN: readonly Range[] = [
  [0x01, 0x2f],
  [0x3a, 0x40],
  [0x5b, 0x60],
  [0x7b, 0xa9],
  [0xab, 0xb4],
  [0xb6, 0xb9],
  [0xbb, 0xbf],
  [0xd7, 0xd7],
  [0xf7, 0xf7],
  [0x37e, 0x37e],
  [0x387, 0x387],
  [0x55a, 0x55f],
  [0x589, 0x58f],
  [0x5be, 0x5be],
  [0x5f3, 0x5f4],
  [0x600, 0x60f],
  [0x61b, 0x61f],
  [0x66a, 0x66d],
  [0x6d4, 0x6d4],
  [0x964, 0x965],
  [0xe3f, 0xe3f],
  [0x2000, 0x20ff],
  [0x2190, 0x25ff],
  [0x27c0, 0x2aff],
  [0x2e00, 0x2e7f],
  [0x3000, 0x3004],
  [0x3008, 0x3020],
  [0x3030, 0x303f],
  [0x30fb, 0x30fb],
  [0xfe00, 0xfe6f],
  [0xff00, 0xff0f],
  [0xe0000, 0xe01ef],
];

/** Scripts that part no words, and pictures: each character is a word, so that a word is found wherever it stands. */
const ALONE: readonly Range[] = [
  [0xe01, 0xe3a],
  [0xe40, 0xe4e],
  [0xe81, 0xecf],
  [0x1000, 0x109f],
  [0x1780, 0x17d3],
  [0x2600, 0x27bf],
  [0x2b00, 0x2bff],
  [0x3005, 0x3007],
  [0x3041, 0x30fa],
  [0x30fc, 0x30ff],
  [0x3400, 0x9fff],
  [0xf900, 0xfaff],
  [0x1f000, 0x1faff],
  [0x20000, 0x323af],
];

const between = new RegExp(`[${classOf(BETWEEN, (code) => `\\u{${code.toString(16)}}`)}]+`, "gu");
const alone = new RegExp(`[${classOf(ALONE, (code) => `\\u{${code.toString(16)}}`)}]`, "gu");

/** The words of a text in lower case, a space before and behind each: ` do you know `. One space where there is none. */
export function wordsIn(text: string): string {
  const plain = lowerCase(text.normalize("NFKC"));
  return ` ${plain.replace(alone, " $& ")} `.replace(between, " ");
}

/** `wordsIn` as SQL. */
export function wordsSql(text: string): string {
  const code = (each: number) => `\\U${each.toString(16).padStart(8, "0")}`;
  const parted = `regexp_replace(${lowerCaseSql(`normalize(${text}, NFKC)`)}, '([${classOf(ALONE, code)}])', ' \\1 ', 'g')`;
  return `regexp_replace(' ' || ${parted} || ' ', '[${classOf(BETWEEN, code)}]+', ' ', 'g')`;
}

/** Whether one of the words, or of the phrases, stands in the text by itself: `no` is not in `I know`, but in `No, thanks`. */
export function hasWord(text: string, words: readonly string[]): boolean {
  const spoken = wordsIn(text);
  return words.map(wordsIn).some((word) => word !== " " && spoken.includes(word));
}

/** Whether a message fits a word; both in lower case. */
export function fits(text: string, word: string, match: WordMatch): boolean {
  switch (match) {
    case "word":
      return hasWord(text, [word]);
    case "is":
      return text === word;
    case "contains":
      return text.includes(word);
  }
}

/** The words of a list as somebody types it in one field. */
export function listedWords(list: string): string[] {
  return list.split(/[,;،、\n]/).filter((word) => wordsIn(word) !== " ");
}

function classOf(ranges: readonly Range[], character: (code: number) => string): string {
  return ranges.map(([first, last]) => `${character(first)}-${character(last)}`).join("");
}
