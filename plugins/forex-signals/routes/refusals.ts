import { Conditions, listPage, route, type Setup } from "@promostack/core";
import { RefusalCounts, RefusalPage, RefusalQuery, RefusalSpan } from "../api.ts";
import type { Market } from "../market/market.ts";
import { REFUSALS } from "../signals/listShapes.ts";
import type { PlatformOf } from "./platformOf.ts";
import { withScale } from "./shownSignal.ts";

const READ = { perMinute: 240 };

/** What happened to candidates that became no signal. */
export function refusalRoutes(p: Setup, market: Market, platformOf: PlatformOf): void {
  p.route(
    route({
      method: "GET",
      path: "/refusals",
      permission: "tenant:viewer",
      summary: "Candidates that became no signal, newest first, with what stood in the way.",
      input: { query: RefusalQuery, output: RefusalPage },
      csv: "refusals",
      limits: READ,
      async handle(context, { query }) {
        const { items, next } = await context.db((trx) =>
          listPage<Row>(
            trx,
            REFUSALS,
            { select: COLUMNS, from: "refusal", conditions: conditions(query) },
            query,
          ),
        );
        const instruments = await market.instruments.all(platformOf(context));
        const shown = items.map(({ time, ...row }) =>
          withScale({ ...row, time: time.toISOString() }, instruments),
        );
        return { items: shown, next: next ?? null };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/refusals/counts",
      permission: "tenant:viewer",
      summary: "How many candidates were refused for which reason.",
      input: { query: RefusalSpan, output: RefusalCounts },
      limits: READ,
      async handle(context, { query }) {
        const { where, values } = conditions(query);
        const items = await context.db((trx) =>
          trx.many<RefusalCounts["items"][number]>(
            `select reason, count(*) as count from refusal ${where} group by reason order by count(*) desc, reason`,
            values,
          ),
        );
        return { items };
      },
    }),
  );
}

interface Row {
  id: string;
  time: Date;
  reason: string;
  seen: string | null;
  allowed: string | null;
  direction: "buy" | "sell";
  symbol: string;
  strategy: string | null;
  entry: number;
}

const COLUMNS = `choice_id as id, close_time as time, reason, seen, allowed, direction, symbol, strategy, entry::float8 as entry`;

function conditions({ reason, strategy, from, to }: RefusalSpan & { reason?: string }): Conditions {
  return new Conditions()
    .add(reason, (place) => `reason = ${place}`)
    .add(strategy, (place) => `strategy = ${place}`)
    .add(from && new Date(from), (place) => `close_time >= ${place}`)
    .add(to && new Date(to), (place) => `close_time <= ${place}`);
}
