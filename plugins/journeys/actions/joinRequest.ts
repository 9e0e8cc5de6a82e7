import { Type } from "@promostack/core";
import { action } from "./action.ts";
import { askTelegram } from "./telegramCall.ts";

/** Answers the request to join by which the person came into the journey. */
export const joinRequest = action({
  offer: {
    name: "join-request",
    title: "Answer a request to join",
    description: "Lets in, or turns away, who came into this journey by asking to join a channel.",
    icon: "door-enter",
    input: Type.Object({
      decision: Type.Unsafe<"approve" | "decline">({
        title: "Answer",
        oneOf: [
          { const: "approve", title: "Let them in" },
          { const: "decline", title: "Turn them away" },
        ],
        default: "approve",
      }),
    }),
    outcomes: [],
    answers: [],
  },
  async run(context, { decision }, call) {
    const chat = /^join_request:(.+)$/.exec(call.enteredBy)?.[1];
    const { telegramId } = call.person;
    if (chat === undefined || telegramId === undefined)
      return { failed: "The person did not come into this journey by a request to join." };
    return askTelegram(context, call, {
      chat,
      method: decision === "approve" ? "approveChatJoinRequest" : "declineChatJoinRequest",
      payload: { user_id: Number(telegramId) },
    });
  },
});
