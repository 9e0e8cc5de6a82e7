import { namesOf, type Part, parseTemplate } from "@promostack/core";
import type { Template } from "./template.ts";

/** Values by name; what is absent or empty has no value. */
export type Variables = Readonly<Record<string, string>>;

/** Names that a template's texts and QR codes use, in their order, each once. */
export function variablesOf(template: Template): string[] {
  const texts = template.layers.flatMap((layer) =>
    layer.kind === "text" || layer.kind === "qr" ? [layer.text] : [],
  );
  return [...new Set(texts.flatMap((text) => namesOf(parseTemplate(text).parts).map(({ name }) => name)))];
}

/** The text with its variables' values. `frame` is put around each value. */
export function fillText(text: string, variables: Variables, frame = (value: string) => value): string {
  const written = (parts: readonly Part[]): string =>
    parts
      .map((part) => {
        if (part.kind === "text") return part.text;
        const value = valueIn(variables, part.name);
        if (part.kind === "block") return (value === "") === part.negated ? written(part.parts) : "";
        return value === "" ? (part.fallback ?? "") : frame(value);
      })
      .join("");
  return written(parseTemplate(text).parts);
}

/** What nobody sees but which turns the words around it: values are people's own, a name on Telegram for one. */
const CONTROLS = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

function valueIn(variables: Variables, name: string): string {
  const value = Object.hasOwn(variables, name) ? (variables[name] ?? "") : "";
  return value.replace(/\s+/g, " ").replace(CONTROLS, "").trim();
}
