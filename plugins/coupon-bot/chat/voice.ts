import type { Transaction } from "@promostack/core";
import { type Language, spoken } from "../texts/language.ts";
import { ownTexts } from "../texts/ownTexts.ts";
import { Wording } from "../texts/wording.ts";
import { type ChatSettings, chatSettings } from "./settings.ts";
import type { Talk } from "./talk.ts";

/** The tenant's words for somebody, in the language that the bot speaks with them. */
export async function voiceFor(
  trx: Transaction,
  settings: Record<string, unknown>,
  talk: Pick<Talk, "chosenLanguage" | "toldLanguage">,
): Promise<Wording> {
  const language = languageFor(chatSettings(settings), talk);
  return new Wording(language, await ownTexts(trx, language));
}

/** What the tenant fixed, else what the person chose, else what their Telegram speaks, else the tenant's usual one. */
export function languageFor(
  { language, defaultLanguage }: ChatSettings,
  { chosenLanguage, toldLanguage }: Pick<Talk, "chosenLanguage" | "toldLanguage">,
): Language {
  return language ?? spoken(chosenLanguage) ?? spoken(toldLanguage) ?? defaultLanguage;
}
