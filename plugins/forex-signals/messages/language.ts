/** Languages that channels are written in. English first; the others in the order of their own names. */
export const LANGUAGES = {
  en: { name: "English", locale: "en-GB", direction: "ltr" },
  es: { name: "Español", locale: "es-ES", direction: "ltr" },
  fr: { name: "Français", locale: "fr-FR", direction: "ltr" },
  pt: { name: "Português (Brasil)", locale: "pt-BR", direction: "ltr" },
  ru: { name: "Русский", locale: "ru-RU", direction: "ltr" },
  // Latin digits: a price must read the same in the channel and on the broker's screen.
  ar: { name: "العربية", locale: "ar-u-nu-latn", direction: "rtl" },
} as const satisfies Record<string, { name: string; locale: string; direction: "ltr" | "rtl" }>;

export type Language = keyof typeof LANGUAGES;

export const DEFAULT_LANGUAGE: Language = "en";

export function isLanguage(value: string): value is Language {
  return Object.hasOwn(LANGUAGES, value);
}
