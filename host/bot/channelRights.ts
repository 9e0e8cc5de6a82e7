import { field } from "./updateFacts.ts";

export interface ChannelRights {
  canPost: boolean;
  /** Names of the Bot API's rights that the bot lacks. */
  missing: string[];
  /** One sentence for a person; undefined where nothing is missing. */
  problem: string | undefined;
}

const WORDS: Record<string, string> = {
  can_post_messages: "post messages",
  can_invite_users: "add subscribers by invite links",
  can_restrict_members: "ban and remove people",
  can_send_messages: "write messages",
};

/**
 * What a bot lacks in a chat, from Telegram's ChatMember. Posting is needed everywhere; a VIP channel also lets people in
 * and out.
 */
export function missingRights(type: string, kind: string, member: unknown): ChannelRights {
  const status = field(member, "status");
  if (status === "left" || status === "kicked" || status === undefined) {
    return {
      canPost: false,
      missing: neededRights(type, kind),
      problem:
        status === "kicked"
          ? "The bot was removed from it."
          : "The bot is not a member. Add it as an administrator.",
    };
  }
  const has = (right: string) => {
    if (status === "creator") return true;
    if (right !== "can_send_messages") return status === "administrator" && field(member, right) === true;
    return status !== "restricted" || field(member, right) === true;
  };
  const missing = neededRights(type, kind).filter((right) => !has(right));
  const canPost = !missing.includes(postRight(type));
  if (missing.length === 0) return { canPost, missing, problem: undefined };
  const words = missing.map((right) => WORDS[right] ?? right);
  const list = words.length === 1 ? words[0] : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
  return { canPost, missing, problem: `The bot may not ${list}. Give it these rights as an administrator.` };
}

function neededRights(type: string, kind: string): string[] {
  return kind === "vip" ? [postRight(type), "can_invite_users", "can_restrict_members"] : [postRight(type)];
}

/** In groups administrators and, where nobody forbids it, members may write; in channels only administrators with the right. */
function postRight(type: string): string {
  return type === "channel" ? "can_post_messages" : "can_send_messages";
}
