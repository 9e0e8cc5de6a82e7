import type { Transact } from "@promostack/core";
import type { DayOff } from "../calendar/holidays.ts";
import { type OwnDay, TradingCalendar } from "../calendar/tradingCalendar.ts";
import type { CalendarName } from "../domain/instrument.ts";
import { Kept } from "./kept.ts";

/** So long other replicas may not know of a day that was just changed. */
const KEPT_MS = 5_000;

/** Trading calendars with the installation's own days. */
export class Calendars {
  readonly #kept = new Kept<ReadonlyMap<CalendarName, TradingCalendar>>(KEPT_MS);

  async of(source: { platformDb: Transact }, name: CalendarName): Promise<TradingCalendar> {
    const all = await this.#kept.get(async () => {
      const own = await ownDays(source);
      const names: CalendarName[] = ["metals", "forex", "crypto"];
      return new Map(names.map((each) => [each, new TradingCalendar(each, own)]));
    });
    return all.get(name) ?? new TradingCalendar(name);
  }

  forget(): void {
    this.#kept.forget();
  }
}

interface DayRow extends Omit<OwnDay, "effect"> {
  effect: string;
}

/** The installation's own days, newest first. */
export async function ownDays({ platformDb }: { platformDb: Transact }): Promise<OwnDay[]> {
  const rows = await platformDb((trx) =>
    trx.many<DayRow>("select calendar, date::text as date, effect, name from market_day order by date desc"),
  );
  return rows.map((row) => ({ ...row, effect: effectOf(row.effect) }));
}

/** As the database keeps it: a word, or the local time at which trading ends. */
export function effectText(effect: DayOff | "open"): string {
  return typeof effect === "string" ? effect : effect.closesAt;
}

export function effectOf(text: string): DayOff | "open" {
  if (text === "open" || text === "closed" || text === "thin") return text;
  return { closesAt: text };
}
