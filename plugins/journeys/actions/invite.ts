import { Type } from "@promostack/core";
import { action } from "./action.ts";
import { askTelegram } from "./telegramCall.ts";

const HOUR_MS = 3_600_000;
/** Telegram's limit. */
const LONGEST_NAME = 32;

/** A link into a channel for one person. */
export const invite = action({
  offer: {
    name: "invite",
    title: "Invite to a channel",
    description: "Makes an invite link for this person; the next message can show it as {link}.",
    icon: "user-plus",
    input: Type.Object({
      chat: Type.String({
        title: "Channel",
        description: "Your message bot must be an admin there who may invite.",
        "x-from": "channels",
        minLength: 1,
        maxLength: 40,
      }),
      entry: Type.Unsafe<"once" | "request">({
        title: "Who gets in by the link",
        oneOf: [
          { const: "once", title: "One person, at once" },
          { const: "request", title: "Whoever asks; you or a journey approves" },
        ],
        default: "once",
      }),
      hours: Type.Integer({
        title: "Works for so many hours",
        description: "0 for ever.",
        minimum: 0,
        maximum: 8_760,
        default: 24,
      }),
    }),
    outcomes: [],
    answers: [{ name: "link", title: "The invite link", sample: "https://t.me/+SampleInvite" }],
  },
  async run(context, { chat, entry, hours }, call) {
    const expires = Math.floor((context.clock.now().getTime() + hours * HOUR_MS) / 1_000);
    const { firstName, username, id } = call.person;
    return askTelegram(context, call, {
      chat,
      method: "createChatInviteLink",
      payload: {
        name: (username || firstName || id).slice(0, LONGEST_NAME),
        ...(hours > 0 && { expire_date: expires }),
        ...(entry === "request" ? { creates_join_request: true } : { member_limit: 1 }),
      },
    });
  },
});
