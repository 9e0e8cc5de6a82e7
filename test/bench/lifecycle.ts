import { testKernel } from "../contract/kernelKit.ts";
import { Workshop } from "../contract/workshop.ts";
import { startServer } from "../kit/server.ts";
import { eventually } from "../kit/waiting.ts";
import { type Benchmark, type Figure, percentile, timed } from "./figure.ts";
import { CONNECTIONS, hostShare } from "./hostShare.ts";
import { CODE, Scene, TABLE, TENANTS } from "./lifecycleScene.ts";
import { load } from "./telegramLoad.ts";

const PLUGINS = 50;
const UPGRADES = 6;

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
        const { share, rate } = await hostShare(scene, note);
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
