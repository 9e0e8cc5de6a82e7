import type { Transaction } from "@promostack/core";
import type { Totals } from "./api.ts";
import { countedIn, IS, type Scope } from "./scope.ts";

type Counts = Omit<Totals, "successRate" | "acceptedRate">;

/** Figures of the period and of the one before it. */
export async function totals(trx: Transaction, scope: Scope): Promise<{ totals: Totals; before: Totals }> {
  const events = countedIn(scope, { before: true, values: [scope.start] });
  // A template's figures are of its pictures, and the public page's of nobody: who is new to the bot is no figure of theirs.
  const newcomers = scope.template === undefined && scope.source !== "public";
  const rows = [
    ...(await trx.many<Partial<Counts> & { later: boolean }>(
      `with each as (
         select at >= $1 as later, person, count(*) filter (where ${IS.use}) as uses, count(*) filter (where ${IS.picture}) as pictures,
           count(*) filter (where ${IS.accepted}) as accepted, count(*) filter (where ${IS.refused}) as refused
         from use ${events.where} group by 1, 2
       )
       select later, count(person) as people, sum(uses)::int as uses, sum(pictures)::int as pictures,
         sum(accepted)::int as accepted, sum(refused)::int as refused
       from each group by 1`,
      events.values,
    )),
    ...(newcomers
      ? await trx.many<Partial<Counts> & { later: boolean }>(
          `select first_at >= $1 as later, count(*) as "newPeople" from use_person where first_at >= $2 and first_at < $3 group by 1`,
          [scope.start, scope.beforeStart, scope.end],
        )
      : []),
  ];
  return { totals: totalsOf(rows, true), before: totalsOf(rows, false) };
}

function totalsOf(rows: readonly (Partial<Counts> & { later: boolean })[], of: boolean): Totals {
  const none: Counts = { uses: 0, pictures: 0, people: 0, newPeople: 0, accepted: 0, refused: 0 };
  const found = rows.filter(({ later }) => later === of).map(({ later: _, ...counts }) => counts);
  const counts: Counts = Object.assign(none, ...found);
  return {
    ...counts,
    successRate: shareOf(counts.pictures, counts.uses),
    acceptedRate: shareOf(counts.accepted, counts.accepted + counts.refused),
  };
}

/** Null where there is nothing to have a share of. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
