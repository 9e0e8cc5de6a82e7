import { lowerCase } from "../graph/lowerCase.ts";
import type { Value } from "../graph/parts.ts";
import type { Comparison, Rule, Rules } from "../graph/rule.ts";
import { hasWord, listedWords } from "../graph/wholeWord.ts";
import { lookUp } from "./lookup.ts";
import type { Session } from "./session.ts";
import { type FactName, factKey, type World } from "./world.ts";

/** Whether the rules hold. No rules at all hold. */
export function holds({ match, rules }: Rules, session: Session, world: World): boolean {
  if (rules.length === 0) return true;
  const met = (rule: Rule) => isMet(rule, session, world);
  return match === "all" ? rules.every(met) : rules.some(met);
}

/** Facts that the rules ask for and that have not been fetched for this move. */
export function factsOf({ rules }: Rules, world: World): FactName[] {
  return rules
    .filter((rule) => rule.about === "fact")
    .filter((rule) => !(factKey(rule) in world.facts))
    .map(({ plugin, fact }) => ({ plugin, fact }));
}

function isMet(rule: Rule, session: Session, world: World): boolean {
  const { person, facts } = world;
  switch (rule.about) {
    case "variable":
      return compare(lookUp(rule.name, session, world), rule.comparison, rule.value);
    case "tag":
      return person.tags.includes(rule.tag) === rule.has;
    case "language": {
      const code = person.language === "" ? undefined : person.language;
      // A rule for `es` means every Spanish.
      const known = typeof rule.value === "string" && !rule.value.includes("-") ? code?.split("-")[0] : code;
      return compare(known, rule.comparison, rule.value);
    }
    case "source":
      return compare(person.source === "" ? undefined : person.source, rule.comparison, rule.value);
    case "membership":
      return person.chats.includes(rule.chat) === rule.has;
    case "fact":
      return compare(facts[factKey(rule)] ?? undefined, rule.comparison, rule.value);
  }
}

/** Compares what is known with what a rule names. Texts without regard to case; numbers as numbers where both are; dates as text sort right. */
export function compare(known: Value | undefined, comparison: Comparison, value: Value | undefined): boolean {
  if (comparison === "known") return known !== undefined && known !== "";
  if (comparison === "unknown") return known === undefined || known === "";
  if (known === undefined || value === undefined) return comparison === "isNot";
  const text = lowerCase(String(known));
  const other = lowerCase(String(value));
  switch (comparison) {
    case "is":
      return order(known, value) === 0;
    case "isNot":
      return order(known, value) !== 0;
    case "hasWord":
      return hasWord(text, listedWords(other));
    case "contains":
      return text.includes(other);
    case "startsWith":
      return text.startsWith(other);
    case "greater":
      return order(known, value) > 0;
    case "atLeast":
      return order(known, value) >= 0;
    case "less":
      return order(known, value) < 0;
    case "atMost":
      return order(known, value) <= 0;
  }
}

function order(known: Value, value: Value): number {
  const left = numberOf(known);
  const right = numberOf(value);
  if (left !== undefined && right !== undefined) return Math.sign(left - right);
  const a = lowerCase(String(known));
  const b = lowerCase(String(value));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The number of a value; of an amount of money (`12.50 EUR`) the amount. */
function numberOf(value: Value): number | undefined {
  if (typeof value === "boolean") return undefined;
  const found = /^\s*(-?\d+(?:\.\d+)?)(?:\s+[A-Z]{3})?\s*$/.exec(String(value))?.[1];
  return found === undefined ? undefined : Number(found);
}
