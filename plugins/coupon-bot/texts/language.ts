import { LANGUAGES, type Language } from "@promostack/core";

export { isLanguage, LANGUAGES, type Language, spoken } from "@promostack/core";

/** A time to wait in whole seconds or minutes, as the language counts them: `5 минут`. */
export function duration(seconds: number, language: Language): string {
  const [value, unit] = seconds < 90 ? [Math.max(1, seconds), "second"] : [Math.ceil(seconds / 60), "minute"];
  return new Intl.NumberFormat(LANGUAGES[language].locale, {
    style: "unit",
    unit,
    unitDisplay: "long",
  }).format(value);
}
