import { normalized } from "@promostack/core";
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { RE2JS } from "re2js";
import type { Value } from "../graph/parts.ts";
import type { StepOf } from "../graph/step.ts";
import { readDate } from "./calendarDate.ts";
import { readCountry } from "./countryName.ts";
import { type Bounds, type HintName, hint } from "./hints/hints.ts";
import type { Answer } from "./session.ts";

/** A valid answer as it is kept, and the choice it fits; or what is wrong with it, in a sentence for the person. */
export type Checked = { value: Value; choice?: string } | { problem: string };

type Question = Pick<StepOf<"question">, "answer" | "least" | "most" | "pattern" | "choices">;
type Accepted = { value: Value; choice?: string };
type Refused = { wrong: HintName; bounds?: Bounds };

/** Checks an answer by the question's type, as somebody of that language (a BCP 47 tag) writes it. */
export function checkAnswer(question: Question, answer: Answer, language: string): Checked {
  const read = readAnswer(question, answer, language);
  return "value" in read ? read : { problem: hint(read.wrong, language, read.bounds) };
}

function readAnswer(question: Question, answer: Answer, language: string): Accepted | Refused {
  const text = answer.text.trim();
  if (question.answer === "file")
    return answer.file === undefined ? { wrong: "file" } : { value: answer.file };
  if (question.answer === "phone" && answer.kind === "contact") return phone(text);
  // A photo's caption is an answer; a photo without one is none.
  if (text === "") return { wrong: EMPTY[question.answer] };
  return CHECKS[question.answer](text, question, language);
}

type Typed = Exclude<Question["answer"], "file">;

const EMPTY: Record<Typed, HintName> = {
  text: "words",
  number: "number",
  money: "money",
  email: "email",
  phone: "phone",
  country: "country",
  date: "date",
  choice: "choice",
  pattern: "words",
};

const CHECKS: Record<Typed, (text: string, question: Question, language: string) => Accepted | Refused> = {
  text(text, { least, most }) {
    if (typeof least === "number" && text.length < least) return { wrong: "short", bounds: { least } };
    const longest = typeof most === "number" ? most : 4_096;
    return text.length > longest ? { wrong: "long", bounds: { most: longest } } : { value: text };
  },
  number(text, question) {
    const value = readNumber(normalized(text));
    return value === undefined ? { wrong: "number" } : withinBounds(value, value, question);
  },
  money(text, question) {
    const found = MONEY.exec(normalized(text));
    const amount = found?.[2] === undefined ? undefined : readNumber(found[2], ".,");
    if (amount === undefined || amount < 0) return { wrong: "money" };
    const sign = found?.[1] ?? found?.[3];
    const currency = sign === undefined ? undefined : (SIGNS[sign] ?? sign.toUpperCase());
    const value = currency === undefined ? amount.toFixed(2) : `${amount.toFixed(2)} ${currency}`;
    return withinBounds(amount, value, question);
  },
  email(text) {
    const address = normalized(text).toLowerCase();
    const valid =
      /^[^\s@<>(),;:"]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,63}$/u.test(
        address,
      );
    return valid ? { value: address } : { wrong: "email" };
  },
  phone: (text) => phone(normalized(text)),
  country(text, _, language) {
    const code = readCountry(text, language);
    return code === undefined ? { wrong: "unknownCountry" } : { value: code };
  },
  date(text, { least, most }, language) {
    const value = readDate(text, language);
    if (value === undefined) return { wrong: "date" };
    if (typeof least === "string" && value < least) return { wrong: "from", bounds: { least } };
    return typeof most === "string" && value > most ? { wrong: "upTo", bounds: { most } } : { value };
  },
  choice(text, { choices = [] }) {
    const wanted = text.toLowerCase();
    const byText = choices.find((each) => each.text.trim().toLowerCase() === wanted);
    const number = normalized(text);
    const found = byText ?? choices[/^\d{1,2}$/.test(number) ? Number(number) - 1 : -1];
    return found === undefined ? { wrong: "choice" } : { value: found.text, choice: found.id };
  },
  pattern(text, { pattern = "" }) {
    // RE2 takes linear time, whatever the pattern: nobody stops the others with one.
    const matcher = RE2JS.compile(pattern);
    // Digits of another keyboard are the digits that the author meant.
    const fitting = [text, normalized(text)].find((each) => matcher.matches(each));
    return fitting === undefined ? { wrong: "pattern" } : { value: fitting };
  },
};

const MONEY = /^(?:([A-Za-z]{3}|[$€£₽₹₺₴]|R\$)\s*)?([\d.,' ]+?)\s*([A-Za-z]{3}|[$€£₽₹₺₴]|R\$)?$/;
const SIGNS: Record<string, string> = {
  $: "USD",
  "€": "EUR",
  "£": "GBP",
  "₽": "RUB",
  "₹": "INR",
  "₺": "TRY",
  "₴": "UAH",
  R$: "BRL",
};

function phone(text: string): Accepted | Refused {
  const number = parsePhoneNumberFromString(text.startsWith("00") ? `+${text.slice(2)}` : text);
  const international = number ?? parsePhoneNumberFromString(`+${text.replace(/\D/g, "")}`);
  return international?.isPossible() ? { value: international.number } : { wrong: "phone" };
}

function withinBounds(amount: number, value: Value, { least, most }: Question): Accepted | Refused {
  if (typeof least === "number" && amount < least) return { wrong: "atLeast", bounds: { least } };
  return typeof most === "number" && amount > most ? { wrong: "atMost", bounds: { most } } : { value };
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
