import { forbidden, type Refusal } from "./refusal.ts";
import type { ChatType } from "./shapes.ts";

export type Status = "creator" | "administrator" | "member" | "restricted" | "left" | "kicked";

/** An administrator's rights, in the Bot API's names. */
export const RIGHTS = [
  "can_manage_chat",
  "can_delete_messages",
  "can_manage_video_chats",
  "can_restrict_members",
  "can_promote_members",
  "can_change_info",
  "can_invite_users",
  "can_post_messages",
  "can_edit_messages",
  "can_pin_messages",
  "can_post_stories",
  "can_edit_stories",
  "can_delete_stories",
] as const;

export type Right = (typeof RIGHTS)[number];
export type Rights = Partial<Record<Right, boolean>>;

/** Everything an administrator can be given in a chat of this type. */
export function allRights(): Rights {
  return Object.fromEntries(RIGHTS.map((right) => [right, true]));
}

export function isIn(status: Status): boolean {
  return status !== "left" && status !== "kicked";
}

export function isAdministrator(status: Status): boolean {
  return status === "creator" || status === "administrator";
}

export function may({ status, rights }: { status: Status; rights: Rights }, right: Right): boolean {
  return status === "creator" || (status === "administrator" && rights[right] === true);
}

/** Why a bot that is not in the chat hears nothing of it. */
export function notThere(status: Status, type: ChatType): Refusal {
  return status === "kicked"
    ? forbidden(`bot was kicked from the ${type} chat`)
    : forbidden(`bot is not a member of the ${type} chat`);
}
