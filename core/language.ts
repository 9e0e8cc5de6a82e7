/** Languages that the platform's bots speak with people. English first; the others in the order of their codes. */
export const LANGUAGES = {
  en: { name: "English", locale: "en-GB", direction: "ltr" },
  // Latin digits: a code must read the same in the chat and in the shop.
  ar: { name: "العربية", locale: "ar-u-nu-latn", direction: "rtl" },
  de: { name: "Deutsch", locale: "de-DE", direction: "ltr" },
  es: { name: "Español", locale: "es-ES", direction: "ltr" },
  fr: { name: "Français", locale: "fr-FR", direction: "ltr" },
  hi: { name: "हिन्दी", locale: "hi-u-nu-latn", direction: "ltr" },
  id: { name: "Bahasa Indonesia", locale: "id-ID", direction: "ltr" },
  it: { name: "Italiano", locale: "it-IT", direction: "ltr" },
  pt: { name: "Português (Brasil)", locale: "pt-BR", direction: "ltr" },
  ru: { name: "Русский", locale: "ru-RU", direction: "ltr" },
  tr: { name: "Türkçe", locale: "tr-TR", direction: "ltr" },
  uk: { name: "Українська", locale: "uk-UA", direction: "ltr" },
} as const satisfies Record<string, { name: string; locale: string; direction: "ltr" | "rtl" }>;

export type Language = keyof typeof LANGUAGES;

export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && Object.hasOwn(LANGUAGES, value);
}

/** The language of a BCP 47 tag, as Telegram tells a person's: `pt-br`. Undefined where the bots do not speak it. */
export function spoken(tag: string | null | undefined): Language | undefined {
  const [first] = (tag ?? "").toLowerCase().split(/[-_]/);
  return isLanguage(first) ? first : undefined;
}
