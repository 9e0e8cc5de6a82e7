import type { Transaction } from "@promostack/core";
import { WINDOW_NAMES, WINDOWS } from "../uses/windows.ts";
import type { Retention } from "./api.ts";
import type { Scope } from "./scope.ts";
import { shareOf } from "./totals.ts";

/**
 * Who came back, among the people whose window ended in the period (an end that is still to come is none). So each is counted once, in the
 * period in which it is known, and periods can be compared. Of everybody in the chat: filters say nothing about who comes back.
 */
export async function retention(
  trx: Transaction,
  { beforeStart, start, end, now }: Scope,
): Promise<Retention[]> {
  const until = now < end ? now : end;
  const found: Retention[] = [];
  for (const window of WINDOW_NAMES) {
    const rows = await trx.many<{ later: boolean; people: number; returned: number }>(
      `select first_at >= $2::timestamptz - w as later, count(*) as people, count(*) filter (where back_${window}) as returned
       from use_person, make_interval(hours => $4) w where first_at >= $1::timestamptz - w and first_at < $3::timestamptz - w group by 1`,
      [beforeStart, start, until, WINDOWS[window].closes],
    );
    const of = (later: boolean) => rows.find((row) => row.later === later) ?? { people: 0, returned: 0 };
    const { people, returned } = of(true);
    const before = of(false);
    found.push({
      ...{ window, people, returned, rate: shareOf(returned, people) },
      rateBefore: shareOf(before.returned, before.people),
    });
  }
  return found;
}
