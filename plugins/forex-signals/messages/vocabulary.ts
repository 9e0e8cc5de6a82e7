import { LANGUAGE_TEXTS } from "./defaults.ts";
import type { Language } from "./language.ts";

/** Words of a language by the names that facts use. */
export function vocabulary(language: Language): Readonly<Record<string, string>> {
  return LANGUAGE_TEXTS[language].words;
}
