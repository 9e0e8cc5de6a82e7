import type { MessageKindShown, MessageKinds } from "../../messages/api.ts";

export type ChannelShown = MessageKinds["channels"][number];

/** Whether a kind of channel gets a kind of message, by its rules. */
export function isPosted(kind: MessageKindShown, { post, off }: ChannelShown): boolean {
  if (post === "nothing" || off.includes(kind.switch)) return false;
  return post === "signals" || kind.group === "results" || kind.group === "recaps";
}
