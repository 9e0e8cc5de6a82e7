import { isLanguage, type Language } from "../texts/language.ts";

/** The tenant's settings as far as the chat reads them. */
export interface ChatSettings {
  /** With {code} and {mark}; empty for the bot's own link. */
  link: string;
  linkTags: boolean;
  /** Undefined: each person's own. */
  language: Language | undefined;
  defaultLanguage: Language;
  codesPerMinute: number;
  picturesPerHour: number;
}

export function chatSettings(settings: Record<string, unknown>): ChatSettings {
  const { link, linkTags, language, defaultLanguage, codesPerMinute, picturesPerHour } = settings;
  return {
    link: typeof link === "string" ? link.trim() : "",
    linkTags: linkTags !== false,
    language: isLanguage(language) ? language : undefined,
    defaultLanguage: isLanguage(defaultLanguage) ? defaultLanguage : "en",
    codesPerMinute: numberOf(codesPerMinute, 6),
    picturesPerHour: numberOf(picturesPerHour, 60),
  };
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
