import { randomBytes } from "node:crypto";
import type { Transaction } from "@promostack/core";
import { type InviteLink, type User, unixTime } from "../domain/shapes.ts";
import { usersById } from "./people.ts";

export interface LinkRow {
  link: string;
  room: number;
  creator_id: number;
  name: string | null;
  expire_at: Date | null;
  member_limit: number | null;
  joined: number;
  creates_join_request: boolean;
  is_primary: boolean;
  is_revoked: boolean;
  pending: number;
}

export interface LinkOptions {
  name?: string;
  expireAt?: Date;
  memberLimit?: number;
  createsJoinRequest?: boolean;
  primary?: boolean;
}

const SELECT = `select l.link, l.room, l.creator_id, l.name, l.expire_at, l.member_limit, l.joined, l.creates_join_request,
  l.is_primary, l.is_revoked,
  (select count(*)::int from join_request j where j.room = l.room and j.link = l.link) as pending
  from invite_link l`;

export async function createLink(
  trx: Transaction,
  room: number,
  creatorId: number,
  options: LinkOptions,
  now: Date,
): Promise<LinkRow> {
  const link = `https://t.me/+${randomBytes(12).toString("base64url")}`;
  await trx.run(
    `insert into invite_link (link, room, creator_id, name, expire_at, member_limit, creates_join_request, is_primary, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      link,
      room,
      creatorId,
      options.name ?? null,
      options.expireAt ?? null,
      options.memberLimit ?? null,
      options.createsJoinRequest ?? false,
      options.primary ?? false,
      now,
    ],
  );
  return stored(await findLink(trx, link));
}

export function findLink(trx: Transaction, link: string): Promise<LinkRow | undefined> {
  return trx.one<LinkRow>(`${SELECT} where l.link = $1`, [link]);
}

export function linksOf(trx: Transaction, room: number): Promise<LinkRow[]> {
  return trx.many<LinkRow>(`${SELECT} where l.room = $1 order by l.created_at`, [room]);
}

export async function changeLink(trx: Transaction, link: string, options: LinkOptions): Promise<LinkRow> {
  await trx.run(
    "update invite_link set name = $2, expire_at = $3, member_limit = $4, creates_join_request = $5 where link = $1",
    [
      link,
      options.name ?? null,
      options.expireAt ?? null,
      options.memberLimit ?? null,
      options.createsJoinRequest ?? false,
    ],
  );
  return stored(await findLink(trx, link));
}

export async function revokeLink(trx: Transaction, link: string): Promise<LinkRow> {
  await trx.run("update invite_link set is_revoked = true where link = $1", [link]);
  return stored(await findLink(trx, link));
}

/** Revokes the bot's primary link and makes the next. */
export async function renewPrimaryLink(
  trx: Transaction,
  room: number,
  creatorId: number,
  now: Date,
): Promise<LinkRow> {
  await trx.run(
    "update invite_link set is_revoked = true where room = $1 and creator_id = $2 and is_primary",
    [room, creatorId],
  );
  return createLink(trx, room, creatorId, { primary: true }, now);
}

/** Counts somebody in, unless the link is used up, run out or revoked. */
export async function countIn(trx: Transaction, link: string, now: Date): Promise<boolean> {
  const used = await trx.run(
    `update invite_link set joined = joined + 1
     where link = $1 and not is_revoked and (expire_at is null or expire_at > $2)
       and (member_limit is null or joined < member_limit)`,
    [link, now],
  );
  return used === 1;
}

/** The Bot API's ChatInviteLink. */
export async function linkObject(trx: Transaction, row: LinkRow): Promise<InviteLink> {
  const creator = (await usersById(trx, [row.creator_id])).get(row.creator_id);
  return linkWith(row, creator ?? { id: row.creator_id, is_bot: false, first_name: "Deleted Account" });
}

function linkWith(row: LinkRow, creator: User): InviteLink {
  return {
    invite_link: row.link,
    creator,
    creates_join_request: row.creates_join_request,
    is_primary: row.is_primary,
    is_revoked: row.is_revoked,
    ...(row.name !== null && { name: row.name }),
    ...(row.expire_at !== null && { expire_date: unixTime(row.expire_at) }),
    ...(row.member_limit !== null && { member_limit: row.member_limit }),
    ...(row.pending > 0 && { pending_join_request_count: row.pending }),
  };
}

function stored(row: LinkRow | undefined): LinkRow {
  if (!row) throw new Error("An invite link that was just written is not there.");
  return row;
}
