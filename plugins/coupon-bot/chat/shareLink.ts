import { type BotIdentity, PlatformError, type TenantContext } from "@promostack/core";
import type { Key } from "./buttons.ts";
import { filledLink } from "./filledLink.ts";
import { chatSettings } from "./settings.ts";

/**
 * The link that a person shares: the tenant's, with the code and the person's mark filled in, or the bot's own, which begins with the code.
 * Undefined where there is none: no bot is connected, or the tenant's is no address.
 */
export async function personalLink(
  context: TenantContext,
  code: string,
  mark: string,
): Promise<string | undefined> {
  const { link, linkTags } = chatSettings(context.settings);
  const bot = link === "" ? await messageBot(context) : undefined;
  return bot === undefined ? filledLink(link, { code, mark }, linkTags) : botLink(bot.username, mark, code);
}

export function botLink(username: string, mark: string, code: string): string {
  return `https://t.me/${username}?start=c_${mark}_${code}`;
}

/** Buttons that hand text and link to Telegram, WhatsApp and X. */
export function shareKeys(label: string, text: string, link: string): Key[][] {
  const said = encodeURIComponent(text);
  const url = encodeURIComponent(link);
  return [
    [{ text: label, url: `https://t.me/share/url?url=${url}&text=${said}` }],
    [
      { text: "WhatsApp", url: `https://wa.me/?text=${encodeURIComponent(`${text}\n${link}`)}` },
      { text: "X", url: `https://x.com/intent/post?text=${said}&url=${url}` },
    ],
  ];
}

export async function messageBot(context: TenantContext): Promise<BotIdentity | undefined> {
  try {
    return await context.bot("message_bot");
  } catch (error) {
    if (PlatformError.is(error) && error.code === "bot.not_configured") return undefined;
    throw error;
  }
}
