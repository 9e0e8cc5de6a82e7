import type { MessageKindId } from "./kinds.ts";
import type { Language } from "./language.ts";
import { ar } from "./languages/ar.ts";
import { en } from "./languages/en.ts";
import { es } from "./languages/es.ts";
import { fr } from "./languages/fr.ts";
import { pt } from "./languages/pt.ts";
import { ru } from "./languages/ru.ts";

/** What a language brings: a text for each kind of message, and the words that facts are named by. */
export interface LanguageTexts {
  words: Readonly<Record<string, string>>;
  texts: Readonly<Record<MessageKindId, string>>;
}

export const LANGUAGE_TEXTS: Readonly<Record<Language, LanguageTexts>> = { en, es, fr, pt, ru, ar };

/** The platform's own text of a kind. */
export function defaultTemplate(kind: MessageKindId, language: Language): string {
  return LANGUAGE_TEXTS[language].texts[kind];
}
