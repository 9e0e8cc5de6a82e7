import { namesOf, type Part, parseTemplate, readTelegramHtml, type TemplateProblem } from "@promostack/core";
import type { Facts, Variable } from "./facts.ts";
import { limitOf, type MessageKind } from "./kinds.ts";
import { DEFAULT_LANGUAGE, type Language } from "./language.ts";
import { renderParts } from "./render.ts";

/** Everything that speaks against a template of a kind, in the order of its text; empty where it may be saved. */
export function checkTemplate(
  kind: MessageKind,
  text: string,
  language: Language = DEFAULT_LANGUAGE,
): TemplateProblem[] {
  const { parts, problems } = parseTemplate(text);
  const found = [...problems, ...nameProblems(parts, kind.variables)];
  if (found.length === 0) found.push(...(kind.part ? plainProblems(text) : markProblems(text, parts)));
  if (found.length === 0) found.push(...lengthProblems(kind, parts, text, language));
  return found.sort((one, other) => one.at - other.at);
}

/** Characters that Telegram counts of a message in its HTML. */
export function countedLength(html: string): number {
  const read = readTelegramHtml(html);
  return "problem" in read ? html.length : read.text.length;
}

/** Characters of the longest message that a template can make: every block, every text at its longest. */
export function longestLength(kind: MessageKind, text: string, language: Language): number {
  return longestOf(kind, parseTemplate(text).parts, language);
}

function longestOf({ variables }: MessageKind, parts: readonly Part[], language: Language): number {
  return countedLength(renderParts(parts.flatMap(unfolded), variables, language, longestFacts(variables)));
}

function nameProblems(parts: readonly Part[], variables: readonly Variable[]): TemplateProblem[] {
  const known = new Map<string, Variable>();
  for (const each of variables) {
    known.set(each.name, each);
    for (const inner of each.entries?.variables ?? []) known.set(inner.name, inner);
  }
  return namesOf(parts).flatMap(({ name, at, block }) => {
    const length = name.length + (block ? 3 : 2);
    const variable = known.get(name);
    if (variable === undefined) {
      const near = nearest(name, [...known.keys()]);
      const fix = near === undefined ? "Choose one from the list." : `Did you mean {${near}}?`;
      return [{ at, length, message: `There is no variable {${name}} here.`, fix }];
    }
    const flag = typeof variable.example === "boolean" || (variable.optional && variable.example === null);
    if (!block && (flag || variable.format === "list")) {
      const message = `{${name}} says yes or no, or lists several: it has no text of its own.`;
      return [{ at, length, message, fix: `Use it as a block: {#${name}} … {/${name}}.` }];
    }
    return [];
  });
}

/** A part of other messages looks as they make it look. */
function plainProblems(text: string): TemplateProblem[] {
  const tag = /<[^<>]*>?/.exec(text);
  if (tag === null) return [];
  const message = "This text stands inside other messages, which decide how it looks.";
  return [{ at: tag.index, length: tag[0].length, message, fix: "Write it without tags." }];
}

/** Tags must be Telegram's and closed, in the message and within each block: with or without the block, the rest stays whole. */
function markProblems(text: string, parts: readonly Part[]): TemplateProblem[] {
  const inTag = /<[^<>]*\{[^<>]*>/.exec(text);
  if (inTag !== null) {
    const message = "A variable cannot stand inside a tag.";
    return [{ at: inTag.index, length: inTag[0].length, message, fix: "Put it between the tags." }];
  }
  const read = readTelegramHtml(marks(parts));
  if ("problem" in read) return [{ at: 0, length: text.length, message: sentence(read.problem) }];
  return parts.flatMap((part) => (part.kind === "block" ? markProblemsOf(part) : []));
}

function markProblemsOf({ name, at, parts }: Extract<Part, { kind: "block" }>): TemplateProblem[] {
  const read = readTelegramHtml(marks(parts));
  if ("problem" in read) {
    const message = `In the block {#${name}}: ${read.problem}.`;
    return [
      {
        at,
        length: name.length + 3,
        message,
        fix: "A tag that opens in a block must close in the same block.",
      },
    ];
  }
  return parts.flatMap((part) => (part.kind === "block" ? markProblemsOf(part) : []));
}

/** The text without its blocks and variables. */
function marks(parts: readonly Part[]): string {
  return parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}

function lengthProblems(
  kind: MessageKind,
  parts: readonly Part[],
  text: string,
  language: Language,
): TemplateProblem[] {
  const length = longestOf(kind, parts, language);
  if (length === 0 || text.trim() === "") {
    return [
      { at: 0, length: 0, message: "The message is empty.", fix: "Write something, or switch it off." },
    ];
  }
  const limit = limitOf(kind);
  if (length <= limit) return [];
  const message = `It can become ${length} characters long; Telegram takes ${limit}.`;
  return [{ at: 0, length: text.length, message, fix: `Shorten it by ${length - limit}.` }];
}

/** A block as its content, whatever its condition: the worst case has them all. Lists stay lists. */
function unfolded(part: Part): Part[] {
  if (part.kind !== "block") return [part];
  const parts = part.parts.flatMap(unfolded);
  return [...(part.negated ? parts : [{ ...part, parts }])];
}

function longestFacts(variables: readonly Variable[]): Facts {
  return Object.fromEntries(
    variables.map((variable) => {
      const { name, example, longest, entries, format } = variable;
      if (entries !== undefined)
        return [name, Array.from({ length: entries.most }, () => longestFacts(entries.variables))];
      if (format === "text" && longest !== undefined) return [name, "W".repeat(longest)];
      return [name, example ?? true];
    }),
  );
}

/** The known name that is fewest letters away, where that is near enough to have been meant. */
function nearest(name: string, names: readonly string[]): string | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const each of names) {
    const distance = lettersBetween(name.toLowerCase(), each.toLowerCase());
    if (best === undefined || distance < best.distance) best = { name: each, distance };
  }
  return best !== undefined && best.distance <= Math.max(2, Math.floor(name.length / 3))
    ? best.name
    : undefined;
}

/** Levenshtein's distance. */
function lettersBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

function sentence(problem: string): string {
  return `${problem.charAt(0).toUpperCase()}${problem.slice(1)}.`;
}
