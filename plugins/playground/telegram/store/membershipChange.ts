import type { Transaction } from "@promostack/core";
import type { Rights, Status } from "../domain/membership.ts";
import { type InviteLink, type User, unixTime } from "../domain/shapes.ts";
import { type MemberRow, memberObject, memberOf, setMember } from "./members.ts";
import { usersById } from "./people.ts";
import { chatObject, type Room } from "./rooms.ts";
import { addUpdate } from "./updates.ts";

export interface MembershipChange {
  userId: number;
  status: Status;
  rights?: Rights;
  until?: Date | null;
  /** Whose act it was. */
  by: User;
  inviteLink?: InviteLink;
  viaJoinRequest?: boolean;
}

/** Changes a member of a group or channel, and tells the bots that may know: the bot it is about, and administrators. */
export async function changeMembership(
  trx: Transaction,
  room: Room,
  change: MembershipChange,
  now: Date,
): Promise<MemberRow> {
  const before = await memberOf(trx, room.room, change.userId, now);
  const after = await setMember(
    trx,
    {
      room: room.room,
      user_id: change.userId,
      status: change.status,
      rights: change.rights ?? {},
      until: change.until ?? null,
    },
    now,
  );
  const user = (await usersById(trx, [change.userId])).get(change.userId);
  if (!user) throw new Error(`There is no user ${change.userId}.`);
  const body = {
    chat: chatObject(room),
    from: change.by,
    date: unixTime(now),
    old_chat_member: memberObject(before, user),
    new_chat_member: memberObject(after, user),
    ...(change.inviteLink && { invite_link: change.inviteLink }),
    ...(change.viaJoinRequest && { via_join_request: true }),
  };
  if (user.is_bot) await addUpdate(trx, user.id, "my_chat_member", room.id, body);
  for (const bot of await administrators(trx, room.room)) {
    if (bot !== user.id) await addUpdate(trx, bot, "chat_member", room.id, body);
  }
  return after;
}

/** A person starts, blocks or unblocks a bot: the bot hears it as a change of its own membership. */
export async function changePrivate(
  trx: Transaction,
  room: Room,
  bot: User,
  person: User,
  blocked: boolean,
  now: Date,
): Promise<void> {
  await trx.run(
    "update chat set blocked = $2, started = started or not $2, revision = revision + 1 where room = $1",
    [room.room, blocked],
  );
  const status = (is: boolean) =>
    is ? { status: "kicked", user: bot, until_date: 0 } : { status: "member", user: bot };
  await addUpdate(trx, bot.id, "my_chat_member", room.id, {
    chat: chatObject(room),
    from: person,
    date: unixTime(now),
    old_chat_member: status(!blocked),
    new_chat_member: status(blocked),
  });
}

export async function administrators(trx: Transaction, room: number): Promise<number[]> {
  const rows = await trx.many<{ user_id: number }>(
    `select m.user_id from member m join bot b on b.id = m.user_id
     where m.room = $1 and m.status in ('administrator', 'creator') order by m.user_id`,
    [room],
  );
  return rows.map(({ user_id }) => user_id);
}
