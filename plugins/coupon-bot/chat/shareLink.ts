import { type BotIdentity, PlatformError, type TenantContext } from "@promostack/core";
import type { Key } from "./buttons.ts";
import { chatSettings } from "./settings.ts";

/** Longer addresses are left out of a message. */
const LONGEST = 500;

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
  const address =
    bot === undefined ? filledLink(link, { code, mark }, linkTags) : botLink(bot.username, mark, code);
  return address !== undefined && address.length <= LONGEST ? address : undefined;
}

export function botLink(username: string, mark: string, code: string): string {
  return `https://t.me/${username}?start=c_${mark}_${code}`;
}

/** Undefined where it is no address of the web. */
export function filledLink(
  link: string,
  values: { code: string; mark: string },
  tags: boolean,
): string | undefined {
  const filled = link
    .replaceAll("{code}", encodeURIComponent(values.code))
    .replaceAll("{mark}", encodeURIComponent(values.mark));
  if (!URL.canParse(filled)) return undefined;
  const url = new URL(filled);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  if (tags) {
    const marks = { utm_source: "telegram", utm_medium: "coupon", utm_content: values.mark };
    // What the tenant has set is theirs.
    for (const [name, value] of Object.entries(marks))
      if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  }
  return url.href;
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
