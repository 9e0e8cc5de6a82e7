import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { makeTenant, type TestKernel, testKernel } from "../../test/contract/kernelKit.ts";
import { madeRelease, madeReleases } from "../../test/contract/releases.ts";
import { eventually, refusal } from "../../test/contract/waiting.ts";
import { Workshop } from "../../test/contract/workshop.ts";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { EventOutbox } from "../event/outbox.ts";
import type { ReleaseRef } from "./registration.ts";

const MANIFEST = {
  capabilities: {
    db: {},
    telegram: { roles: ["message_bot"], updates: ["message"] },
    events: { subscribes: ["shop.sold@1"], publishes: ["shop.sold@1"] },
    services: { provides: ["shop.prices@1"] },
  },
  contributes: {
    jobs: [{ name: "tidy", title: "Tidies", schedule: "* * * * *", scope: "tenant" }],
    events: [{ name: "shop.sold@1", title: "Sold", schema: { type: "object" } }],
  },
  migrations: { head: 1, breaking: 0 },
};
const TABLE = {
  "migrations/0001_heard.up.sql": `create table heard (tenant_id uuid not null, id bigint generated always as identity,
    by_release text not null, what text not null, primary key (tenant_id, id)); select host.secure('p_shop.heard');`,
  "migrations/0001_heard.down.sql": "drop table heard;",
};

/** Says which release did what, in its table. */
const code = (more = "") => `{
  setup(p) {
    const note = (what) => (context) => context.db((trx) => trx.run(
      "insert into heard (tenant_id, by_release, what) values ($1, $2, $3)", [context.tenantId, p.version, what]));
    p.route({ method: "GET", path: "/who", permission: "tenant:viewer", summary: "Which release", limits: { perMinute: 9 },
      async handle(context) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        await context.db((trx) => trx.one("select 1 as one"));
        return { version: p.version };
      } });
    p.tenantJob("tidy", note("job"));
    p.subscribe("shop.sold@1", note("event"));
    p.onUpdate({ role: "message_bot", kinds: ["message"], handle: note("update") });
    p.provide("shop.prices@1", () => ({ async version() { return p.version; } }));
  },
  ${more}
}`;

const BUYER = `{ setup(p) {
  p.route({ method: "GET", path: "/price", permission: "tenant:viewer", summary: "Asks", limits: { perMinute: 9 },
    handle: async (context) => ({ version: await context.service("shop.prices@1").version() }) });
} }`;

describe("the life of a release, on two replicas of one database", () => {
  let test: TestDatabase;
  let workshop: Workshop;
  let one: TestKernel;
  let two: TestKernel;
  let tenants: string[];
  let old: ReleaseRef;
  let fresh: ReleaseRef;

  const made = (version: string, more?: string, manifest = {}, files = {}) =>
    madeRelease(workshop, "shop", version, { ...MANIFEST, ...manifest }, code(more), { ...TABLE, ...files });

  /** What `GET /who` answers a tenant. */
  async function who({ runtime }: TestKernel, tenantId: string): Promise<unknown> {
    const declared = runtime.servesCandidate("shop", tenantId) ? runtime.candidateRoutes() : runtime.routes();
    const found = declared.find(({ plugin, route }) => plugin === "shop" && route.path === "/who");
    if (found === undefined) throw new Error("Nothing answers /who.");
    const input = { params: {}, query: {}, body: undefined, headers: {} };
    const answer = await runtime.invokeRoute("shop", found.route, { tenantId }, input);
    return Object(answer).version;
  }
  const status = ({ runtime }: TestKernel) => runtime.plugin("shop");
  const version = (kernel: TestKernel) => status(kernel)?.version;
  const isSettled = (kernel: TestKernel, wanted: string) => {
    const { state, candidate } = status(kernel) ?? {};
    return version(kernel) === wanted && state === "active" && candidate === undefined;
  };
  const tenant = (index: number) => tenants[index] ?? "";
  /** The event outbox, as a publisher leaves it. */
  const sell = (tenantId: string) =>
    test.database.system((trx) =>
      new EventOutbox(two.clock).add(trx, "shop", [{ tenantId, event: "shop.sold@1", payload: {} }]),
    );
  /** What the shop's service tells another plugin. */
  async function price(tenantId: string): Promise<unknown> {
    const found = two.runtime.routes().find(({ plugin }) => plugin === "buyer");
    if (found === undefined) throw new Error("The buyer does not run.");
    const input = { params: {}, query: {}, body: undefined, headers: {} };
    return Object(await two.runtime.invokeRoute("buyer", found.route, { tenantId }, input)).version;
  }
  const heard = (tenantId: string, what: string) =>
    test.database.query<{ by: string }>(
      "select by_release as by from p_shop.heard where tenant_id = $1 and what = $2 order by id",
      [tenantId, what],
    );

  before(async () => {
    test = await testDatabase();
    workshop = await Workshop.open();
    one = await testKernel(test.database, [], { releases: [madeReleases] });
    two = await testKernel(
      test.database,
      [await workshop.plugin("buyer", { capabilities: { services: { uses: ["shop.prices@1"] } } }, BUYER)],
      { releases: [madeReleases] },
    );
    await one.runtime.boot();
    await two.runtime.boot();
    tenants = await Promise.all(
      ["red", "green", "blue", "grey"].map((slug) => makeTenant(test.database, slug)),
    );
    old = await made("1.0.0");
    fresh = await made("1.1.0");
  });

  after(async () => {
    await one.stop();
    await two.stop();
    await workshop.close();
    await test.drop();
  });

  beforeEach(async () => {
    const { rollout } = one.runtime;
    if (status(one)?.candidate) await rollout.withdraw("shop");
    await rollout.activate(old);
    await eventually(() => [one, two].every((kernel) => isSettled(kernel, "1.0.0")));
    for (const tenantId of tenants) {
      await one.runtime.enable(tenantId, "shop");
      await two.runtime.enable(tenantId, "buyer");
    }
    await test.database.query("delete from p_shop.heard");
    await test.database.query("delete from host.plugin_trip");
  });

  it("upgrades and goes back under load without losing a call, and leaves nothing of the old one behind", async () => {
    const seen = new Set<unknown>();
    let calls = 0;
    let over = false;
    const callers = [one, two].flatMap((kernel) =>
      tenants.map(async (tenantId) => {
        while (!over) {
          seen.add(await who(kernel, tenantId));
          calls += 1;
        }
      }),
    );
    await one.runtime.rollout.activate(fresh);
    await eventually(() => version(two) === "1.1.0");
    const began = performance.now();
    await one.runtime.rollout.rollBack("shop");
    await eventually(() => version(two) === "1.0.0");
    expect(performance.now() - began, "rollback on both, in milliseconds").to.be.below(1_000);
    over = true;
    await Promise.all(callers);
    expect([...seen].sort()).to.deep.equal(["1.0.0", "1.1.0"]);
    expect(calls).to.be.above(50);
    await eventually(() => status(one)?.draining === 0 && status(two)?.draining === 0);
    expect(status(one)?.leftovers).to.deep.equal([]);
    expect(await refusal(one.runtime.rollout.rollBack("shop"))).to.include({ code: "release.no_previous" });
  });

  it("keeps the old release where the new one does not start, is ill, or its commit fails, and says why", async () => {
    const { rollout } = one.runtime;
    const broken = await made("1.2.0", `async start() { throw new Error("no start"); },`);
    expect((await refusal(rollout.activate(broken))).message).to.contain("no start");
    const ill = await made("1.3.0", `async health() { return { state: "failed", detail: "no pulse" }; },`);
    expect(await refusal(rollout.activate(ill))).to.include({ code: "plugin.unhealthy" });
    const cut = async () => {
      throw new PlatformError("cut", { code: "test.cut" });
    };
    expect(await refusal(rollout.activate(fresh, cut))).to.include({ code: "test.cut" });
    expect(await who(one, tenant(0))).to.equal("1.0.0");
    expect(status(one)).to.include({ version: "1.0.0", state: "active" });
    expect(status(one)?.pending).to.equal(undefined);
    expect(await test.database.query("select * from host.boot_marker")).to.deep.equal([]);
  });

  it("goes back everywhere where another replica cannot bring the new release up", async () => {
    const elsewhere = await made(
      "1.4.0",
      `async start() { if (globalThis.__ill) throw new Error("not here"); },`,
    );
    await test.database.system(async (trx) => {
      Reflect.set(globalThis, "__ill", true);
      // As another replica that brought it up would write it.
      await trx.run(
        `update host.registration set previous_version = version, previous_source = source, previous_path = path,
           rollback_until = now() + interval '1 day', version = $1, path = $2 where plugin_id = 'shop'`,
        ["1.4.0", elsewhere.path],
      );
      await trx.run("select pg_notify('plugin', 'shop')");
    });
    await eventually(async () => {
      const failures = await one.runtime.rollout.failures("shop");
      return failures.some(
        ({ version: failed, reason }) => failed === "1.4.0" && reason.includes("not here"),
      );
    });
    await eventually(() => [one, two].every((kernel) => status(kernel)?.pending === undefined));
    Reflect.deleteProperty(globalThis, "__ill");
    expect(await who(one, tenant(0))).to.equal("1.0.0");
    const [row] = await test.database.query("select version from host.registration where plugin_id = 'shop'");
    expect(row).to.deep.equal({ version: "1.0.0" });
  });

  it("serves a candidate to chosen tenants only: routes, jobs, events, updates, services", async () => {
    const chosen = tenant(1);
    await one.runtime.rollout.offer(fresh, { tenants: [chosen], percent: 0 });
    await eventually(() => status(two)?.candidate?.state === "active");
    for (const kernel of [one, two]) {
      expect(await who(kernel, chosen)).to.equal("1.1.0");
      expect(await who(kernel, tenant(0))).to.equal("1.0.0");
    }
    const run = { at: new Date(), timeoutMs: 5_000, caughtUp: false };
    const update = { update_id: 1, message: { chat: { id: 7 }, text: "hello" } };
    for (const tenantId of [chosen, tenant(0)]) {
      await two.runtime.runJob("shop", "tidy", run, tenantId);
      await two.runtime.handleUpdate(tenantId, "message_bot", update);
      await sell(tenantId);
      expect(await price(tenantId)).to.equal(tenantId === chosen ? "1.1.0" : "1.0.0");
    }
    await two.runtime.dispatchEvents();
    await eventually(
      async () => (await heard(chosen, "event")).length + (await heard(tenant(0), "event")).length === 2,
    );
    for (const what of ["job", "update", "event"]) {
      expect(await heard(chosen, what), what).to.deep.equal([{ by: "1.1.0" }]);
      expect(await heard(tenant(0), what), what).to.deep.equal([{ by: "1.0.0" }]);
    }
    await one.runtime.rollout.withdraw("shop");
    await eventually(() => status(two)?.candidate === undefined);
    expect(await who(one, chosen)).to.equal("1.0.0");
    expect(await who(two, chosen)).to.equal("1.0.0");
  });

  it("serves a share of the tenants, always the same ones, and all once it is promoted", async () => {
    const { rollout } = one.runtime;
    const served = async () =>
      (await Promise.all(tenants.map((tenantId) => who(one, tenantId)))).map((each) => each === "1.1.0");
    await rollout.offer(fresh, { tenants: [], percent: 50 });
    const half = await served();
    await rollout.offer(fresh, { tenants: [], percent: 80 });
    const more = await served();
    half.forEach((had, index) => {
      if (had) expect(more[index]).to.equal(true);
    });
    await rollout.offer(fresh, { tenants: [], percent: 100 });
    expect(await served()).to.deep.equal([true, true, true, true]);
    await rollout.promote("shop");
    await eventually(() => version(two) === "1.1.0");
    expect(status(one)).to.include({ version: "1.1.0" });
    expect(status(one)?.candidate).to.equal(undefined);
    expect(status(one)?.previous?.version).to.equal("1.0.0");
    expect(await served()).to.deep.equal([true, true, true, true]);
  });
});
