import { type PlatformContext, route, type Setup, type TenantContext, Type } from "@promostack/core";
import { previewBulletin } from "../briefings/preview.ts";
import type { Writer } from "../briefings/writer.ts";
import type { Market } from "../market/market.ts";
import type { ChoosingTenant } from "../signals/choices.ts";
import { forexSettings } from "../signals/settings.ts";
import { BulletinKind, BulletinPage, PhrasingCounts, Preview } from "../wordsApi.ts";
import type { PlatformOf } from "./platformOf.ts";

const READ = { perMinute: 120 };
/** Each may be a question to OpenAI. */
const ASK = { perMinute: 6, seconds: 15 };
const COUNTED_DAYS = 30;

/** Routes of briefings and recaps: what they would say, what was said, and how the AI's words fared. */
export function wordRoutes(
  p: Setup,
  market: Market,
  platformOf: PlatformOf,
  writerFor: (context: PlatformContext) => Writer,
): void {
  p.route(
    route({
      method: "GET",
      path: "/bulletins/:kind/preview",
      permission: "tenant:viewer",
      summary: "What a briefing or a recap would say now, from the facts as they are. Nothing is sent.",
      input: { params: Type.Object({ kind: BulletinKind }), output: Preview },
      limits: READ,
      async handle(context, { params }) {
        const items = await previewBulletin(platformOf(context), market, tenantOf(context), params.kind);
        return { items, asks: await asksAi(context, platformOf) };
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/bulletins/:kind/preview",
      permission: "tenant:member",
      summary: "The same in the AI's words, where they hold against the facts. Nothing is sent.",
      input: { params: Type.Object({ kind: BulletinKind }), output: Preview },
      limits: ASK,
      async handle(context, { params }) {
        const platform = platformOf(context);
        const writer = writerFor(platform);
        const items = await previewBulletin(platform, market, tenantOf(context), params.kind, writer);
        await platform.platformDb((trx) => writer.record(trx));
        return { items, asks: await asksAi(context, platformOf) };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/bulletins",
      permission: "tenant:viewer",
      summary: "Briefings and recaps that were said or left out, newest first.",
      input: {
        query: Type.Object({
          after: Type.Optional(Type.String({ format: "date-time" })),
          limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
        }),
        output: BulletinPage,
      },
      limits: READ,
      async handle(context, { query }) {
        const rows = await context.db((trx) =>
          trx.many<Omit<BulletinPage["items"][number], "time"> & { time: Date }>(
            `select kind, subject, day::text as day, chat_title as "chatTitle", text, writer, refused, skipped, time,
               outcome, error
             from bulletin where $1::timestamptz is null or time < $1 order by time desc, dedupe_key limit $2`,
            [query.after ? new Date(query.after) : null, query.limit],
          ),
        );
        const items = rows.map((row) => ({ ...row, time: row.time.toISOString() }));
        return { items, next: rows.length === query.limit ? (items.at(-1)?.time ?? null) : null };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/phrasings",
      permission: "tenant:viewer",
      summary: "How often the AI was asked for words in the last 30 days, how often they held, and why not.",
      input: { output: PhrasingCounts },
      limits: READ,
      handle: (context) => countsOf(context),
    }),
  );
}

async function countsOf(context: TenantContext): Promise<PhrasingCounts> {
  const since = new Date(context.clock.now().getTime() - COUNTED_DAYS * 86_400_000);
  const rows = await context.db((trx) =>
    trx.many<{ kind: string; outcome: string; count: number; prompt: number; completion: number }>(
      `select kind, outcome, sum(count)::int as count, sum(prompt_tokens)::int as prompt,
         sum(completion_tokens)::int as completion
       from phrasing where day >= $1::date group by kind, outcome order by count desc, kind, outcome`,
      [since],
    ),
  );
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    days: COUNTED_DAYS,
    asked: sum(({ count }) => count),
    used: sum(({ outcome, count }) => (outcome === "used" ? count : 0)),
    promptTokens: sum(({ prompt }) => prompt),
    completionTokens: sum(({ completion }) => completion),
    outcomes: rows.map(({ kind, outcome, count }) => ({ kind, outcome, count })),
  };
}

async function asksAi(context: TenantContext, platformOf: PlatformOf): Promise<boolean> {
  if (!forexSettings(context.settings).phrasing.on) return false;
  return Boolean((await context.secret("openaiKey")) || platformOf(context).config("OPENAI_API_KEY"));
}

function tenantOf({ tenantId, timezone, settings }: TenantContext): ChoosingTenant {
  return { tenantId, timezone, settings: forexSettings(settings) };
}
