/** A piece of a template: text, a variable, or a block that stands only where its variable has (or, `^`, has not) a value. */
export type Part =
  | { kind: "text"; text: string }
  | { kind: "value"; name: string; fallback?: string; at: number }
  | { kind: "block"; name: string; negated: boolean; parts: Part[]; at: number };

/** Something that speaks against a template, with the place in its text. */
export interface TemplateProblem {
  at: number;
  length: number;
  message: string;
  /** What to write instead. */
  fix?: string;
}

export interface Template {
  parts: Part[];
  problems: TemplateProblem[];
}

const TOKEN = /\{\{|\}\}|\{([#^/]?)\s*([A-Za-z][A-Za-z0-9_]*)\s*(?:\|([^{}]*))?\}|[{}]/g;

/**
 * `{name}` is a variable, `{name|else}` says what stands where it has no value; `{#name}…{/name}` stands only where it has one (once
 * for each entry of a list), `{^name}…{/name}` only where it has none; `{{` and `}}` are braces. What cannot be read is told, never thrown.
 */
export function parseTemplate(text: string): Template {
  const problems: TemplateProblem[] = [];
  const root: Part[] = [];
  const open: Extract<Part, { kind: "block" }>[] = [];
  const add = (part: Part) => (open.at(-1)?.parts ?? root).push(part);
  let from = 0;
  for (const token of text.matchAll(TOKEN)) {
    const [whole, mark, name, fallback] = token;
    const at = token.index;
    if (at > from) add({ kind: "text", text: text.slice(from, at) });
    from = at + whole.length;
    if (name === undefined) {
      if (whole.length === 1) problems.push({ at, length: 1, ...looseBrace(whole) });
      add({ kind: "text", text: whole.charAt(0) });
    } else if (mark === "") add({ kind: "value", name, ...(fallback !== undefined && { fallback }), at });
    else if (mark === "/") {
      const block = open.pop();
      if (block?.name === name) continue;
      problems.push({ at, length: whole.length, ...strayEnd(name, block?.name) });
      if (block !== undefined) open.push(block);
    } else {
      const block: Part = { kind: "block", name, negated: mark === "^", parts: [], at };
      add(block);
      open.push(block);
    }
  }
  if (from < text.length) add({ kind: "text", text: text.slice(from) });
  for (const { name, at } of open) {
    const message = `The block {#${name}} is never closed.`;
    problems.push({ at, length: name.length + 3, message, fix: `Write {/${name}} where it ends.` });
  }
  return { parts: root, problems };
}

/** Names that a template uses, each with the place where it does. */
export function namesOf(parts: readonly Part[]): { name: string; at: number; block: boolean }[] {
  return parts.flatMap((part) => {
    if (part.kind === "text") return [];
    if (part.kind === "value") return [{ name: part.name, at: part.at, block: false }];
    return [{ name: part.name, at: part.at, block: true }, ...namesOf(part.parts)];
  });
}

function looseBrace(brace: string): Pick<TemplateProblem, "message" | "fix"> {
  return {
    message: `A "${brace}" that belongs to no variable.`,
    fix: `Write ${brace}${brace} where you mean the brace itself.`,
  };
}

function strayEnd(name: string, open: string | undefined): Pick<TemplateProblem, "message" | "fix"> {
  if (open === undefined)
    return { message: `{/${name}} closes nothing.`, fix: `Remove it, or write {#${name}} before.` };
  return { message: `{/${name}} comes before {/${open}}.`, fix: `Close {#${open}} first.` };
}
