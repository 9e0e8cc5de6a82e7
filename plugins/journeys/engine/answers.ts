import countries from "i18n-iso-countries";
import english from "i18n-iso-countries/langs/en.json" with { type: "json" };
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { RE2JS } from "re2js";
import type { Value } from "../graph/parts.ts";
import type { StepOf } from "../graph/step.ts";
import type { Answer } from "./session.ts";

countries.registerLocale(english);

/** A valid answer as it is kept, and the choice it fits; or what is wrong with it, in a sentence for the person. */
export type Checked = { value: Value; choice?: string } | { problem: string };

type Question = Pick<StepOf<"question">, "answer" | "least" | "most" | "pattern" | "choices">;

/** Checks an answer by the question's type. */
export function checkAnswer(question: Question, answer: Answer): Checked {
  const text = answer.text.trim();
  if (question.answer === "file") {
    return answer.file === undefined
      ? { problem: "Please send a photo, a video, a voice message or a file." }
      : { value: answer.file };
  }
  if (question.answer === "phone" && answer.kind === "contact") return phone(text);
  // A photo's caption is an answer; a photo without one is none.
  if (text === "") return { problem: EMPTY[question.answer] };
  return CHECKS[question.answer](text, question);
}

const EMPTY: Record<Exclude<Question["answer"], "file">, string> = {
  text: "Please answer in words.",
  number: "Please answer with a number.",
  money: "Please answer with an amount, such as 25 or 19.90 EUR.",
  email: "Please send an e-mail address.",
  phone: "Please send a phone number with its country code, such as +44 20 7946 0958.",
  country: "Please send the name of a country.",
  date: "Please send a date, such as 2027-03-31.",
  choice: "Please choose one of the answers.",
  pattern: "Please answer in words.",
};

const CHECKS: Record<Exclude<Question["answer"], "file">, (text: string, question: Question) => Checked> = {
  text(text, { least, most }) {
    if (typeof least === "number" && text.length < least)
      return { problem: `That is a little short: at least ${least} characters, please.` };
    const longest = typeof most === "number" ? most : 4_096;
    if (text.length > longest) return { problem: `That is too long: at most ${longest} characters, please.` };
    return { value: text };
  },
  number(text, question) {
    const value = readNumber(text);
    return value === undefined ? { problem: EMPTY.number } : withinBounds(value, value, question);
  },
  money(text, question) {
    const found = /^(?:([A-Za-z]{3}|[$€£])\s*)?([\d.,' ]+?)\s*([A-Za-z]{3}|[$€£])?$/.exec(text);
    const amount = found?.[2] === undefined ? undefined : readNumber(found[2], ".,");
    if (amount === undefined || amount < 0) return { problem: EMPTY.money };
    const sign = found?.[1] ?? found?.[3];
    const currency = sign === undefined ? undefined : (SIGNS[sign] ?? sign.toUpperCase());
    const value = currency === undefined ? amount.toFixed(2) : `${amount.toFixed(2)} ${currency}`;
    return withinBounds(amount, value, question);
  },
  email(text) {
    const valid =
      /^[^\s@<>(),;:"]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,63}$/u.test(text);
    return valid ? { value: text.toLowerCase() } : { problem: EMPTY.email };
  },
  phone: (text) => phone(text),
  country(text) {
    const code = text.length === 2 ? text.toUpperCase() : countries.getAlpha2Code(text, "en");
    const known = code !== undefined && countries.isValid(code);
    return known
      ? { value: code }
      : { problem: "I do not know that country. Please send its English name, such as Spain." };
  },
  date(text, { least, most }) {
    const value = readDate(text);
    if (value === undefined) return { problem: EMPTY.date };
    if (typeof least === "string" && value < least)
      return { problem: `Please send a date from ${least} on.` };
    if (typeof most === "string" && value > most) return { problem: `Please send a date up to ${most}.` };
    return { value };
  },
  choice(text, { choices = [] }) {
    const wanted = text.toLowerCase();
    const byText = choices.find((each) => each.text.trim().toLowerCase() === wanted);
    const found = byText ?? choices[/^\d{1,2}$/.test(text) ? Number(text) - 1 : -1];
    return found === undefined ? { problem: EMPTY.choice } : { value: found.text, choice: found.id };
  },
  pattern(text, { pattern = "" }) {
    // RE2 takes linear time, whatever the pattern: nobody stops the others with one.
    return RE2JS.compile(pattern).matches(text)
      ? { value: text }
      : { problem: "That does not look right. Please try again." };
  },
};

const SIGNS: Record<string, string> = { $: "USD", "€": "EUR", "£": "GBP" };

function phone(text: string): Checked {
  const number = parsePhoneNumberFromString(text.startsWith("00") ? `+${text.slice(2)}` : text);
  const international = number ?? parsePhoneNumberFromString(`+${text.replace(/\D/g, "")}`);
  return international?.isPossible() ? { value: international.number } : { problem: EMPTY.phone };
}

function withinBounds(amount: number, value: Value, { least, most }: Question): Checked {
  if (typeof least === "number" && amount < least) return { problem: `At least ${least}, please.` };
  if (typeof most === "number" && amount > most) return { problem: `At most ${most}, please.` };
  return { value };
}

/**
 * `1,234.5`, `1.234,5`, `1 234`, `1'234`: the last of two kinds of marks is the decimal one; a single one of these `grouping` marks
 * before just three digits groups. Nobody writes three decimals of an amount of money, so that there both do.
 */
function readNumber(text: string, grouping = ","): number | undefined {
  const bare = text.replace(/[\s'’ _]/g, "");
  if (!/^-?\d[\d.,]*$/.test(bare)) return undefined;
  const decimal = Math.max(bare.lastIndexOf("."), bare.lastIndexOf(","));
  if (decimal < 0) return Number(bare);
  const mark = bare.charAt(decimal);
  const other = mark === "." ? "," : ".";
  const marks = bare.split(mark).length - 1;
  const thousands =
    !bare.includes(other) && grouping.includes(mark) && /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(bare);
  const groups = marks > 1 || thousands;
  const plain = groups
    ? bare.replaceAll(mark, "").replace(other, ".")
    : bare.replaceAll(other, "").replace(mark, ".");
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** `2027-03-31`, or `31.3.2027` and `31/3/2027`, day before month as most of the world writes it. */
function readDate(text: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const local = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text);
  const [year, month, day] = iso
    ? [Number(iso[1]), Number(iso[2]), Number(iso[3])]
    : local
      ? [Number(local[3]), Number(local[2]), Number(local[1])]
      : [0, 0, 0];
  const date = new Date(Date.UTC(year, month - 1, day));
  const whole =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return year > 0 && whole ? date.toISOString().slice(0, 10) : undefined;
}
