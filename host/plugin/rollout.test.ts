import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { makeTenant, type TestKernel, testKernel } from "../../test/contract/kernelKit.ts";
import { madeRelease, madeReleases } from "../../test/contract/releases.ts";
import { Workshop } from "../../test/contract/workshop.ts";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { eventually, refusal } from "../../test/kit/waiting.ts";
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

const CONTRACTING = {
  "migrations/0002_more.up.sql": "alter table heard add column note text;",
  "migrations/0002_more.down.sql": "alter table heard drop column note;",
  "migrations/0003_less.up.sql": "alter table heard alter column by_release drop not null;",
  "migrations/0003_less.down.sql": "select 1;",
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
    await one.runtime.rollout.rollBack("shop");
    await eventually(() => version(two) === "1.0.0");
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
    const told: string[] = [];
    const ear = await test.database.listen("live", (payload) => told.push(payload));
    await one.runtime.rollout.offer(fresh, { tenants: [chosen], percent: 0 });
    await eventually(() => told.includes(`${chosen}:plugins`));
    await ear.dispose();
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

  it("does to a release only what was meant for it: what stands in its place meanwhile is refused and stays", async () => {
    const { rollout } = one.runtime;
    const changed = { code: "release.changed" };
    await rollout.offer(fresh, { tenants: [], percent: 10 });
    expect(await refusal(rollout.promote("shop", undefined, "0.9.0"))).to.include(changed);
    expect(await refusal(rollout.withdraw("shop", undefined, "0.9.0"))).to.include(changed);
    expect(status(one)?.candidate?.version).to.equal("1.1.0");

    await rollout.promote("shop", undefined, "1.1.0");
    expect(await refusal(rollout.rollBack("shop", undefined, "1.1.0"))).to.include(changed);
    expect(version(one)).to.equal("1.1.0");
    await rollout.rollBack("shop", undefined, "1.0.0");
    expect(version(one)).to.equal("1.0.0");
  });

  it("takes a candidate back by itself when it fails one tenant too often", async () => {
    const failing = await madeRelease(
      workshop,
      "shop",
      "1.5.0",
      MANIFEST,
      code().replace("return { version: p.version };", `throw new Error("broken");`),
      TABLE,
    );
    const chosen = tenant(2);
    await one.runtime.rollout.offer(failing, { tenants: [chosen], percent: 0 });
    await eventually(async () => {
      if (!one.runtime.servesCandidate("shop", chosen)) return true;
      await who(one, chosen).catch(() => undefined);
      return false;
    });
    await eventually(() => status(two)?.candidate === undefined);
    expect(await who(two, chosen)).to.equal("1.0.0");
    const [failure] = await one.runtime.rollout.failures("shop");
    expect(failure?.version).to.equal("1.5.0");
    expect(failure?.reason).to.contain("broken");
  });

  it("keeps what an older release needs until nobody can go back, then contracts", async () => {
    const contracting = await made(
      "1.6.0",
      "",
      { migrations: { head: 3, breaking: 0, contracting: [3] } },
      CONTRACTING,
    );
    const applied = async () =>
      (
        await test.database.query<{ number: number }>(
          "select number from host.plugin_migration where plugin_id = 'shop' order by number",
        )
      ).map(({ number }) => number);
    await one.runtime.rollout.activate(contracting);
    await one.runtime.contract(async () => true);
    expect(await applied()).to.deep.equal([1, 2]);
    const next = await made(
      "1.6.1",
      "",
      { migrations: { head: 3, breaking: 0, contracting: [3] } },
      CONTRACTING,
    );
    await one.runtime.rollout.offer(next, { tenants: [], percent: 0 });
    expect(await applied(), "while the release before the active one can be gone back to").to.deep.equal([
      1, 2,
    ]);
    await one.runtime.rollout.withdraw("shop");
    await one.runtime.rollout.rollBack("shop");
    await eventually(() => isSettled(two, "1.0.0"));
    expect(await who(two, tenant(0)), "the old release on the newer schema").to.equal("1.0.0");
    await one.runtime.rollout.activate(contracting);
    await test.database.query("update host.registration set rollback_until = now() - interval '1 second'");
    const asked: string[] = [];
    await one.runtime.contract(async (plugin, version) => {
      asked.push(`${plugin} ${version}`);
      return false;
    });
    expect(asked).to.deep.equal(["shop 1.6.0"]);
    expect(await applied(), "while a process runs the release before").to.deep.equal([1, 2]);
    expect(one.runtime.runningReleases().shop).to.deep.equal(["1.6.0"]);
    await one.runtime.contract(async () => true);
    expect(await applied()).to.deep.equal([1, 2, 3]);
    expect((await refusal(one.runtime.rollout.activate(old))).message).to.contain("cannot run");
    await eventually(() => isSettled(two, "1.6.0"));
    old = await made("1.7.0", "", { migrations: { head: 3, breaking: 0, contracting: [3] } }, CONTRACTING);
  });
});

describe("a release that did not prove itself", () => {
  let test: TestDatabase;
  let workshop: Workshop;
  let kernel: TestKernel;

  before(async () => {
    test = await testDatabase();
    workshop = await Workshop.open();
    kernel = await testKernel(test.database, [], { releases: [madeReleases] });
    await kernel.runtime.boot();
  });

  after(async () => {
    await kernel.stop();
    await workshop.close();
    await test.drop();
  });

  const ask = async (id: string, tenantId: string) => {
    const found = kernel.runtime.routes().find(({ plugin }) => plugin === id);
    if (found === undefined) throw new Error(`${id} answers nothing.`);
    const input = { params: {}, query: {}, body: undefined, headers: {} };
    return kernel.runtime.invokeRoute(id, found.route, { tenantId }, input);
  };
  const answer = (
    what: string,
  ) => `setup(p) { p.route({ method: "GET", path: "/it", permission: "tenant:viewer",
    summary: "Answers it", limits: { perMinute: 9 }, handle: async (context) => { ${what} } }); }`;

  it("makes way for the one before it after its third trip within a day", async () => {
    const tenantIds = [await makeTenant(test.database, "a"), await makeTenant(test.database, "b")];
    const good = await madeRelease(workshop, "worn", "1.0.0", {}, `{ ${answer("return { ok: true };")} }`);
    const bad = await madeRelease(workshop, "worn", "1.1.0", {}, `{ ${answer(`throw new Error("worn");`)} }`);
    await kernel.runtime.rollout.activate(good);
    for (const tenantId of tenantIds) await kernel.runtime.enable(tenantId, "worn");
    await kernel.runtime.rollout.activate(bad);
    await test.database.query(
      `insert into host.plugin_trip (id, plugin_id, version, reason)
       select gen_random_uuid(), 'worn', '1.1.0', 'before' from generate_series(1, 2)`,
    );
    for (let calls = 0; calls < 10; calls += 1)
      await ask("worn", tenantIds[calls % 2] ?? "").catch(() => undefined);
    await eventually(() => kernel.runtime.plugin("worn")?.version === "1.0.0");
    expect(await ask("worn", tenantIds[0] ?? "")).to.deep.equal({ ok: true });
    const [failure] = await kernel.runtime.rollout.failures("worn");
    expect(failure).to.include({ version: "1.1.0", code: "release.taken_back" });
  });

  it("gives each tenant the settings back that it had, and tells only whom the new shape does not fit", async () => {
    const tenantIds = await Promise.all(["c", "d"].map((slug) => makeTenant(test.database, slug)));
    const [plain = "", odd = ""] = tenantIds;
    const settings = (properties: object) => ({
      settings: { type: "object", properties, additionalProperties: false },
    });
    const body = answer("return context.settings;");
    const first = await madeRelease(
      workshop,
      "shaped",
      "1.0.0",
      settings({ pace: { type: "string", title: "Pace" } }),
      `{ ${body} }`,
    );
    const second = await madeRelease(
      workshop,
      "shaped",
      "2.0.0",
      { settingsVersion: 2, ...settings({ perDay: { type: "integer", title: "A day" } }) },
      `{ ${body}, migrateSettings: (old) => old.pace === "slow" ? { perDay: 1 } : { problem: "Say how many." } }`,
    );
    await kernel.runtime.rollout.activate(first);
    await kernel.runtime.enable(plain, "shaped", { pace: "slow" });
    await kernel.runtime.enable(odd, "shaped", { pace: "sideways" });
    await kernel.runtime.rollout.offer(second, { tenants: [plain], percent: 0 });
    expect(kernel.runtime.servesCandidate("shaped", plain)).to.equal(true);
    expect((await kernel.runtime.settings(plain, "shaped")).settings).to.deep.equal({ perDay: 1 });
    expect(await ask("shaped", odd)).to.deep.equal({ pace: "sideways" });
    await kernel.runtime.rollout.promote("shaped");
    expect(await ask("shaped", plain)).to.deep.equal({ perDay: 1 });
    expect(await refusal(ask("shaped", odd))).to.include({ code: "plugin.settings_outdated" });
    await kernel.runtime.rollout.rollBack("shaped");
    expect(await ask("shaped", plain)).to.deep.equal({ pace: "slow" });
    expect(await ask("shaped", odd)).to.deep.equal({ pace: "sideways" });
  });

  it("is what the next start goes on with, whatever step the last one died at", async () => {
    const parts = await Promise.all(
      ["1.0.0", "1.1.0", "1.2.0"].map((version) =>
        madeRelease(workshop, "cut", version, {}, `{ ${answer("return {};")} }`),
      ),
    );
    const [before, now, next] = parts;
    if (before === undefined || now === undefined || next === undefined) throw new Error("No releases.");
    await kernel.runtime.rollout.activate(before);
    await kernel.runtime.rollout.activate(now);
    await kernel.runtime.rollout.offer(next, { tenants: [], percent: 10 });
    // A process that was killed right after the table was written: nothing of it was drained.
    const later = await testKernel(test.database, [], { releases: [madeReleases] });
    await later.runtime.boot();
    expect(later.runtime.plugin("cut")).to.include({ version: "1.1.0", state: "active" });
    expect(later.runtime.plugin("cut")?.candidate).to.include({ version: "1.2.0", state: "active" });
    expect(later.runtime.plugin("cut")?.previous?.version).to.equal("1.0.0");
    await later.stop();
  });
});
