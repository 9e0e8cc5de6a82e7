import { PlatformError, route, type Setup, Type } from "@promostack/core";
import { holidaysOf, SOURCES } from "../calendar/holidays.ts";
import { SESSIONS } from "../calendar/sessions.ts";
import type { CalendarName } from "../domain/instrument.ts";
import { effectText, ownDays } from "../market/calendars.ts";
import type { Market } from "../market/market.ts";
import { DayInput, DayParams, Days, DayView } from "../marketApi.ts";

const WRITE = { perMinute: 30 };

/** Days on which a market does not keep its ordinary hours: those of the rules, and the installation's own. */
export function marketDayRoutes(p: Setup, market: Market): void {
  p.route(
    route({
      method: "GET",
      path: "/admin/market/days",
      permission: "admin",
      summary: "Holidays of a year and the installation's own days.",
      input: {
        query: Type.Object({ year: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2100 })) }),
        output: Days,
      },
      limits: { perMinute: 120 },
      async handle(context, { query }) {
        const year = query.year ?? context.clock.now().getUTCFullYear();
        const own = (await ownDays(context)).filter(({ date }) => date.startsWith(`${year}-`));
        const ruled = ruledDays(year).filter(
          (day) => !own.some(({ calendar, date }) => calendar === day.calendar && date === day.date),
        );
        const all = [...ruled, ...own.map((day) => ({ ...day, effect: effectText(day.effect), own: true }))];
        return { items: all.sort((a, b) => (a.date < b.date ? -1 : 1)), sources: [...SOURCES] };
      },
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/admin/market/days/:calendar/:date",
      permission: "admin",
      summary: "Writes down what a day is like; it goes before the rules.",
      input: { params: DayParams, body: DayInput, output: DayView },
      limits: WRITE,
      async handle(context, { params, body }) {
        await context.platformDb((trx) =>
          trx.run(
            `insert into market_day (calendar, date, effect, name, changed_at, changed_by) values ($1, $2, $3, $4, $5, $6)
             on conflict (calendar, date) do update set effect = excluded.effect, name = excluded.name,
               changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
            [params.calendar, params.date, body.effect, body.name, context.clock.now(), context.actor.email],
          ),
        );
        market.calendars.forget();
        return { ...params, ...body, own: true };
      },
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/admin/market/days/:calendar/:date",
      permission: "admin",
      summary: "Takes an own day away; the rules hold again.",
      input: { params: DayParams },
      limits: WRITE,
      async handle(context, { params }) {
        const gone = await context.platformDb((trx) =>
          trx.run("delete from market_day where calendar = $1 and date = $2", [params.calendar, params.date]),
        );
        market.calendars.forget();
        if (gone > 0) return undefined;
        throw new PlatformError("This day is not one of your own.", {
          code: "market_day.not_found",
          status: 404,
          hint: "Days of the rules are changed by writing one of your own over them.",
        });
      },
    }),
  );
}

function ruledDays(year: number): DayView[] {
  const names = Object.keys(SESSIONS).filter((name): name is CalendarName => name in SESSIONS);
  return holidaysOf(year).flatMap(({ date, name, effects }) =>
    names.flatMap((calendar) => {
      const effect = effects[calendar];
      return effect === undefined ? [] : [{ calendar, date, name, effect: effectText(effect), own: false }];
    }),
  );
}
