import { Conditions, PlatformError, type SqlValue, type Transaction } from "@promostack/core";
import type { NumbersQuery } from "./api.ts";

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;
/** A page of days, and a line in a chart, for each. */
const MOST_DAYS = 1_100;

/** What numbers are asked of: a period, the one of as many days before it, and what is counted in both. */
export interface Scope {
  /** Days in the zone, both included. */
  from: string;
  to: string;
  days: number;
  zone: string;
  now: Date;
  /** The moments: before the earlier period, between both, after the later one. */
  beforeStart: Date;
  start: Date;
  end: Date;
  source: string | undefined;
  template: string | undefined;
}

/** The period as moments; the last 30 days where none is named. Raises `numbers.period`. */
export async function scopeOf(
  trx: Transaction,
  { from, to, source, template }: NumbersQuery,
  { timezone: zone, now }: { timezone: string; now: Date },
): Promise<Scope> {
  const last = to ?? new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(now);
  const first = from ?? new Date(Date.parse(last) - (USUAL_DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  const days = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
  if (!(days >= 1 && days <= MOST_DAYS))
    throw new PlatformError("This is no period.", {
      code: "numbers.period",
      status: 422,
      hint: `Choose an end that is not before the beginning, at most ${MOST_DAYS} days later.`,
    });
  const moments = await trx.one<{ beforeStart: Date; start: Date; end: Date }>(
    `select ($1::date - $3::int)::timestamp at time zone $4 as "beforeStart",
       $1::date::timestamp at time zone $4 as start, ($2::date + 1)::timestamp at time zone $4 as end`,
    [first, last, days, zone],
  );
  if (moments === undefined) throw new RangeError("A select without a table answers a row.");
  return { from: first, to: last, days, zone, now, ...moments, source, template };
}

/** Which rows of `use` are counted, in the period or from the one before it on. */
export function countedIn(
  { start, beforeStart, end, source, template }: Scope,
  { before = false, values = [] }: { before?: boolean; values?: readonly SqlValue[] } = {},
): Conditions {
  return new Conditions(values)
    .add(before ? beforeStart : start, (place) => `at >= ${place}`)
    .add(end, (place) => `at < ${place}`)
    .add(source, (place) => `source = ${place}`)
    .add(template, (place) => `template_id = ${place}`);
}

/** SQL of what an event is. */
export const IS = {
  /** A valid code is none by itself. */
  use: "outcome <> 'valid'",
  picture: "outcome in ('sent', 'made')",
  accepted: "outcome = 'valid'",
  refused: "outcome = 'invalid'",
  error: "outcome in ('invalid', 'unsure', 'failed')",
} as const;
