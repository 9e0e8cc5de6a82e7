import type { Transaction } from "@promostack/core";
import type { Progress } from "./api.ts";
import { BOT_PACE, RECIPIENT_STATES } from "./states.ts";

const STATE_COUNTS = RECIPIENT_STATES.map(
  (state) => `count(*) filter (where state = '${state}') as "${state}"`,
);

type Row = Omit<Progress, "nextDueAt" | "secondsLeft"> & { nextDueAt: Date | null; due: number };

/** One statement, so that the figures are of one moment. */
const PROGRESS = `select count(*) as people, ${STATE_COUNTS.join(", ")}, count(entered_at) as entered,
    min(due_at) filter (where state = 'waiting' and due_at > $2) as "nextDueAt",
    count(*) filter (where state = 'queued' or (state = 'waiting' and due_at <= $2)) as due,
    (select count(distinct person_id) from click where broadcast_id = $1) as clicked,
    coalesce((select jsonb_object_agg(why, people) from (
      select why, count(*) as people from broadcast_recipient
      where broadcast_id = $1 and state = 'waiting' and why <> '' group by why) h), '{}') as held
  from broadcast_recipient where broadcast_id = $1`;

/** How far a broadcast is. */
export async function progressOf(trx: Transaction, id: string, now: Date): Promise<Progress> {
  const row = await trx.one<Row>(PROGRESS, [id, now]);
  if (row === undefined) throw new Error("An aggregate answers one row.");
  const { due, nextDueAt, ...counts } = row;
  return {
    ...counts,
    nextDueAt: nextDueAt?.toISOString() ?? null,
    secondsLeft: due === 0 ? null : Math.ceil(due / BOT_PACE),
  };
}

/** People who pressed or opened each button. */
export async function buttonClicks(trx: Transaction, id: string): Promise<Record<string, number>> {
  const rows = await trx.many<{ button: string; people: number }>(
    "select button, count(distinct person_id) as people from click where broadcast_id = $1 group by button",
    [id],
  );
  return Object.fromEntries(rows.map(({ button, people }) => [button, people]));
}
