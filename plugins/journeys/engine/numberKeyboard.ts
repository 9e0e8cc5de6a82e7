import { type Language, spoken } from "@promostack/core";
import type { StepOf } from "../graph/step.ts";
import type { Key } from "./messages.ts";

const SHARE: Readonly<Record<Language, string>> = {
  ar: "مشاركة رقمي",
  de: "Meine Nummer teilen",
  en: "Share my number",
  es: "Compartir mi número",
  fr: "Partager mon numéro",
  hi: "मेरा नंबर साझा करें",
  id: "Bagikan nomor saya",
  it: "Condividi il mio numero",
  pt: "Compartilhar meu número",
  ru: "Поделиться номером",
  tr: "Numaramı paylaş",
  uk: "Поділитися номером",
};

/** Telegram's ReplyKeyboardMarkup, as far as it is used. */
export interface ReplyKeyboard {
  keyboard: { text: string; request_contact?: true }[][];
  resize_keyboard: true;
  one_time_keyboard: true;
}

/**
 * What stands in place of the person's own keyboard while a phone number is asked for: a key that sends theirs, in their language, above
 * the question's buttons, whose words answer as a press does. Undefined for other questions, and where a button is a link: such a
 * keyboard holds none.
 */
export function numberKeyboard(
  { answer }: Pick<StepOf<"question">, "answer">,
  keys: readonly Key[],
  language: string,
): ReplyKeyboard | undefined {
  if (answer !== "phone" || keys.some(({ url }) => url !== undefined)) return undefined;
  const share = { text: SHARE[spoken(language) ?? "en"], request_contact: true as const };
  return {
    keyboard: [[share], ...keys.map(({ text }) => [{ text }])],
    resize_keyboard: true,
    one_time_keyboard: true,
  };
}
