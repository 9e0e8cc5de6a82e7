import type { Transaction } from "@promostack/core";
import { RIGHTS, type Rights, type Status } from "../domain/membership.ts";
import { type User, unixTime } from "../domain/shapes.ts";

export interface MemberRow {
  room: number;
  user_id: number;
  status: Status;
  rights: Rights;
  until: Date | null;
}

const COLUMNS = "room, user_id, status, rights, until";

/** A member's row, or one that says `left`. A ban that ran out counts as left. */
export async function memberOf(
  trx: Transaction,
  room: number,
  userId: number,
  now: Date,
): Promise<MemberRow> {
  const row = await trx.one<MemberRow>(`select ${COLUMNS} from member where room = $1 and user_id = $2`, [
    room,
    userId,
  ]);
  const absent: MemberRow = { room, user_id: userId, status: "left", rights: {}, until: null };
  if (!row) return absent;
  return row.status === "kicked" && row.until !== null && row.until <= now ? absent : row;
}

export function membersOf(trx: Transaction, room: number): Promise<MemberRow[]> {
  return trx.many<MemberRow>(
    `select ${COLUMNS} from member where room = $1 and status not in ('left', 'kicked') order by joined_at, user_id`,
    [room],
  );
}

export async function setMember(
  trx: Transaction,
  member: Pick<MemberRow, "room" | "user_id" | "status"> & Partial<MemberRow>,
  now: Date,
): Promise<MemberRow> {
  const row = await trx.one<MemberRow>(
    `insert into member (room, user_id, status, rights, until, joined_at) values ($1, $2, $3, $4::jsonb, $5, $6)
     on conflict (room, user_id) do update set status = excluded.status, rights = excluded.rights, until = excluded.until,
       joined_at = case when member.status in ('left', 'kicked') then excluded.joined_at else member.joined_at end
     returning ${COLUMNS}`,
    [
      member.room,
      member.user_id,
      member.status,
      JSON.stringify(member.rights ?? {}),
      member.until ?? null,
      now,
    ],
  );
  if (!row) throw new Error("A member was not stored.");
  return row;
}

/** The Bot API's ChatMember. */
export function memberObject(row: MemberRow, user: User): Record<string, unknown> {
  const { status } = row;
  if (status === "creator") return { status, user, is_anonymous: false };
  if (status === "administrator") {
    const rights = Object.fromEntries(RIGHTS.map((right) => [right, row.rights[right] ?? false]));
    return { status, user, can_be_edited: false, is_anonymous: false, ...rights };
  }
  if (status === "kicked") return { status, user, until_date: row.until === null ? 0 : unixTime(row.until) };
  if (status === "restricted") {
    return {
      status,
      user,
      is_member: true,
      until_date: row.until === null ? 0 : unixTime(row.until),
      ...row.rights,
    };
  }
  return { status, user };
}
