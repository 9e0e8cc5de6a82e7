import { expect } from "chai";
import { makeTenant, type TestKernel, testKernel } from "../../test/contract/kernelKit.ts";
import { eventually, refusal } from "../../test/contract/waiting.ts";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { isPause } from "./invocation.ts";

const fixture = (name: string) => new URL(`../../test/contract/fixtures/${name}`, import.meta.url).pathname;

describe("a running kernel", () => {
  let test: TestDatabase;
  let kernel: TestKernel;
  let tenant: string;
  let other: string;
  let count = 0;
  before(async () => {
    test = await testDatabase();
    kernel = await testKernel(test.database, ["hears", "good", "faulty"].map(fixture));
    kernel.runtime.provideHost("test.host@1", (caller) => ({
      whoAsks: async () => ({ plugin: caller.plugin }),
    }));
    await kernel.runtime.boot();
  });
  beforeEach(async () => {
    count += 1;
    tenant = await makeTenant(test.database, `a${count}`);
    other = await makeTenant(test.database, `b${count}`);
    for (const each of [tenant, other]) {
      for (const plugin of ["good", "hears", "faulty"]) await kernel.runtime.enable(each, plugin);
    }
  });
  // A new generation has no failures on its breaker.
  afterEach(async () => {
    if (kernel.runtime.plugin("faulty")?.state === "active") await kernel.runtime.swap("faulty");
  });
  after(async () => {
    await kernel.stop();
    await test.drop();
  });

  async function call(
    plugin: string,
    path: string,
    params = {},
    body: unknown = undefined,
    tenantId = tenant,
  ) {
    const { runtime } = kernel;
    const found = runtime
      .routes()
      .find(
        (each) =>
          each.plugin === plugin &&
          each.route.path === path &&
          (each.route.method === "GET") === (body === undefined),
      );
    if (found === undefined) throw new Error(`no ${path}`);
    return runtime.invokeRoute(plugin, found.route, { tenantId }, { params, query: {}, body, headers: {} });
  }

  const misdeed = (name: string, tenantId = tenant) =>
    call("faulty", "/misdeeds/:name", { name }, {}, tenantId);

  describe("an error that escapes", () => {
    it("is blamed on the plugin whose code threw it, and nobody else's", async () => {
      const error = await escaping("uncaughtException", () => misdeed("stray"));
      expect(kernel.runtime.strayError(error)).to.equal(true);
      expect(kernel.runtime.plugin("faulty")?.usage.errors).to.be.greaterThan(0);
      expect(kernel.runtime.strayError(new Error("the host's own"))).to.equal(false);
    });

    it("is blamed on the plugin that did not await its query, though the stack shows only the host", async () => {
      const error = await escaping("unhandledRejection", () => misdeed("stray-query"));
      expect(String(error)).to.contain("nonsense");
      expect(kernel.runtime.strayError(error)).to.equal(true);
    });

    /** Mocha listens for these itself; while the deed is done, the test does. */
    async function escaping(event: "uncaughtException" | "unhandledRejection", deed: () => Promise<unknown>) {
      const listeners = process.rawListeners(event);
      const escaped = new Promise<unknown>((resolve) => {
        process.removeAllListeners(event);
        process.once(event, resolve);
      });
      await deed();
      const error = await escaped;
      for (const listener of listeners)
        process.on(event, (...values: unknown[]) => Reflect.apply(listener, process, values));
      return error;
    }
  });

  describe("reports of deliveries", () => {
    it("reach a plugin that runs for the tenant, and are refused as a pause while it does not", async () => {
      const delivery = { tenantId: tenant, dedupeKey: "k", outcome: "sent", at: new Date() } as const;
      await kernel.runtime.deliver("good", "unknown-report", delivery);
      await kernel.runtime.quarantine("faulty", "for this test");
      expect(isPause(await refusal(kernel.runtime.deliver("faulty", "any", delivery)))).to.equal(true);
      await kernel.runtime.release("faulty");
    });
  });

  describe("a fresh release that trips three times in a day", () => {
    it("is quarantined with the reason", async () => {
      for (const id of [1, 2]) {
        await test.database.query(
          "insert into host.plugin_trip (id, plugin_id, version, reason) values ($1, 'faulty', '1.0.0', 'before')",
          [`00000000-0000-7000-8000-00000000000${id}`],
        );
      }
      for (let times = 0; times < 5; times += 1) {
        await refusal(misdeed("throw"));
        await refusal(misdeed("throw", other));
      }
      await eventually(() => kernel.runtime.plugin("faulty")?.state === "quarantined");
      expect(kernel.runtime.plugin("faulty")?.reason)
        .to.contain("times within a day")
        .and.contain("A fault of mine");
      await kernel.runtime.release("faulty");
    });
  });

  describe("quarantine", () => {
    it("answers 503 with Retry-After at once, and the siblings go on", async () => {
      const route = kernel.runtime.routes().find(({ plugin }) => plugin === "faulty")?.route;
      if (route === undefined) throw new Error("no route");
      await kernel.runtime.quarantine("faulty", "It sends nonsense.", {
        until: new Date(Date.now() + 60_000),
      });
      const input = { params: { name: "behave" }, query: {}, body: {}, headers: {} };
      const error = await refusal(kernel.runtime.invokeRoute("faulty", route, { tenantId: tenant }, input));
      expect(error).to.include({ code: "plugin.quarantined", status: 503 });
      expect(error.retryAfter).to.be.within(1, 60);
      expect(kernel.runtime.plugin("faulty")).to.include({
        state: "quarantined",
        reason: "It sends nonsense.",
      });
      expect(await call("good", "/notes")).to.deep.equal([]);
      await kernel.runtime.release("faulty");
    });

    it("is followed by other replicas, and so is its end", async () => {
      const replica = await testKernel(test.database, ["hears", "good", "faulty"].map(fixture));
      await replica.runtime.boot();
      await kernel.runtime.quarantine("faulty", "for this test");
      await eventually(() => replica.runtime.plugin("faulty")?.state === "quarantined");
      await kernel.runtime.release("faulty");
      await eventually(() => replica.runtime.plugin("faulty")?.state === "active");
      await replica.stop();
    });
  });

  describe("a swap", () => {
    it("puts a fresh generation in place while calls go on, and stops the old one empty", async () => {
      const before = kernel.runtime.plugin("good")?.generation;
      await Promise.all([kernel.runtime.swap("good"), call("good", "/notes")]);
      const after = kernel.runtime.plugin("good");
      expect(after?.generation).to.be.greaterThan(before ?? 0);
      expect(after?.leftovers).to.deep.equal([]);
      expect(await call("good", "/notes")).to.deep.equal([]);
    });
  });

  describe("shutdown", () => {
    it("refuses new work, and lets what is in flight finish", async () => {
      const slow = misdeed("dawdle");
      await eventually(() => kernel.runtime.plugin("faulty")?.inFlight === 1);
      const stopped = kernel.runtime.shutdown();
      expect(isPause(await refusal(misdeed("behave")))).to.equal(true);
      expect(await slow).to.deep.equal({ answer: "done" });
      await stopped;
      expect(await test.database.query("select * from host.boot_marker")).to.deep.equal([]);
    });
  });
});
