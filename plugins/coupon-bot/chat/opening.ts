import type { Clock, Setup } from "@promostack/core";
import { COMMAND_NAMES, hearCommand, hearUpdate } from "./answering.ts";
import type { ChatDesk } from "./chatDesk.ts";
import { forgetOffers } from "./offer.ts";
import { forgetPictures } from "./pictures.ts";
import { sendCouponAction } from "./sendCoupon.ts";

/**
 * Everything by which the chat is reached: texts and presses, commands, the step of a journey, and the job that tidies up. Journeys are asked
 * before, as the plugin depends on them: their commands, keywords and questions come first.
 */
export function openChat(p: Setup, deskOf: (at: { clock: Clock }) => ChatDesk): void {
  p.onUpdate({
    role: "message_bot",
    kinds: ["message", "callback_query"],
    handle: (context) => hearUpdate(context, () => deskOf(context).look()),
  });
  for (const name of COMMAND_NAMES)
    p.command(name, (context, argument) =>
      hearCommand(context, name, argument, () => deskOf(context).look()),
    );
  sendCouponAction(p, (context) => deskOf(context).parts);
  p.platformJob("chat-tidy", async (context) => {
    await context.platformDb((trx) => forgetOffers(trx, context.clock.now()));
    await forgetPictures(context);
  });
}
