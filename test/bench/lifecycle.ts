import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import { createHttp, type Http } from "../../host/http/http.ts";
import type { ReleaseRef } from "../../host/plugin/registration.ts";
import { type TestKernel, testKernel } from "../contract/kernelKit.ts";
import { madeRelease, madeReleases } from "../contract/releases.ts";
import { eventually } from "../contract/waiting.ts";
import { Workshop } from "../contract/workshop.ts";
import { startServer, type TestServer } from "../kit/server.ts";
import { type Benchmark, type Figure, percentile, timed } from "./figure.ts";
import type { Load } from "./httpLoad.ts";
import { load } from "./telegramLoad.ts";

const TENANTS = 20;
const PLUGINS = 50;
const CONNECTIONS = 16;
const WARM_UP = 1_500;
const REQUESTS = 4_000;
const ROUNDS = 3;
const UPGRADES = 6;
const READ = "select id, text from p_shop.notes where id = $1";

const TABLE = (id: string) => ({
  "migrations/0001_notes.up.sql": `create table notes (tenant_id uuid not null, id bigint not null, text text not null,
    primary key (tenant_id, id)); select host.secure('p_${id.replaceAll("-", "_")}.notes');`,
  "migrations/0001_notes.down.sql": "drop table notes;",
});
const CODE = `{ setup(p) {
  const { Type } = core;
  p.route({ method: "GET", path: "/notes/:id", permission: "tenant:viewer", summary: "Reads a note",
    limits: { perMinute: 100000000 },
    input: { params: Type.Object({ id: Type.Integer() }), output: Type.Object({ id: Type.Integer(), text: Type.String() }) },
    handle: (context, { params }) => context.db((trx) => trx.one("${READ}", [params.id])) });
} }`;

/** Upgrades and rollbacks while tenants work, the start with many plugins, and what the host itself adds to a request. */
export const lifecycleBenchmark: Benchmark = {
  name: "lifecycle",
  async run(note) {
    const workshop = await Workshop.open();
    try {
      note(`${PLUGINS} plugins with a route and a table each, started for the second time`);
      const starting = await startOfMany(workshop);
      const scene = await Scene.open(workshop);
      try {
        note(
          `one read under row security, ${REQUESTS} requests over ${CONNECTIONS} connections, ${ROUNDS} rounds`,
        );
        const { share, rate } = await hostShare(scene);
        note(`${UPGRADES} upgrades and rollbacks on two replicas, ${TENANTS} tenants at work`);
        return [starting, share, ...(await rollouts(scene, rate))];
      } finally {
        await scene.close();
      }
    } finally {
      await workshop.close();
    }
  },
};

async function startOfMany(workshop: Workshop): Promise<Figure> {
  const folders = await Promise.all(
    Array.from({ length: PLUGINS }, (_, index) => {
      const id = `many-${index}`;
      const manifest = { capabilities: { db: {} }, migrations: { head: 1, breaking: 0 } };
      return workshop.plugin(id, manifest, CODE.replace("p_shop", `p_many_${index}`), TABLE(id));
    }),
  );
  const server = await startServer();
  const { database } = server.test;
  const first = await testKernel(database, folders);
  await first.runtime.boot();
  await first.stop();
  const second = await testKernel(database, folders);
  const milliseconds = await timed(() => second.runtime.boot());
  const running = second.runtime.plugins().filter(({ state }) => state === "active").length;
  await second.stop();
  await server.close();
  if (running !== PLUGINS) throw new Error(`Only ${running} plugins run.`);
  return {
    name: `Start of ${PLUGINS} plugins`,
    value: milliseconds / 1_000,
    unit: "s",
    goal: { kind: "at most", value: 3 },
  };
}

/** Two replicas of one database over HTTP, and the same read by a bare Koa route. */
class Scene {
  readonly server: TestServer;
  readonly kernels: [TestKernel, TestKernel];
  readonly releases: [ReleaseRef, ReleaseRef];
  readonly tenants: string[];
  readonly headers: Record<string, string>[];
  readonly #https: Http[];
  readonly urls: string[];

  private constructor(parts: Omit<Scene, "close"> & { https: Http[] }) {
    this.server = parts.server;
    this.kernels = parts.kernels;
    this.releases = parts.releases;
    this.tenants = parts.tenants;
    this.headers = parts.headers;
    this.urls = parts.urls;
    this.#https = parts.https;
  }

  static async open(workshop: Workshop): Promise<Scene> {
    const server = await startServer();
    const { database, config } = server.test;
    const manifest = { capabilities: { db: {} }, migrations: { head: 1, breaking: 0 } };
    const made = (version: string) => madeRelease(workshop, "shop", version, manifest, CODE, TABLE("shop"));
    const releases: Scene["releases"] = [await made("1.0.0"), await made("1.1.0")];
    const kernels: Scene["kernels"] = [
      await testKernel(database, [], { releases: [madeReleases] }),
      await testKernel(database, [], { releases: [madeReleases] }),
    ];
    const limits = { addressPerMinute: 1e9, tenantPerMinute: 1e9 };
    const https: Http[] = [];
    const urls: string[] = [];
    for (const { runtime, ports } of kernels) {
      await runtime.boot();
      const { log } = ports;
      // As in production: what a route answers is trusted.
      const as = { ...config, environment: "production" as const };
      const { identity } = server;
      const http = await createHttp({ runtime, identity, database, config: as, log, hostRoutes: [], limits });
      https.push(http);
      urls.push(`http://127.0.0.1:${await http.listen(0)}`);
    }
    await kernels[0].runtime.rollout.activate(releases[0]);
    const tenants: string[] = [];
    const headers: Record<string, string>[] = [];
    for (let index = 0; index < TENANTS; index += 1) {
      const tenant = await server.tenant(`desk-${index}`);
      tenants.push(tenant);
      await kernels[0].runtime.enable(tenant, "shop");
      const token = await server.token(`viewer@desk-${index}.test`);
      headers.push({ authorization: `Bearer ${token}`, "x-tenant": tenant });
      await database.query("insert into p_shop.notes (tenant_id, id, text) values ($1, 1, 'A note')", [
        tenant,
      ]);
    }
    await eventually(() => kernels[1].runtime.plugin("shop")?.state === "active");
    return new Scene({ server, kernels, releases, tenants, headers, urls, https });
  }

  async close(): Promise<void> {
    for (const http of this.#https) await http.close();
    for (const kernel of this.kernels) await kernel.stop();
    await this.server.close();
  }
}

async function hostShare({
  server,
  urls,
  tenants,
  headers,
}: Scene): Promise<{ share: Figure; rate: number }> {
  const [tenant = ""] = tenants;
  const bare = await bareKoa(server, tenant);
  const ours: Load[] = [];
  const theirs: Load[] = [];
  const order = {
    headers: headers[0] ?? {},
    connections: CONNECTIONS,
    firstUpdate: 1,
    method: "GET" as const,
  };
  const [url] = urls;
  for (let round = 0; round <= ROUNDS; round += 1) {
    const total = round === 0 ? WARM_UP : REQUESTS;
    const one = await load({ ...order, url: `${url}/api/p/shop/notes/1`, total });
    const other = await load({ ...order, url: bare.url, total });
    if (round === 0) continue;
    ours.push(one);
    theirs.push(other);
  }
  await bare.close();
  const rate = middle(ours);
  const against = middle(theirs);
  const share: Figure = {
    name: "The host's own share of a request, beside a bare Koa route with the same read",
    value: (against / rate - 1) * 100,
    unit: `% (${Math.round(rate).toLocaleString("en")} requests/s)`,
    against: { name: "bare route", value: against, unit: "requests/s" },
    goal: { kind: "at most", value: 25 },
  };
  return { share, rate };
}

function middle(loads: readonly Load[]): number {
  return percentile(
    loads.map(({ perSecond }) => perSecond),
    0.5,
  );
}

/** The same transaction with the same roles and pool, and nothing around it. */
async function bareKoa({ test }: TestServer, tenant: string) {
  const app = new Koa();
  app.use(async (context) => {
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

/** `rate` is what one replica can carry: the tenants at work ask for a third of it, so that what is measured is no queue. */
async function rollouts({ kernels, releases, urls, headers }: Scene, rate: number): Promise<Figure[]> {
  const [one, two] = kernels;
  const both = (version: string) =>
    kernels.every(({ runtime }) => {
      const { version: now, state } = runtime.plugin("shop") ?? {};
      return now === version && state === "active";
    });
  const perSecond = Math.min(150, Math.round(rate / 6));
  const work = (seconds: number) =>
    Promise.all(
      urls.map((url, index) =>
        load({
          url: `${url}/api/p/shop/notes/1`,
          headers: headers[index] ?? {},
          connections: CONNECTIONS / 2,
          total: seconds * perSecond,
          firstUpdate: 1,
          method: "GET",
          perSecond,
        }),
      ),
    );
  const calm = (await work(6)).flatMap(({ latencies }) => latencies);
  const backs: number[] = [];
  let over = false;
  const busy = work(10).finally(() => {
    over = true;
  });
  let upgrades = 0;
  for (; !over && upgrades < UPGRADES; upgrades += 1) {
    await one.runtime.rollout.activate(releases[1]);
    await eventually(() => both("1.1.0"));
    backs.push(
      await timed(async () => {
        await two.runtime.rollout.rollBack("shop");
        await eventually(() => both("1.0.0"));
      }),
    );
  }
  const moved = (await busy).flatMap(({ latencies }) => latencies);
  if (upgrades === 0) throw new Error("The load was over before the first upgrade.");
  return [
    {
      name: `Upgrades add to the 99th percentile (${upgrades} upgrades and rollbacks, no request lost)`,
      value: percentile(moved, 0.99) - percentile(calm, 0.99),
      unit: "ms",
      against: { name: "without", value: percentile(calm, 0.99), unit: "ms" },
      goal: { kind: "at most", value: 50 },
    },
    {
      name: "Rollback on two replicas, slowest",
      value: Math.max(...backs),
      unit: "ms",
      goal: { kind: "at most", value: 1_000 },
    },
  ];
}
