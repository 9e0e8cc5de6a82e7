import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import pg from "pg";
import { testDatabase } from "../kit/database.ts";
import { startTestHost, type TestHost } from "../kit/host.ts";
import { type Benchmark, percentile } from "./figure.ts";
import type { Load } from "./httpLoad.ts";
import { connectedWebhook, load } from "./telegramLoad.ts";

const CONNECTIONS = 32;
const REQUESTS = 6_000;
const WARM_UP = 1_000;
const ROUNDS = 3;

/** Telegram's webhook, verified, stored, committed and answered, against a bare Koa route that does one INSERT. */
export const webhookBenchmark: Benchmark = {
  name: "webhook",
  async run(note) {
    note(
      `${REQUESTS.toLocaleString("en")} updates over ${CONNECTIONS} connections from another thread, ${ROUNDS} rounds in turn`,
    );
    const host = await startTestHost({ background: false });
    const bare = await bareKoa();
    try {
      const before = await stored(host);
      const { url, secret } = await connectedWebhook(host);
      const ours: Load[] = [];
      const theirs: Load[] = [];
      const headers = { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret };
      await load({ url, headers, connections: CONNECTIONS, total: WARM_UP, firstUpdate: 1 });
      await load({ url: bare.url, headers, connections: CONNECTIONS, total: WARM_UP, firstUpdate: 1 });
      for (let round = 0; round < ROUNDS; round++) {
        const firstUpdate = WARM_UP + 1 + round * REQUESTS;
        const order = { headers, connections: CONNECTIONS, total: REQUESTS, firstUpdate };
        ours.push(await load({ url, ...order }));
        theirs.push(await load({ url: bare.url, ...order }));
      }
      const added = (await stored(host)) - before;
      if (added !== WARM_UP + ROUNDS * REQUESTS) throw new Error(`Only ${added} updates were stored.`);
      const rate = percentile(
        ours.map(({ perSecond }) => perSecond),
        0.5,
      );
      const other = percentile(
        theirs.map(({ perSecond }) => perSecond),
        0.5,
      );
      const slowest = percentile(
        ours.flatMap(({ latencies }) => latencies),
        0.99,
      );
      return [
        {
          name: "Webhook's rate, as a fraction of a bare Koa route with one INSERT",
          value: rate / other,
          unit: `(${Math.round(rate).toLocaleString("en")} updates/s)`,
          against: { name: "bare route", value: other, unit: "requests/s" },
          goal: { kind: "at least", value: 0.5 },
        },
        {
          name: "Webhook's 99th percentile at 32 connections",
          value: slowest,
          unit: "ms",
          goal: { kind: "at most", value: 50 },
        },
      ];
    } finally {
      await bare.close();
      await host.stop();
    }
  },
};

async function stored(host: TestHost): Promise<number> {
  const [row] = await host.database.query<{ count: number }>("select count(*)::int as count from host.inbox");
  return row?.count ?? 0;
}

async function bareKoa() {
  const { url: address, drop } = await testDatabase();
  const pool = new pg.Pool({ connectionString: address, max: 10 });
  // Connections that are just ending hear of the database's end.
  pool.on("error", () => undefined);
  await pool.query("create table update_row (update_id bigint primary key, body json not null)");
  const app = new Koa();
  app.use(async (context) => {
    const chunks: Buffer[] = [];
    for await (const chunk of context.req) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString("utf8");
    const update: { update_id: number } = JSON.parse(text);
    await pool.query("insert into update_row (update_id, body) values ($1, $2)", [update.update_id, text]);
    context.body = { ok: true };
  });
  const server = createServer(app.callback()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      server.close();
      server.closeAllConnections();
      await pool.end();
      await drop();
    },
  };
}
