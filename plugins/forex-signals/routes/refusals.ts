import { route, type Setup, type SqlValue, type Transaction } from "@promostack/core";
import { RefusalCounts, RefusalPage, RefusalQuery, RefusalSpan } from "../api.ts";
import type { Market } from "../market/market.ts";
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
      limits: READ,
      async handle(context, { query }) {
        const rows = await context.db((trx) => refusals(trx, query));
        const items = rows.slice(0, query.limit);
        const last = rows.length > query.limit ? items.at(-1) : undefined;
        const instruments = await market.instruments.all(platformOf(context));
        return {
          items: items.map(({ time, ...row }) =>
            withScale({ ...row, time: time.toISOString() }, instruments),
          ),
          next: last ? `${last.time.toISOString()} ${last.id}` : null,
        };
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

function refusals(trx: Transaction, query: RefusalQuery): Promise<Row[]> {
  const { where, values } = conditions(query);
  const [time = "", id = ""] = query.after?.split(" ") ?? [];
  const after = new Date(time);
  // A cursor that somebody made up begins at the top.
  const place = id === "" || Number.isNaN(after.getTime()) ? undefined : { after, id };
  const cursor = place
    ? `${where === "" ? "where" : "and"} (close_time, choice_id) < ($${values.push(place.after)}, $${values.push(place.id)})`
    : "";
  return trx.many<Row>(
    `select choice_id as id, close_time as time, reason, seen, allowed, direction, symbol, strategy, entry::float8 as entry
     from refusal ${where} ${cursor} order by close_time desc, choice_id desc limit $${values.push(query.limit + 1)}`,
    values,
  );
}

function conditions({ reason, strategy, from, to }: RefusalSpan & { reason?: string }) {
  const values: SqlValue[] = [];
  const wanted = [
    reason && `reason = $${values.push(reason)}`,
    strategy && `strategy = $${values.push(strategy)}`,
    from && `close_time >= $${values.push(new Date(from))}`,
    to && `close_time <= $${values.push(new Date(to))}`,
  ].filter(Boolean);
  return { where: wanted.length > 0 ? `where ${wanted.join(" and ")}` : "", values };
}
