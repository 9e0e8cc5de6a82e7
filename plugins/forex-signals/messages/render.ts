import { escapeTelegramHtml, type Part, parseTemplate } from "@promostack/core";
import { type Fact, type Facts, isPresent, type Variable } from "./facts.ts";
import { formatFact } from "./format.ts";
import { type MessageKindId, messageKind } from "./kinds.ts";
import type { Language } from "./language.ts";

/** What stands where a channel is not told a level. */
const HIDDEN = "🔒";

export interface RenderOptions {
  /** The channel hears of results only: levels count as absent. */
  hideLevels?: boolean;
}

/**
 * A message of a kind in a language, from a template that was checked when it was saved. Facts are escaped; a line whose only content
 * is a block without a value is left out.
 */
export function render(
  kind: MessageKindId,
  language: Language,
  template: string,
  facts: Facts,
  options: RenderOptions = {},
): string {
  return renderParts(partsOf(template), messageKind(kind).variables, language, facts, options);
}

/** The same for parts that are at hand, and any variables. */
export function renderParts(
  parts: readonly Part[],
  variables: readonly Variable[],
  language: Language,
  facts: Facts,
  { hideLevels = false }: RenderOptions = {},
): string {
  const drawn = parts.map((part) => draw(part, { variables, language, facts, hideLevels })).join("");
  return tidy(drawn);
}

/** Stands for a block that was left out, until the lines are tidied. */
const NOTHING = "\u0000";

interface Scope {
  variables: readonly Variable[];
  language: Language;
  facts: Facts;
  hideLevels: boolean;
}

function draw(part: Part, scope: Scope): string {
  if (part.kind === "text") return part.text;
  const variable = scope.variables.find(({ name }) => name === part.name);
  const hidden = scope.hideLevels && variable?.level === true;
  const fact = hidden ? undefined : scope.facts[part.name];
  if (part.kind === "value") {
    if (hidden && isPresent(scope.facts[part.name])) return HIDDEN;
    if (part.fallback !== undefined && !isPresent(fact)) return escapeTelegramHtml(part.fallback);
    return escapeTelegramHtml(formatFact(fact, variable?.format ?? "text", scope.language));
  }
  if (isPresent(fact) === part.negated) return NOTHING;
  if (isList(fact) && !part.negated) {
    const variables = [...(variable?.entries?.variables ?? []), ...scope.variables];
    return fact
      .map((entry) => {
        const inner = { ...scope, variables, facts: { ...scope.facts, ...entry } };
        return part.parts.map((each) => draw(each, inner)).join("");
      })
      .join("");
  }
  return part.parts.map((each) => draw(each, scope)).join("");
}

function isList(fact: Fact): fact is readonly Facts[] {
  return Array.isArray(fact);
}

function tidy(text: string): string {
  return text
    .split("\n")
    .filter((line) => !line.includes(NOTHING) || line.replaceAll(NOTHING, "").trim() !== "")
    .join("\n")
    .replaceAll(NOTHING, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Templates are few and used often. */
const parsed = new Map<string, readonly Part[]>();
const MOST_PARSED = 2_000;

function partsOf(template: string): readonly Part[] {
  const found = parsed.get(template);
  if (found !== undefined) return found;
  if (parsed.size >= MOST_PARSED) parsed.clear();
  const { parts } = parseTemplate(template);
  parsed.set(template, parts);
  return parts;
}
