import type { Parameters } from "../domain/parameters.ts";
import { badRequest } from "../domain/refusal.ts";
import {
  changeLink,
  createLink,
  findLink,
  type LinkOptions,
  type LinkRow,
  linkObject,
  renewPrimaryLink,
  revokeLink,
} from "../store/inviteLinks.ts";
import type { Room } from "../store/rooms.ts";
import { chatWithRight } from "./access.ts";
import type { Call, Handler } from "./call.ts";

const NO_RIGHT = "not enough rights to manage chat invite link";

export const createChatInviteLink: Handler = async (call) => {
  const room = await chatWithRight(call, "can_invite_users", NO_RIGHT);
  const options = readOptions(call.parameters, call.now);
  return linkObject(call.trx, await createLink(call.trx, room.room, call.bot.id, options, call.now));
};

export const editChatInviteLink: Handler = async (call) => {
  const room = await chatWithRight(call, "can_invite_users", NO_RIGHT);
  const link = await ownLink(call, room);
  const options = readOptions(call.parameters, call.now);
  return linkObject(call.trx, await changeLink(call.trx, link.link, options));
};

export const revokeChatInviteLink: Handler = async (call) => {
  const room = await chatWithRight(call, "can_invite_users", NO_RIGHT);
  const link = await ownLink(call, room);
  const revoked = await revokeLink(call.trx, link.link);
  if (revoked.is_primary) await renewPrimaryLink(call.trx, room.room, call.bot.id, call.now);
  return linkObject(call.trx, revoked);
};

export const exportChatInviteLink: Handler = async (call) => {
  const room = await chatWithRight(call, "can_invite_users", NO_RIGHT);
  return (await renewPrimaryLink(call.trx, room.room, call.bot.id, call.now)).link;
};

/** Bots can change only the links they made. */
async function ownLink({ trx, bot, parameters }: Call, room: Room): Promise<LinkRow> {
  const link = await findLink(trx, parameters.text("invite_link") ?? "");
  if (!link || link.room !== room.room || link.creator_id !== bot.id) throw badRequest("INVITE_HASH_EXPIRED");
  return link;
}

function readOptions(parameters: Parameters, now: Date): LinkOptions {
  const name = parameters.text("name");
  const expires = parameters.integer("expire_date") || undefined;
  const limit = parameters.integer("member_limit") || undefined;
  const asks = parameters.boolean("creates_join_request") ?? false;
  if (name !== undefined && [...name].length > 32)
    throw badRequest("invite link name must be 0-32 characters long");
  if (limit !== undefined && (limit < 1 || limit > 99_999)) throw badRequest("MEMBER_LIMIT_INVALID");
  if (limit !== undefined && asks) {
    throw badRequest("member limit can't be specified for links requiring administrator approval");
  }
  if (expires !== undefined && expires * 1000 <= now.getTime()) throw badRequest("EXPIRE_DATE_INVALID");
  return {
    name,
    expireAt: expires === undefined ? undefined : new Date(expires * 1000),
    memberLimit: limit,
    createsJoinRequest: asks,
  };
}
