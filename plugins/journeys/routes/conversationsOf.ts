import type { Clock } from "@promostack/core";
import type { Conversations } from "../run/conversations.ts";

/** Finds the conversations of the host that a request came to. */
export type ConversationsOf = (at: { clock: Clock }) => Conversations;
