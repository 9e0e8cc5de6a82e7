import { type PlatformContext, route, type Setup, type TimedCandidate, Type } from "@promostack/core";
import { CandidatePage, CandidateQuery, Strategies, Summary, SummaryQuery } from "../api.ts";
import { reportCandidate } from "../domain/report.ts";
import type { Market } from "../market/market.ts";
import { type Choice, choicesOf } from "../signals/choices.ts";
import { liveSummary } from "../signals/liveSummary.ts";
import { offeredStrategies } from "../signals/offeredStrategies.ts";
import { forexSettings } from "../signals/settings.ts";
import type { PlatformOf } from "./platformOf.ts";

const READ = { perMinute: 240 };

/** Routes that say how things stand: statistics, strategies, candidates. */
export function overviewRoutes(p: Setup, market: Market, platformOf: PlatformOf): void {
  p.route(
    route({
      method: "GET",
      path: "/summary",
      permission: "tenant:viewer",
      summary: "Statistics over the tenant's closed signals: losses, time-outs and break-evens included.",
      input: { query: SummaryQuery, output: Summary },
      limits: READ,
      async handle(context, { query }) {
        return context.db((trx) => liveSummary(trx, query));
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/strategies",
      permission: "tenant:viewer",
      summary: "Strategies that can be chosen, in all their releases, with their parameters.",
      input: {
        query: Type.Object({
          newest: Type.Boolean({
            default: false,
            description: "One of each: the release that followers get.",
          }),
        }),
        output: Strategies,
      },
      limits: READ,
      async handle(context, { query }) {
        const items = await offeredStrategies(platformOf(context).sandbox, forexSettings(context.settings));
        return { items: query.newest ? items.filter(({ newest }) => newest) : items };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/candidates",
      permission: "tenant:viewer",
      summary:
        "What the tenant's strategy proposed on one of its symbols (the first where none is named), oldest first, whether it became a signal or not.",
      input: { query: CandidateQuery, output: CandidatePage },
      limits: READ,
      async handle(context, { query }) {
        const own = platformOf(context);
        const settings = forexSettings(context.settings);
        const choices = await choicesOf(own, settings, await market.instruments.all(own));
        const choice = choices.find(({ instrument }) => instrument.symbol === query.symbol) ?? choices[0];
        return choice === undefined ? { total: 0, items: [], next: null } : candidatePage(own, choice, query);
      },
    }),
  );
}

async function candidatePage(
  context: PlatformContext,
  { id: choiceId, instrument }: Choice,
  { after, limit }: { after?: string; limit: number },
): Promise<CandidatePage> {
  const { rows, total } = await context.platformDb(async (trx) => ({
    rows: await trx.many<{ candidate: TimedCandidate }>(
      `select candidate from evaluation where choice_id = $1 and candidate is not null
         and ($2::timestamptz is null or close_time > $2) order by close_time limit $3`,
      [choiceId, after ? new Date(after) : null, limit],
    ),
    total: await trx.one<{ count: number }>(
      "select count(*) as count from evaluation where choice_id = $1 and candidate is not null",
      [choiceId],
    ),
  }));
  const items = rows.map(({ candidate }) => reportCandidate(candidate, instrument));
  return {
    total: total?.count ?? 0,
    items,
    next: rows.length === limit ? (items.at(-1)?.time ?? null) : null,
  };
}
