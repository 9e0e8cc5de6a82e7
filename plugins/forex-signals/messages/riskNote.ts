import { readTelegramHtml } from "@promostack/core";
import type { Language } from "./language.ts";
import { render } from "./render.ts";

/** A channel's risk note as plain text: it is a variable of other texts, which escape it. `own` stands in place of every other. */
export function riskNoteText(own: string | undefined, template: string, language: Language): string {
  if (own !== undefined && own !== "") return own;
  const read = readTelegramHtml(render("risk-note", language, template, {}));
  return "problem" in read ? "" : read.text;
}
