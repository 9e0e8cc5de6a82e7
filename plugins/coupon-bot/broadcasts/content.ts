import type { TenantContext } from "@promostack/core";
import type { Content } from "@promostack/plugin-journeys/api.ts";
import { botLink, messageBot } from "../chat/shareLink.ts";
import type { ChosenButton, PictureMessage } from "./api.ts";

/** Stands in links of broadcasts where a person's mark stands in theirs. */
const MARK = "0broadcast";

/** The message as journeys send it: the code filled in, buttons as addresses whose clicks are counted. `file` is a stored picture's key. */
export async function contentOf(
  context: TenantContext,
  { text, buttons }: PictureMessage,
  { code, file }: { code: string; file?: string },
): Promise<Content> {
  const bot = await messageBot(context);
  const link = bot && botLink(bot.username, MARK, code);
  return {
    text: filled(text, code),
    ...(file !== undefined && { media: { kind: "photo", file } }),
    buttons: buttons.map((button, index) => ({
      id: `b${index + 1}`,
      text: filled(button.text, code),
      does: "link",
      url: addressOf(button, code, link),
    })),
  };
}

/** Empty where there is no address yet: the check says so. */
function addressOf({ does, url = "" }: ChosenButton, code: string, link: string | undefined): string {
  if (does === "link") return filled(url.trim(), code);
  if (link === undefined) return "";
  return does === "own" ? link : `https://t.me/share/url?${new URLSearchParams({ url: link, text: code })}`;
}

/** A code is letters, digits, `-` and `_`: it means nothing to HTML or an address. */
function filled(text: string, code: string): string {
  return text.replaceAll("{code}", code);
}
