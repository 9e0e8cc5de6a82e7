import { LANGUAGES } from "../texts/language.ts";
import { type Html, html } from "./html.ts";
import type { Visit } from "./visit.ts";

/** The page in the other languages, at the foot of it. `query` says what else its address holds. */
export function languageLinks(
  { language, words: W, base }: Pick<Visit, "language" | "words" | "base">,
  query = new URLSearchParams(),
): Html {
  const links = Object.entries(LANGUAGES).map(([each, { name }]) => {
    const href = `${base}?${new URLSearchParams([...query, ["lang", each]])}`;
    return html`<a href="${href}" lang="${each}" hreflang="${each}"${
      each === language ? html` aria-current="true"` : undefined
    }>${name}</a>`;
  });
  return html`<footer><nav class="languages" aria-label="${W.language}">${links}</nav></footer>`;
}
