import type { Conditions } from "@promostack/core";
import { lowerCaseSql } from "../graph/lowerCase.ts";
import type { Value } from "../graph/parts.ts";
import type { Comparison } from "../graph/rule.ts";
import { listedWords, wordsIn, wordsSql } from "../graph/wholeWord.ts";

/** An amount with or without its currency, as `compare` of the engine reads it. */
const NUMBER = String.raw`^\s*-?\d+(\.\d+)?(\s+[A-Z]{3})?\s*$`;
const DIGITS = String.raw`-?\d+(?:\.\d+)?`;

const OPERATORS = { is: "=", isNot: "<>", greater: ">", atLeast: ">=", less: "<", atMost: "<=" } as const;

/**
 * The engine's `compare` as SQL: a condition step and a segment mean the same. `known` makes SQL of a text, null where nothing is
 * known; it is called where the answer depends on it, since a value that no SQL names may not be sent. The answer is never null.
 */
export function comparisonSql(
  known: () => string,
  comparison: Comparison,
  value: Value | undefined,
  conditions: Conditions,
): string {
  if (comparison === "known") return `coalesce(${known()}, '') <> ''`;
  if (comparison === "unknown") return `coalesce(${known()}, '') = ''`;
  const otherwise = comparison === "isNot";
  if (value === undefined) return String(otherwise);
  return `coalesce(${compared(known(), comparison, value, conditions)}, ${otherwise})`;
}

function compared(
  known: string,
  comparison: Exclude<Comparison, "known" | "unknown">,
  value: Value,
  conditions: Conditions,
): string {
  if (comparison === "hasWord") {
    const words = conditions.place(listedWords(String(value)).map(wordsIn));
    return `exists (select from unnest(${words}::text[]) word where strpos(${wordsSql(known)}, word) > 0)`;
  }
  const text = `${conditions.place(String(value))}::text`;
  if (comparison === "contains") return `strpos(${lowerCaseSql(known)}, ${lowerCaseSql(text)}) > 0`;
  if (comparison === "startsWith") return `starts_with(${lowerCaseSql(known)}, ${lowerCaseSql(text)})`;
  const operator = OPERATORS[comparison];
  const asTexts = `${lowerCaseSql(known)} collate "C" ${operator} ${lowerCaseSql(text)} collate "C"`;
  if (typeof value === "boolean" || !new RegExp(NUMBER).test(String(value))) return asTexts;
  const number = (sql: string) => `substring(${sql} from '${DIGITS}')::numeric`;
  return `case when ${known} ~ '${NUMBER}' then ${number(known)} ${operator} ${number(text)} else ${asTexts} end`;
}
