import { namesOf, type Part, parseTemplate, readTelegramHtml, type TemplateProblem } from "@promostack/core";
import type { Language } from "./language.ts";
import { PLACES, TEXTS, type TextKey, VALUES } from "./text.ts";
import { filledText, type Values } from "./wording.ts";

/** Everything that speaks against a tenant's own text, in its order; empty where it may be saved. */
export function checkText(key: TextKey, text: string, language: Language): TemplateProblem[] {
  const { parts, problems } = parseTemplate(text);
  const found = [...problems, ...nameProblems(key, parts)];
  if (found.length === 0) found.push(...markProblems(key, text, parts, language));
  if (found.length === 0) found.push(...lengthProblems(key, text, language));
  return found.sort((one, other) => one.at - other.at);
}

/** Characters that Telegram counts of a text that is filled. */
export function countedLength(key: TextKey, text: string): number {
  if (!PLACES[TEXTS[key].place].html) return text.length;
  const read = readTelegramHtml(text);
  return "problem" in read ? text.length : read.text.length;
}

/** What stands for the values in a preview, or the longest there may be. */
export function exampleValues(key: TextKey): Values {
  return Object.fromEntries(TEXTS[key].values.map((name) => [name, VALUES[name].example]));
}

function longestValues(key: TextKey): Values {
  return Object.fromEntries(TEXTS[key].values.map((name) => [name, "W".repeat(VALUES[name].longest)]));
}

function nameProblems(key: TextKey, parts: readonly Part[]): TemplateProblem[] {
  const known: readonly string[] = TEXTS[key].values;
  return namesOf(parts).flatMap(({ name, at, block }) => {
    if (known.includes(name)) return [];
    const all = known.map((each) => `{${each}}`).join(", ");
    return [
      {
        at,
        length: name.length + (block ? 3 : 2),
        message: `There is no {${name}} in this text.`,
        fix: all === "" ? "It has no placeholders: write plain words." : `It may have ${all}.`,
      },
    ];
  });
}

/** With and without its blocks, what is sent must be whole; buttons and notices take no tags at all. */
function markProblems(
  key: TextKey,
  text: string,
  parts: readonly Part[],
  language: Language,
): TemplateProblem[] {
  if (!PLACES[TEXTS[key].place].html) {
    const tag = /<\/?[a-z][^<>]*>/i.exec(text);
    if (tag === null) return [];
    const message = "Telegram shows this text without any formatting.";
    return [{ at: tag.index, length: tag[0].length, message, fix: "Write it without tags." }];
  }
  const blocks = [...new Set(namesOf(parts).flatMap(({ name, block }) => (block ? [name] : [])))];
  const all = exampleValues(key);
  const looks = [all, {}, ...blocks.map((name) => ({ ...all, [name]: "" }))];
  for (const values of looks) {
    const read = readTelegramHtml(filledText(key, text, values, language));
    if ("problem" in read) {
      const message = `${read.problem.charAt(0).toUpperCase()}${read.problem.slice(1)}.`;
      return [{ at: 0, length: text.length, message }];
    }
  }
  return [];
}

function lengthProblems(key: TextKey, text: string, language: Language): TemplateProblem[] {
  const { limit } = PLACES[TEXTS[key].place];
  const empty = [exampleValues(key), {}].some(
    (values) => countedLength(key, filledText(key, text, values, language)) === 0,
  );
  // A caption may be missing; a message, a button and a notice cannot be empty.
  if (empty && TEXTS[key].place !== "caption")
    return [{ at: 0, length: 0, message: "The text is empty.", fix: "Write something." }];
  // A filled button would be cut; what counts there is the fixed part.
  const html = PLACES[TEXTS[key].place].html;
  const length = html ? countedLength(key, filledText(key, text, longestValues(key), language)) : text.length;
  if (length <= limit) return [];
  const message = `It can become ${length} characters long; Telegram takes ${limit}.`;
  return [{ at: 0, length: text.length, message, fix: `Shorten it by ${length - limit}.` }];
}
