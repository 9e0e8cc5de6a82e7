import type { Transaction } from "@promostack/core";
import type { DayNumbers, HourNumbers } from "./api.ts";
import { countedIn, IS, type Scope } from "./scope.ts";

/** Each day of the period, those without anything too, beside the one in the same place of the period before. */
export async function dayNumbers(trx: Transaction, scope: Scope): Promise<DayNumbers[]> {
  const { zone, from, days } = scope;
  const counted = countedIn(scope, { before: true, values: [zone, from, days] });
  return trx.many<DayNumbers>(
    `with each as (
       select (at at time zone $1)::date as day, person, count(*) filter (where ${IS.use}) as uses,
         count(*) filter (where ${IS.picture}) as pictures, count(*) filter (where ${IS.accepted}) as accepted,
         count(*) filter (where ${IS.refused}) as refused
       from use ${counted.where} group by 1, 2
     ), found as (
       select day, sum(uses)::int as uses, sum(pictures)::int as pictures, count(person)::int as people,
         sum(accepted)::int as accepted, sum(refused)::int as refused
       from each group by 1
     )
     select ($2::date + n)::text as day, coalesce(f.uses, 0) as uses, coalesce(f.pictures, 0) as pictures,
       coalesce(f.people, 0) as people, coalesce(f.accepted, 0) as accepted, coalesce(f.refused, 0) as refused,
       coalesce(b.uses, 0) as "usesBefore"
     from generate_series(0, $3::int - 1) n
       left join found f on f.day = $2::date + n left join found b on b.day = $2::date + n - $3::int
     order by n`,
    counted.values,
  );
}

/** Uses by weekday and hour on the zone's clock; hours without any are left out. */
export async function hourNumbers(trx: Transaction, scope: Scope): Promise<HourNumbers[]> {
  const counted = countedIn(scope, { values: [scope.zone] }).always(IS.use);
  return trx.many<HourNumbers>(
    `select extract(isodow from wall)::int as weekday, extract(hour from wall)::int as hour, sum(uses)::int as uses
     from (
       -- A quarter of an hour lies in one hour of every zone: few moments have to be told in it.
       select date_bin('15 minutes', at, 'epoch') at time zone $1 as wall, count(*) as uses from use ${counted.where} group by 1
     ) q group by 1, 2 order by 1, 2`,
    counted.values,
  );
}
