import {
  type Counter,
  definePlugin,
  type Histogram,
  PlatformError,
  reply,
  webSocket,
} from "@promostack/core";
import { chat } from "./chat.ts";
import { command } from "./command.ts";
import { count, sumOf } from "./entries.ts";
import { routes } from "./routes.ts";

/** What the plugin counts of itself. */
export interface Figures {
  counted: Counter;
  amount: Histogram;
}

export default definePlugin({
  setup(p) {
    const figures: Figures = { counted: p.counter("counted"), amount: p.histogram("amount") };
    const outlook = p.extensionPoint<{ name: string; title: string }>("tally.outlook");
    routes(p, figures, outlook);
    chat(p, figures);
    p.provide("tally.counts@1", (context) => ({ sum: () => context.db(sumOf) }));
    p.tenantJob("round", async (context) => {
      await context.db((trx) => count(context, trx, 1));
    });
    p.platformJob("sum", async (context, { at }) => {
      await context.platformDb((trx) =>
        trx.run(
          `insert into total (day, amount) select $1::date, coalesce(sum(amount), 0) from entry
           on conflict (day) do update set amount = excluded.amount`,
          [at],
        ),
      );
    });
    p.settingsTest("knock", async (context) => {
      const word = await context.secret("word");
      return word === "sesame"
        ? { ok: true, message: `The counting house opens for ${context.settings.unit}.` }
        : { ok: false, message: "The door stays shut." };
    });
    p.mount({
      prefix: "/line",
      summary: "Adds up the numbers that are sent",
      limits: { perMinute: 60, bodyBytes: 100 },
      async handle(_context, { wantsSocket }) {
        if (!wantsSocket) return reply(426, "Open a WebSocket.");
        return webSocket(async (socket) => {
          let sum = 0;
          for await (const text of socket.messages) {
            sum += Number(text) || 0;
            socket.send(String(sum));
          }
        });
      },
    });
    p.mount({
      prefix: "/board",
      summary: "The tenant's count, for anybody",
      limits: { perMinute: 60 },
      async handle(context, { tenant }) {
        if (tenant === undefined) return reply(404, "Whose board?");
        const { db, settings } = await context.tenants.context(tenant.id);
        return reply(200, `${tenant.name}: ${await db(sumOf)} ${settings.unit}`);
      },
    });
  },
  async start(context) {
    context.log.debug("Ready to count");
  },
  async stop(context) {
    context.log.debug("Done counting");
  },
  async health(context) {
    await context.platformDb((trx) => trx.one("select 1 as one"));
    return { state: "ok" };
  },
  async enabled(context) {
    await context.db((trx) => count(context, trx, 1));
  },
  async disabled(context) {
    context.log.info("No more counting");
  },
  async checkSettings({ settings }) {
    if (settings.unit !== "nothing") return;
    throw new PlatformError("Nothing cannot be counted.", {
      code: "tally.bad_unit",
      status: 422,
      details: { fields: [{ field: "unit", message: "Name something." }] },
    });
  },
  async settingsChanged({ log, settings }, before) {
    log.info("Counts something else", { before: before.unit, after: settings.unit });
  },
  async *export(context) {
    const rows = await context.db((trx) =>
      trx.many<{ id: string; amount: number }>("select id, amount from entry order by counted_at"),
    );
    yield* rows.map(({ id, amount }) => ({ id, amount }));
  },
  async purge(context) {
    await context.db((trx) => trx.run("delete from entry"));
  },
  /** Version 1 called the unit a name. */
  migrateSettings({ name, ...rest }, from) {
    if (from > 1) return rest;
    return typeof name === "string" ? { ...rest, unit: name } : { problem: "Say what is counted." };
  },
  cli: { tally: command },
});
