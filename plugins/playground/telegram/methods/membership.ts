import { isAdministrator, isIn, type Status } from "../domain/membership.ts";
import { badRequest } from "../domain/refusal.ts";
import { type User, unixTime } from "../domain/shapes.ts";
import { botUser } from "../store/bots.ts";
import { countIn, findLink, linkObject } from "../store/inviteLinks.ts";
import { deleteJoinRequest } from "../store/joinRequests.ts";
import { memberObject, memberOf, membersOf } from "../store/members.ts";
import { changeMembership } from "../store/membershipChange.ts";
import { usersById } from "../store/people.ts";
import { chatObject, type Room } from "../store/rooms.ts";
import { chatOf, chatWithRight, ownMembership, readableChat } from "./access.ts";
import type { Call, Handler } from "./call.ts";

const NO_RIGHT = "not enough rights to restrict/unrestrict chat member";

export const getChat: Handler = async (call) => {
  const room = await readableChat(call);
  return {
    ...chatObject(room),
    ...(room.description !== null && { [room.type === "private" ? "bio" : "description"]: room.description }),
    accent_color_id: room.id < 0 ? 0 : room.id % 7,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: true,
      limited_gifts: true,
      unique_gifts: true,
      premium_subscription: room.type === "private",
      gifts_from_channels: true,
    },
    ...(room.username !== null && { active_usernames: [room.username] }),
  };
};

export const getChatMember: Handler = async (call) => {
  const room = await readableChat(call);
  const user = await knownUser(call);
  if (room.type === "private") {
    if (user.id !== room.id && user.id !== call.bot.id) throw badRequest("PARTICIPANT_ID_INVALID");
    return { status: "member", user };
  }
  return memberObject(await memberOf(call.trx, room.room, user.id, call.now), user);
};

export const getChatAdministrators: Handler = async (call) => {
  const room = await readableChat(call);
  if (room.type === "private") throw badRequest("there are no administrators in the private chat");
  const members = await membersOf(call.trx, room.room);
  const administrators = members.filter(({ status }) => isAdministrator(status));
  const users = await usersById(
    call.trx,
    administrators.map(({ user_id }) => user_id),
  );
  const withBots = call.parameters.boolean("return_bots") === true;
  return administrators.flatMap((member) => {
    const user = users.get(member.user_id);
    const shown = user && (withBots || !user.is_bot || user.id === call.bot.id);
    return shown ? [memberObject(member, user)] : [];
  });
};

export const getChatMemberCount: Handler = async (call) => {
  const room = await readableChat(call);
  return room.type === "private" ? 2 : (await membersOf(call.trx, room.room)).length;
};

export const banChatMember: Handler = async (call) => {
  const { room, user, status } = await target(call);
  if (status === "creator") throw badRequest("can't remove chat owner");
  if (status === "administrator") throw badRequest("user is an administrator of the chat");
  const until = call.parameters.integer("until_date") ?? 0;
  // Less than 30 seconds or more than 366 days from now is for ever.
  const seconds = until - unixTime(call.now);
  const ends = seconds < 30 || seconds > 366 * 86_400 ? null : new Date(until * 1000);
  await changeMembership(
    call.trx,
    room,
    { userId: user.id, status: "kicked", until: ends, by: botUser(call.bot) },
    call.now,
  );
  await deleteJoinRequest(call.trx, room.room, user.id);
  return true;
};

/** Unbanning a member removes them, unless `only_if_banned`. */
export const unbanChatMember: Handler = async (call) => {
  const { room, user, status } = await target(call);
  if (status === "left") return true;
  if (status !== "kicked" && call.parameters.boolean("only_if_banned") === true) return true;
  if (isAdministrator(status)) throw badRequest("user is an administrator of the chat");
  await changeMembership(
    call.trx,
    room,
    { userId: user.id, status: "left", by: botUser(call.bot) },
    call.now,
  );
  return true;
};

export const leaveChat: Handler = async (call) => {
  const room = await chatOf(call);
  if (room.type === "private") throw badRequest("chat member status can't be changed in private chats");
  await ownMembership(call, room);
  const self = botUser(call.bot);
  await changeMembership(call.trx, room, { userId: self.id, status: "left", by: self }, call.now);
  return true;
};

export const approveChatJoinRequest: Handler = async (call) => {
  const room = await chatWithRight(call, "can_invite_users", "not enough rights");
  const user = await knownUser(call);
  const { status } = await memberOf(call.trx, room.room, user.id, call.now);
  if (isIn(status)) throw badRequest("USER_ALREADY_PARTICIPANT");
  const request = await deleteJoinRequest(call.trx, room.room, user.id);
  if (!request) throw badRequest("HIDE_REQUESTER_MISSING");
  const row = request.link === null ? undefined : await findLink(call.trx, request.link);
  if (row) await countIn(call.trx, row.link, call.now);
  const link = row && (await linkObject(call.trx, row));
  await changeMembership(
    call.trx,
    room,
    { userId: user.id, status: "member", by: botUser(call.bot), inviteLink: link, viaJoinRequest: true },
    call.now,
  );
  return true;
};

export const declineChatJoinRequest: Handler = async (call) => {
  const room = await chatWithRight(call, "can_invite_users", "not enough rights");
  const user = await knownUser(call);
  if (!(await deleteJoinRequest(call.trx, room.room, user.id))) throw badRequest("HIDE_REQUESTER_MISSING");
  return true;
};

async function target(call: Call): Promise<{ room: Room; user: User; status: Status }> {
  const room = await chatOf(call);
  if (room.type === "private") throw badRequest("chat member status can't be changed in private chats");
  await chatWithRight(call, "can_restrict_members", NO_RIGHT);
  const user = await knownUser(call);
  const { status } = await memberOf(call.trx, room.room, user.id, call.now);
  return { room, user, status };
}

async function knownUser({ trx, parameters }: Call): Promise<User> {
  const id = parameters.integer("user_id") ?? 0;
  const user = (await usersById(trx, [id])).get(id);
  if (!user) throw badRequest("invalid user_id specified");
  return user;
}
