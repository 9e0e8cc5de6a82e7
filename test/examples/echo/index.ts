import { definePlugin, type PlatformContext, reply, route, type TenantContext, Type } from "@promostack/core";

/** As tally's service answers. */
interface Counts {
  sum(): Promise<number>;
}

async function heard({ db }: TenantContext) {
  const row = await db((trx) =>
    trx.one<{ times: number; amount: number }>("select times, amount from heard"),
  );
  return row ?? { times: 0, amount: 0 };
}

/** What the installation gives it, and whether it gives a key: never the key. */
async function surroundings(context: PlatformContext) {
  const strategies = await context.sandbox.strategies();
  return {
    url: context.config("ECHO_URL") ?? null,
    hasKey: (await context.platformSecret("ECHO_KEY")) !== undefined,
    strategies: strategies.length,
  };
}

export default definePlugin({
  setup(p) {
    p.subscribe("tally.counted@1", async (context, { payload }) => {
      await context.db((trx) =>
        trx.run(
          `insert into heard (tenant_id, times, amount) values ($1, 1, $2)
           on conflict (tenant_id) do update set times = heard.times + 1, amount = heard.amount + excluded.amount`,
          [context.tenantId, Number(payload.amount)],
        ),
      );
    });
    p.extend("tally.outlook", { name: "mood", title: "Mood of the echo" }, () => ({
      judge: async (sum: number) => (sum > 10 ? "That is a lot." : "There is room for more."),
    }));
    p.route(
      route({
        method: "GET",
        path: "/heard",
        permission: "tenant:viewer",
        summary: "What was heard, and what the other side says that it was",
        limits: { perMinute: 120 },
        input: {
          output: Type.Object({ times: Type.Integer(), amount: Type.Integer(), theirs: Type.Integer() }),
        },
        async handle(context) {
          const theirs = await context.service<Counts>("tally.counts@1").sum();
          return { ...(await heard(context)), theirs };
        },
      }),
    );
    p.route(
      route({
        method: "GET",
        path: "/surroundings",
        permission: "admin",
        summary: "What the installation gives to the plugin",
        limits: { perMinute: 60 },
        handle: async (context) => reply(200, await surroundings(context)),
      }),
    );
    p.mount({
      prefix: "/prices",
      summary: "A market that never moves",
      limits: { perMinute: 600 },
      handle: async () => reply(200, { price: "1.00000" }),
    });
  },
  strategyUse: async () => [],
  strategyReports: async () => [],
  candleHistory: async () => [],
});
