import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import { DATA_POLICY, securityHeaders } from "../../host/http/headers.ts";
import type { TestServer } from "../kit/server.ts";
import { type Figure, percentile } from "./figure.ts";
import { READ, type Scene } from "./lifecycleScene.ts";
import { load } from "./telegramLoad.ts";

export const CONNECTIONS = 16;
const WARM_UP = 3_000;
const REQUESTS = 1_500;
const TURNS = 9;
const DATA_HEADERS = { "content-security-policy": DATA_POLICY, "cache-control": "no-store" };

/** What the host adds to one read under row security. `rate` is what a replica carries, in requests a second. */
export async function hostShare(
  { server, urls, tenants, headers }: Scene,
  note: (line: string) => void,
): Promise<{ share: Figure; rate: number }> {
  note(`one read under row security, ${REQUESTS} requests over ${CONNECTIONS} connections, ${TURNS} turns`);
  const [tenant = ""] = tenants;
  const bare = await bareKoa(server, tenant);
  const order = {
    headers: headers[0] ?? {},
    connections: CONNECTIONS,
    firstUpdate: 1,
    method: "GET" as const,
  };
  const [url] = urls;
  const turn = async (total: number): Promise<Turn> => {
    const ours = await load({ ...order, url: `${url}/api/p/shop/notes/1`, total });
    const bares = await load({ ...order, url: bare.url, total });
    return { ours: ours.perSecond, bare: bares.perSecond, share: bares.perSecond / ours.perSecond - 1 };
  };
  await turn(WARM_UP);
  const turns: Turn[] = [];
  while (turns.length < TURNS) turns.push(await turn(REQUESTS));
  await bare.close();
  const rate = middle(turns, "ours");
  const share: Figure = {
    name: "The host's own share of a request, beside a bare Koa route with the same read",
    value: middle(turns, "share") * 100,
    unit: `% (${Math.round(rate).toLocaleString("en")} requests/s)`,
    against: { name: "bare route", value: middle(turns, "bare"), unit: "requests/s" },
    goal: { kind: "at most", value: 25 },
  };
  return { share, rate };
}

/** One after the other within a second or two, so that both meet the same machine. */
interface Turn {
  /** Requests a second. */
  ours: number;
  bare: number;
  /** How much longer ours takes, as a part of the bare one. */
  share: number;
}

function middle(turns: readonly Turn[], figure: keyof Turn): number {
  return percentile(
    turns.map((turn) => turn[figure]),
    0.5,
  );
}

/** The same transaction with the same roles and pool, answered with the same headers, and nothing around it. */
async function bareKoa({ test }: TestServer, tenant: string) {
  const app = new Koa();
  app.use(async (context) => {
    context.set({ ...securityHeaders(context.secure), ...DATA_HEADERS, "x-request-id": randomUUID() });
    context.body = await test.database.tenant(tenant, (trx) => trx.one(READ, [1]), "p_shop");
  });
  const listening = createServer(app.callback()).listen(0, "127.0.0.1");
  await once(listening, "listening");
  const { port } = listening.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      listening.close();
      listening.closeAllConnections();
      await once(listening, "close").catch(() => undefined);
    },
  };
}
