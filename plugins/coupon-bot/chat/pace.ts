import type { Transaction } from "@promostack/core";

/** What a person may do only so often. */
export const PACES = { codes: 60_000, pictures: 3_600_000 } as const;

export type Paced = keyof typeof PACES;

/** Whether one more is within the limit; else the seconds until it is, and whether this is the first that was too many. */
export type Allowed = { allowed: true } | { allowed: false; seconds: number; first: boolean };

/** Counts one act of a person in a window that begins with its first. In the row that `meet` locked, so every replica counts the same. */
export async function take(
  trx: Transaction,
  person: string,
  what: Paced,
  most: number,
  now: Date,
): Promise<Allowed> {
  const windowMs = PACES[what];
  const begun = new Date(now.getTime() - windowMs);
  const row = await trx.one<{ count: number; since: Date }>(
    `update talk set ${what} = case when ${what}_since > $2 then ${what} + 1 else 1 end,
       ${what}_since = case when ${what}_since > $2 then ${what}_since else $3 end
     where person = $1 returning ${what} as count, ${what}_since as since`,
    [person, begun, now],
  );
  if (row === undefined || row.count <= most) return { allowed: true };
  const seconds = Math.max(1, Math.ceil((row.since.getTime() + windowMs - now.getTime()) / 1_000));
  return { allowed: false, seconds, first: row.count === most + 1 };
}
