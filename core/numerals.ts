/** A number as it stands in a text. */
export interface Numeral {
  /** Place in the normalized text. */
  at: number;
  end: number;
  /** Every value that it may be read as: `1.234` is either thousands or decimals. */
  values: number[];
  sign: "+" | "-" | "";
  unit: "percent" | "r" | "pips" | "time" | "";
  text: string;
}

const MINUS = /[−–—‐‑﹣－]/g;
const SPACE = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
/** Numbers in other guises than digits: superscripts, fractions, Roman and circled numerals. */
const ODD_NUMERAL = /[\p{No}\p{Nl}]|\p{Emoji_Presentation}|\u20e3/u;
/** Nothing invisible belongs in a message; marks of direction may stand where text runs from right to left. */
const INVISIBLE = /(?![\u200e\u200f\u2066-\u2069])\p{Cf}/u;

/** Why a text's characters alone speak against it. */
export function oddCharacters(text: string): boolean {
  return ODD_NUMERAL.test(text) || INVISIBLE.test(text);
}

/** The text with every script's digits as 0 to 9, one minus sign, and ordinary spaces. Marks of direction are taken out. */
export function normalized(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)))
    .replace(/[\u200e\u200f\u2066-\u2069]/g, "")
    .replaceAll("٫", ".")
    .replaceAll("٬", ",")
    .replaceAll("٪", "%")
    .replaceAll("،", ",")
    .replace(MINUS, "-")
    .replace(SPACE, " ");
}

/** Blocks of digits hold ten each, in order, beginning at a multiple of their own zero. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (zero > 0 && code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return (code - zero) % 10;
}

const NUMERAL =
  /(?<![\p{L}\d])([+-]?)\s?(\d{1,2}:\d{2}(?!\d)|\d+(?:[.,' ]\d{3})*(?:[.,]\d+)?)(?:(\s?%)|\s?(R)(?![\p{L}\d])|\s?(pips?|пипс\p{L}*|пункт\p{L}*|نقط\p{L}*)(?!\p{L}))?/gu;

/** Every number of a normalized text, but those that are part of a name such as R1. */
export function numeralsOf(text: string): Numeral[] {
  return [...text.matchAll(NUMERAL)].map((match) => {
    const [whole, sign = "", digits = "", percent, r, pips] = match;
    const time = digits.includes(":");
    return {
      at: match.index,
      end: match.index + whole.length,
      values: time ? [] : valuesOf(digits),
      sign: sign === "+" || sign === "-" ? sign : "",
      unit: time ? "time" : percent ? "percent" : r ? "r" : pips ? "pips" : "",
      text: digits,
    };
  });
}

/** Readings of digits with separators: the last separator may part decimals, or all of them thousands. */
function valuesOf(digits: string): number[] {
  const readings = new Set<number>();
  const whole = /^\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*$/.test(digits);
  if (whole || /^\d+$/.test(digits)) readings.add(Number(digits.replace(/\D/g, "")));
  const decimal = /^(.*)[.,](\d+)$/.exec(digits);
  if (decimal) {
    const [, before = "", after = ""] = decimal;
    readings.add(Number(`${before.replace(/\D/g, "")}.${after}`));
  }
  return [...readings];
}
