import { type RouteContext, route, type Setup, type Transaction } from "@promostack/core";
import {
  CodeNumbersList,
  DayNumbersList,
  ErrorNumbersList,
  HourNumbersList,
  InvalidCodesPage,
  InvalidCodesQuery,
  Numbers,
  NumbersQuery,
  TemplateNumbersList,
} from "../numbers/api.ts";
import { dayNumbers, hourNumbers } from "../numbers/course.ts";
import { invalidCodes } from "../numbers/invalidCodes.ts";
import { retention } from "../numbers/retention.ts";
import { type Scope, scopeOf } from "../numbers/scope.ts";
import { codeNumbers, errorNumbers, templateNumbers } from "../numbers/tops.ts";
import { totals } from "../numbers/totals.ts";
import type { PartsOf } from "../public/parts.ts";

const limits = { perMinute: 240 };
type Context = RouteContext<"tenant:viewer">;

/** What came of codes: counted from what was noted, in the tenant's zone. */
export function numbersRoutes(p: Setup, partsOf: PartsOf): void {
  p.route(
    route({
      method: "GET",
      path: "/numbers",
      permission: "tenant:viewer",
      summary: "Figures of a period beside those of the period before, and who came back.",
      input: { query: NumbersQuery, output: Numbers },
      limits,
      async handle(context, { query }) {
        const templates = await partsOf(context).templates(context);
        return counted(context, query, async (trx, scope) => ({
          ...{ from: scope.from, to: scope.to, zone: scope.zone },
          ...(await totals(trx, scope)),
          retention: await retention(trx, scope),
          templates: templates.map(({ id, name }) => ({ id, name })),
          ever: (await trx.one("select from use limit 1")) !== undefined,
        }));
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/numbers/days",
      permission: "tenant:viewer",
      summary: "Each day of a period.",
      input: { query: NumbersQuery, output: DayNumbersList },
      csv: "days",
      limits,
      handle: (context, { query }) => listOf(context, query, dayNumbers),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/numbers/hours",
      permission: "tenant:viewer",
      summary: "Uses by weekday and hour on the tenant's clock; hours without any are left out.",
      input: { query: NumbersQuery, output: HourNumbersList },
      csv: "hours",
      limits,
      handle: (context, { query }) => listOf(context, query, hourNumbers),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/numbers/templates",
      permission: "tenant:viewer",
      summary: "Templates by pictures that reached somebody, the first hundred.",
      input: { query: NumbersQuery, output: TemplateNumbersList },
      csv: "top-templates",
      limits,
      async handle(context, { query }) {
        const templates = await partsOf(context).templates(context);
        const names = new Map(templates.map(({ id, name }) => [id, name]));
        return listOf(context, query, (trx, scope) => templateNumbers(trx, scope, names));
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/numbers/codes",
      permission: "tenant:viewer",
      summary: "Codes by pictures that reached somebody, the first hundred.",
      input: { query: NumbersQuery, output: CodeNumbersList },
      csv: "top-codes",
      limits,
      handle: (context, { query }) => listOf(context, query, codeNumbers),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/numbers/errors",
      permission: "tenant:viewer",
      summary: "What uses without a picture came to, by kind.",
      input: { query: NumbersQuery, output: ErrorNumbersList },
      csv: "errors",
      limits,
      handle: (context, { query }) => listOf(context, query, errorNumbers),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/invalid-codes",
      permission: "tenant:viewer",
      summary: "What people sent that was no valid code, the most frequent first.",
      input: { query: InvalidCodesQuery, output: InvalidCodesPage },
      csv: "invalid-codes",
      limits,
      handle: (context, { query }) =>
        counted(context, query, (trx, scope) => invalidCodes(trx, scope, query)),
    }),
  );
}

function counted<Result>(
  { db, clock, timezone }: Context,
  query: NumbersQuery,
  count: (trx: Transaction, scope: Scope) => Promise<Result>,
): Promise<Result> {
  return db(async (trx) => count(trx, await scopeOf(trx, query, { timezone, now: clock.now() })));
}

async function listOf<Item>(
  context: Context,
  query: NumbersQuery,
  count: (trx: Transaction, scope: Scope) => Promise<Item[]>,
): Promise<{ items: Item[] }> {
  return { items: await counted(context, query, count) };
}
