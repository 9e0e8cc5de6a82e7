import { expect } from "chai";
import { makeTenant, type TestKernel, testKernel } from "../../test/contract/kernelKit.ts";
import { fixture } from "../../test/contract/scene.ts";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { eventually } from "../../test/kit/waiting.ts";

const HOUR = 3_600_000;

describe("events between plugins", () => {
  let test: TestDatabase;
  let kernel: TestKernel;
  let tenant: string;
  let count = 0;
  before(async () => {
    test = await testDatabase();
    kernel = await testKernel(test.database, ["good", "hears"].map(fixture));
    await kernel.runtime.boot();
  });
  beforeEach(async () => {
    count += 1;
    tenant = await makeTenant(test.database, `e${count}`);
    await kernel.runtime.enable(tenant, "good");
  });
  after(async () => {
    await kernel.stop();
    await test.drop();
  });

  async function write(...texts: string[]): Promise<void> {
    const { runtime } = kernel;
    const found = runtime.routes().find(({ plugin, route }) => plugin === "good" && route.method === "POST");
    if (found === undefined) throw new Error("no route");
    for (const text of texts) {
      const input = { params: {}, query: {}, body: { text }, headers: {} };
      await runtime.invokeRoute("good", found.route, { tenantId: tenant }, input);
    }
  }

  async function heard(): Promise<string[]> {
    const rows = await test.database.query<{ text: string }>(
      "select text from p_hears.heard where tenant_id = $1 order by seq",
      [tenant],
    );
    return rows.map(({ text }) => text);
  }

  const deliveries = () =>
    test.database.query<{ state: string; attempts: number; error: string | null }>(
      "select state, attempts, error from host.event_delivery where tenant_id = $1 order by seq",
      [tenant],
    );

  it("arrive in the order they were written, each once", async () => {
    await kernel.runtime.enable(tenant, "hears");
    const texts = Array.from({ length: 30 }, (_, index) => `note ${index}`);
    await write(...texts);
    await kernel.runtime.dispatchEvents();
    await kernel.runtime.dispatchEvents();
    expect(await heard()).to.deep.equal(texts);
  });

  it("vanish with a transaction that rolls back", async () => {
    await kernel.runtime.enable(tenant, "hears");
    const before = await test.database.query("select 1 from host.event where tenant_id = $1", [tenant]);
    const { runtime } = kernel;
    const found = runtime.routes().find(({ plugin, route }) => plugin === "good" && route.method === "POST");
    const aborted = new AbortController();
    if (found === undefined) throw new Error("no route");
    const input = { params: {}, query: {}, body: { text: null }, headers: {} };
    const answer = runtime.invokeRoute(
      "good",
      found.route,
      { tenantId: tenant, signal: aborted.signal },
      input,
    );
    await answer.then(
      () => expect.fail("null is no text"),
      () => undefined,
    );
    expect(
      await test.database.query("select 1 from host.event where tenant_id = $1", [tenant]),
    ).to.deep.equal(before);
  });

  it("do not reach a tenant that never had the subscriber", async () => {
    await write("unheard");
    await kernel.runtime.dispatchEvents();
    expect(await deliveries()).to.deep.equal([]);
  });

  it("wait while the tenant has the subscriber turned off, and arrive once it is on again", async () => {
    await kernel.runtime.enable(tenant, "hears");
    await kernel.runtime.disable(tenant, "hears");
    await write("patience");
    await kernel.runtime.dispatchEvents();
    expect(await heard()).to.deep.equal([]);
    expect((await deliveries()).map(({ state }) => state)).to.deep.equal(["pending"]);
    await kernel.runtime.enable(tenant, "hears");
    await kernel.runtime.dispatchEvents();
    expect(await heard()).to.deep.equal(["patience"]);
  });

  it("wait while the subscriber is in quarantine", async () => {
    await kernel.runtime.enable(tenant, "hears");
    await kernel.runtime.quarantine("hears", "for this test");
    await write("locked out");
    await kernel.runtime.dispatchEvents();
    expect(await heard()).to.deep.equal([]);
    await kernel.runtime.release("hears");
    await kernel.runtime.dispatchEvents();
    expect(await heard()).to.deep.equal(["locked out"]);
  });

  it("back off on failure without losing the work's atomicity, and hold the order of their lane", async () => {
    await kernel.runtime.enable(tenant, "hears");
    await write("fail twice", "after it");
    await kernel.runtime.dispatchEvents();
    expect(await heard(), "rolled back, and nothing overtakes").to.deep.equal([]);
    kernel.clock.advance(HOUR);
    await kernel.runtime.dispatchEvents();
    kernel.clock.advance(HOUR);
    await kernel.runtime.dispatchEvents();
    expect(await heard()).to.deep.equal(["fail twice", "after it"]);
    const [first] = await deliveries();
    expect(first).to.include({ state: "done", attempts: 2 });
  });

  it("are done when the handler fails after its transaction was committed: never twice", async () => {
    await kernel.runtime.enable(tenant, "hears");
    await write("fail after", "next");
    await kernel.runtime.dispatchEvents();
    kernel.clock.advance(HOUR);
    await kernel.runtime.dispatchEvents();
    expect(await heard()).to.deep.equal(["fail after", "next"]);
    const [first] = await deliveries();
    expect(first?.state).to.equal("done");
    expect(first?.error).to.contain("Too late.");
  });

  it("lie dead after eight attempts, where they can be seen and retried, and the next goes on", async () => {
    await kernel.runtime.enable(tenant, "hears");
    await write("fail always", "survivor");
    for (let tries = 0; tries < 12; tries += 1) {
      await kernel.runtime.dispatchEvents();
      kernel.clock.advance(HOUR);
      // The breaker of the tenant would make it wait in real time; a new generation starts without failures.
      await kernel.runtime.swap("hears");
    }
    expect(await heard()).to.deep.equal(["survivor"]);
    const [dead] = await kernel.runtime.deadEvents(tenant);
    expect(dead).to.include({ subscriber: "hears", name: "good.note-written@1", attempts: 8 });
    expect(dead?.error).to.contain("Never.");
    const backlog = await kernel.runtime.eventBacklog();
    expect(backlog.find(({ subscriber }) => subscriber === "hears")?.dead).to.equal(1);
    expect(await kernel.runtime.retryEvent(tenant, "hears", dead?.eventId ?? "")).to.equal(true);
    await kernel.runtime.dispatchEvents();
    expect(await deliveries()).to.deep.include({ state: "pending", attempts: 1, error: dead?.error ?? "" });
  });

  it("are handled once by two replicas that race for them", async () => {
    await kernel.runtime.enable(tenant, "hears");
    const replica = await testKernel(test.database, ["good", "hears"].map(fixture));
    try {
      await replica.runtime.boot();
      const texts = Array.from({ length: 20 }, (_, index) => `race ${index}`);
      await write(...texts);
      await Promise.all([kernel.runtime.dispatchEvents(), replica.runtime.dispatchEvents()]);
      await eventually(async () => (await heard()).length >= texts.length);
      expect(await heard()).to.deep.equal(texts);
    } finally {
      await replica.stop();
    }
  });
});
