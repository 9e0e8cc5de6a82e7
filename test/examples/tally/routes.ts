import { type ExtensionPoint, listQuery, route, type Setup, Type } from "@promostack/core";
import { count, ENTRIES, entriesPage, sumOf } from "./entries.ts";
import type { Figures } from "./index.ts";

const limits = { perMinute: 120 };

export function routes(
  p: Setup,
  figures: Figures,
  outlook: ExtensionPoint<{ name: string; title: string }>,
): void {
  p.route(
    route({
      method: "GET",
      path: "/entries",
      permission: "tenant:viewer",
      summary: "What was counted, the newest first",
      limits,
      csv: "entries",
      input: {
        query: Type.Object(listQuery(ENTRIES)),
        output: Type.Object({
          items: Type.Array(
            Type.Object({
              id: Type.String(),
              amount: Type.Integer(),
              confirmed: Type.Boolean(),
              countedAt: Type.String(),
            }),
          ),
          next: Type.Optional(Type.String()),
        }),
      },
      handle: (context, { query }) => context.db((trx) => entriesPage(trx, query)),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/entries",
      permission: "tenant:member",
      summary: "Counts some",
      limits,
      input: { body: Type.Object({ amount: Type.Integer() }), output: Type.Object({ id: Type.String() }) },
      async handle(context, { body }) {
        const id = await context.db(async (trx) => {
          const made = await count(context, trx, body.amount);
          await context.audit(trx, { action: "counted", target: `entry ${made}`, after: body });
          return made;
        });
        figures.counted.add(body.amount, { by: "page" });
        figures.amount.observe(body.amount);
        return { id };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/outlooks",
      permission: "tenant:viewer",
      summary: "What other plugins make of the counts",
      limits,
      input: {
        output: Type.Object({
          items: Type.Array(Type.Object({ title: Type.String(), says: Type.String() })),
        }),
      },
      async handle(context) {
        const sum = await context.db(sumOf);
        const found = await outlook.contributions(context.tenantId);
        const items = found.map(async (each) => ({
          title: each.title,
          says: String(await outlook.call(context, each, "judge", sum)),
        }));
        return { items: await Promise.all(items) };
      },
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/picture",
      permission: "tenant:member",
      summary: "Keeps a picture of what is counted, and answers where it can be seen for a minute",
      limits,
      input: {
        body: Type.Object({ base64: Type.String() }),
        output: Type.Object({ address: Type.String() }),
      },
      async handle({ storage }, { body }) {
        const picture = Buffer.from(body.base64, "base64");
        const { key } = await storage.put(picture, { accept: ["image/png"], maxBytes: 100_000 });
        return { address: await storage.signedUrl(key, 60) };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/totals",
      permission: "admin",
      summary: "What all tenants have, by day",
      limits,
      input: {
        output: Type.Object({
          items: Type.Array(Type.Object({ day: Type.String(), amount: Type.Integer() })),
        }),
      },
      handle: async (context) => ({
        items: await context.platformDb((trx) =>
          trx.many<{ day: string; amount: number }>("select day::text, amount::int from total order by day"),
        ),
      }),
    }),
  );
}
