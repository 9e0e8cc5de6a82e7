import { type PlatformContext, route, type Setup, type TimedCandidate, Type } from "@promostack/core";
import { CandidatePage, CandidateQuery, Pause, Refusals, Strategies, Summary, SummaryQuery } from "../api.ts";
import { reportCandidate } from "../domain/report.ts";
import type { Market } from "../market/market.ts";
import { type Choice, choicesOf } from "../signals/choices.ts";
import { liveSummary } from "../signals/liveSummary.ts";
import { offeredStrategies } from "../signals/offeredStrategies.ts";
import { forexSettings } from "../signals/settings.ts";
import type { PlatformOf } from "./platformOf.ts";
import { withScale } from "./shownSignal.ts";

const READ = { perMinute: 240 };

/** Routes that say how things stand: statistics, strategies, refusals, and the pause. */
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
  p.route(
    route({
      method: "GET",
      path: "/refusals",
      permission: "tenant:viewer",
      summary: "Candidates that guardrails kept from becoming signals, newest first.",
      input: {
        query: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }) }),
        output: Refusals,
      },
      limits: READ,
      async handle(context, { query }) {
        const rows = await context.db((trx) =>
          trx.many<RefusalRow>(
            `select close_time as time, reason, direction, symbol, entry::float8 as entry from refusal order by close_time desc limit $1`,
            [query.limit],
          ),
        );
        const instruments = await market.instruments.all(platformOf(context));
        return {
          items: rows.map((row) => withScale({ ...row, time: row.time.toISOString() }, instruments)),
        };
      },
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/pause",
      permission: "tenant:member",
      summary: "No new signals for some minutes; open ones are followed to their end.",
      input: { body: Pause, output: Type.Object({ pausedUntil: Type.String({ format: "date-time" }) }) },
      limits: { perMinute: 30 },
      async handle(context, { body }) {
        const until = new Date(context.clock.now().getTime() + body.minutes * 60_000);
        await context.db((trx) =>
          trx.run(
            `insert into tenant_state (tenant_id, paused_until, paused_reason, paused_by) values ($1, $2, $3, $4)
             on conflict (tenant_id) do update set paused_until = excluded.paused_until,
               paused_reason = excluded.paused_reason, paused_by = excluded.paused_by`,
            [context.tenantId, until, body.reason ?? null, context.actor.email],
          ),
        );
        return { pausedUntil: until.toISOString() };
      },
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/pause",
      permission: "tenant:member",
      summary: "Signals again.",
      input: { output: Type.Object({ pausedUntil: Type.Null() }) },
      limits: { perMinute: 30 },
      async handle(context) {
        await context.db((trx) => trx.run("update tenant_state set paused_until = null"));
        return { pausedUntil: null };
      },
    }),
  );
}

interface RefusalRow {
  time: Date;
  reason: string;
  direction: "buy" | "sell";
  symbol: string;
  entry: number;
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
