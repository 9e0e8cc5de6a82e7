import { PlatformError, type TenantContext } from "@promostack/core";

/** Channels that the message bot is connected to; none where no bot is. */
export async function ownChannels(
  context: Pick<TenantContext, "bot">,
): Promise<{ chat: string; title: string }[]> {
  try {
    return (await context.bot("message_bot")).channels.map(({ chat, title }) => ({ chat, title }));
  } catch (error) {
    if (PlatformError.is(error) && error.code === "bot.not_configured") return [];
    throw error;
  }
}
