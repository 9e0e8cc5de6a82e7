import { PlatformError } from "@promostack/core";
import { checkAnswer } from "../engine/answers.ts";
import type { Value } from "../graph/parts.ts";
import type { Field, FieldType } from "./fieldsApi.ts";

const PROBLEMS: Record<FieldType, string> = {
  text: "This is too long.",
  number: "This is no number.",
  money: "This is no amount, such as 19.90 EUR.",
  email: "This is no e-mail address.",
  phone: "This is no phone number with its country code.",
  country: "This is no country's name or code.",
  date: "This is no date, such as 2027-03-31.",
  choice: "This is none of the choices.",
  yesNo: "Say yes or no.",
};

const YES = new Set(["yes", "true", "1", "y"]);
const NO = new Set(["no", "false", "0", "n"]);

/** A value as the field keeps it (a question of the same type would), or what is wrong with it. A field without a type takes anything. */
export function readField(
  field: Pick<Field, "type" | "options"> | undefined,
  given: Value,
): { value: Value } | { problem: string } {
  if (field === undefined) return { value: given };
  const { type, options } = field;
  const text = String(given).trim();
  if (type === "yesNo") {
    const word = text.toLowerCase();
    if (YES.has(word)) return { value: true };
    return NO.has(word) ? { value: false } : { problem: PROBLEMS.yesNo };
  }
  const choices = options.map((option) => ({ id: option, text: option }));
  const checked = checkAnswer({ answer: type, choices }, { at: 0, kind: "text", text }, "en");
  return "problem" in checked ? { problem: PROBLEMS[type] } : { value: checked.value };
}

/** Fields as they are kept; null and empty text clear. Raises `person.fields_wrong` with each problem beside its field. */
export function checkFields(
  given: Readonly<Record<string, Value | null>>,
  fields: ReadonlyMap<string, Field>,
): { set: Record<string, Value>; cleared: string[] } {
  const set: Record<string, Value> = {};
  const cleared: string[] = [];
  const problems: { field: string; message: string }[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === "") {
      cleared.push(name);
      continue;
    }
    const read = readField(fields.get(name), value);
    if ("problem" in read) problems.push({ field: `fields.${name}`, message: read.problem });
    else set[name] = read.value;
  }
  if (problems.length > 0)
    throw new PlatformError("Some fields do not fit their type.", {
      code: "person.fields_wrong",
      status: 422,
      hint: problems.map(({ field, message }) => `${field.slice(7)}: ${message}`).join(" "),
      details: { fields: problems },
    });
  return { set, cleared };
}
