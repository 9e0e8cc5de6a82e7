import { PlatformError } from "@promostack/core";
import { isLanguage, type Language } from "../texts/language.ts";
import { filledLink } from "./filledLink.ts";

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

/** Whether the link will do, before it is saved. @throws PlatformError `settings.link` 422 */
export function checkLink(settings: Record<string, unknown>): void {
  const { link } = chatSettings(settings);
  const strange = /\{[^{}]*\}|[{}]/.exec(link.replace(/\{(code|mark)\}/g, ""));
  const message =
    strange !== null
      ? `There is no ${strange[0]}: it may have {code} and {mark}.`
      : link !== "" && filledLink(link, { code: "C".repeat(40), mark: "m".repeat(10) }, true) === undefined
        ? "This is no address of the web, or with a code in it becomes longer than 500 characters."
        : undefined;
  if (message === undefined) return;
  throw new PlatformError(message, {
    code: "settings.link",
    status: 422,
    hint: "Write it as in https://shop.example/?code={code}.",
    details: { fields: [{ field: "link", message }] },
  });
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
