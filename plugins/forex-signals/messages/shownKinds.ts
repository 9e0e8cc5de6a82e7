import type { MessageKindShown, MessageKinds, MessageVariable } from "./api.ts";
import type { Variable } from "./facts.ts";
import { formatFact } from "./format.ts";
import { KINDS, limitOf, type MessageKind, SWITCHES } from "./kinds.ts";
import { isLanguage, LANGUAGES } from "./language.ts";

/** Kinds of messages as the editor shows them. */
export function shownKinds(): MessageKindShown[] {
  return KINDS.map((kind: MessageKind) => ({
    id: kind.id,
    group: kind.group,
    title: kind.title,
    summary: kind.summary,
    switch: kind.switch,
    switchable: SWITCHES.includes(kind.switch),
    part: kind.part ?? false,
    limit: limitOf(kind),
    variables: kind.variables.map(shownVariable),
  }));
}

export function shownLanguages(): MessageKinds["languages"] {
  return Object.entries(LANGUAGES).flatMap(([id, { name, direction }]) =>
    isLanguage(id) ? [{ id, name, direction }] : [],
  );
}

function shownVariable(variable: Variable): MessageVariable {
  const { entries } = variable;
  return { ...shown(variable), entries: entries?.variables.map(shown) ?? [] };
}

function shown({ name, label, format, example, optional = false, level = false }: Variable) {
  const block = format === "list" || typeof example === "boolean" || (optional && example === null);
  return { name, label, example: block ? "" : formatFact(example, format, "en"), optional, level, block };
}
