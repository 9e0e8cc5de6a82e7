import { Zone } from "@promostack/core/strategy";
import type { CalendarName } from "../domain/instrument.ts";
import { type DayOff, holidaysOf } from "./holidays.ts";
import { SESSIONS, type Sessions } from "./sessions.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Sessions and early ends lie on quarters of an hour. */
const QUARTER = 15 * MINUTE;
/** No market rests longer, but for a feed that ended. */
const LONGEST_REST = 14 * DAY;

/** An installation's own day: it replaces what the rules say of that day, and `open` undoes a holiday. */
export interface OwnDay {
  calendar: CalendarName;
  date: string;
  effect: DayOff | "open";
  name: string;
}

/** When an instrument trades: its week in its own zone (daylight saving is the zone's business), less holidays. */
export class TradingCalendar {
  readonly #name: CalendarName;
  readonly #sessions: Sessions;
  readonly #zone: Zone;
  readonly #own: ReadonlyMap<string, OwnDay["effect"]>;
  /** Minutes of a session that are traded, by trading day; whole sessions are not in it. */
  readonly #short = new Map<number, Map<number, number>>();

  constructor(name: CalendarName, own: readonly OwnDay[] = []) {
    this.#name = name;
    this.#sessions = SESSIONS[name];
    this.#zone = new Zone(this.#sessions.zone);
    this.#own = new Map(
      own.filter(({ calendar }) => calendar === name).map(({ date, effect }) => [date, effect]),
    );
  }

  /** Whether the market trades in the minute that begins at an instant. */
  isOpen(time: number): boolean {
    const { opensBefore, minutes, days } = this.#sessions;
    // Local time on a clock on which every session begins at midnight of its trading day.
    const shifted = time + this.#zone.offset(time) + opensBefore * MINUTE;
    const tradingDay = Math.floor(shifted / DAY);
    const minute = Math.floor((shifted - tradingDay * DAY) / MINUTE);
    // Day 0 of the epoch was a Thursday.
    const weekday = ((((tradingDay + 3) % 7) + 7) % 7) + 1;
    return days.includes(weekday) && minute < (this.#shortened(tradingDay) ?? minutes);
  }

  /** Whether a candle of `step` milliseconds that opens at an instant has a minute of trading in it. */
  hasTrading(open: number, step: number): boolean {
    for (let at = open; at < open + step; at += Math.min(step, QUARTER)) if (this.isOpen(at)) return true;
    return false;
  }

  /** Milliseconds of trading in [from, until), by the quarter of an hour; counted no further than `most`. */
  tradedBetween(from: number, until: number, most: number): number {
    let traded = 0;
    for (let at = from; at < until && traded < most; ) {
      const next = Math.min(until, (Math.floor(at / QUARTER) + 1) * QUARTER);
      if (this.isOpen(at)) traded += next - at;
      at = next;
    }
    return Math.min(traded, most);
  }

  /** The instant itself while the market is open, else when it opens next; undefined for one that stays closed. */
  nextOpen(time: number): number | undefined {
    for (let at = time; at < time + LONGEST_REST; at = (Math.floor(at / QUARTER) + 1) * QUARTER)
      if (this.isOpen(at)) return at;
    return undefined;
  }

  /** Minutes of the session of a trading day that a holiday leaves; undefined for an ordinary day. */
  #shortened(tradingDay: number): number | undefined {
    if (this.#name === "crypto" && this.#own.size === 0) return undefined;
    const year = new Date(tradingDay * DAY).getUTCFullYear();
    let days = this.#short.get(year);
    if (days === undefined) {
      days = this.#shortDays(year);
      this.#short.set(year, days);
    }
    return days.get(tradingDay);
  }

  #shortDays(year: number): Map<number, number> {
    const effects = new Map<string, OwnDay["effect"]>();
    for (const { date, effects: by } of holidaysOf(year)) {
      const effect = by[this.#name];
      if (effect !== undefined) effects.set(date, effect);
    }
    for (const [date, effect] of this.#own) if (date.startsWith(`${year}-`)) effects.set(date, effect);
    return new Map(
      [...effects].flatMap(([date, effect]) => {
        const left = this.#minutesLeft(effect);
        return left === undefined ? [] : [[Date.parse(date) / DAY, left]];
      }),
    );
  }

  #minutesLeft(effect: OwnDay["effect"]): number | undefined {
    if (effect === "closed") return 0;
    if (typeof effect === "string") return undefined;
    const [hours = 0, minutes = 0] = effect.closesAt.split(":").map(Number);
    return this.#sessions.opensBefore + hours * 60 + minutes;
  }
}
