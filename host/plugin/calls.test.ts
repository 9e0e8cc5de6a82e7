import type { TelegramUpdate } from "@promostack/core";
import { expect } from "chai";
import { makeTenant, type TestKernel, testKernel } from "../../test/contract/kernelKit.ts";
import { refusal } from "../../test/contract/waiting.ts";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { isPause } from "./invocation.ts";

const fixture = (name: string) => new URL(`../../test/contract/fixtures/${name}`, import.meta.url).pathname;
const RUN = { at: new Date("2026-03-02T10:00:00Z"), timeoutMs: 1_000, caughtUp: false };

describe("calls into plugins", () => {
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

  describe("routes", () => {
    it("run as the tenant, and see no other tenant's rows", async () => {
      await call("good", "/notes", {}, { text: "mine" });
      expect(await call("good", "/notes")).to.have.lengthOf(1);
      expect(await call("good", "/notes", {}, undefined, other)).to.deep.equal([]);
    });

    it("answer plugin.disabled (404) for a tenant that does not have the plugin", async () => {
      const third = await makeTenant(test.database, "third");
      const error = await refusal(call("good", "/notes", {}, undefined, third));
      expect(error).to.include({ code: "plugin.disabled", status: 404 });
    });

    it("answer an error that names plugin, phase and cause", async () => {
      const error = await refusal(misdeed("throw"));
      expect(error).to.include({
        plugin: "faulty",
        phase: "route",
        code: "plugin.route_failed",
        status: 500,
      });
      expect(error.cause).to.be.an("error").with.property("message", "A fault of mine.");
    });

    it("answer plugin.timeout (503) when the handler hangs, and go on answering", async () => {
      const error = await refusal(misdeed("hang"));
      expect(error).to.include({ code: "plugin.timeout", status: 503 });
      expect(await misdeed("behave")).to.deep.equal({ answer: "well" });
    });

    it("abort the signal at the deadline, so that a loop that listens stops hoarding memory", async () => {
      expect(await refusal(misdeed("allocate"))).to.include({ code: "plugin.timeout" });
    });

    it("count a handler that kept the thread busy past its deadline as a failure", async () => {
      const before = kernel.runtime.plugin("faulty")?.usage.timeouts ?? 0;
      expect(await misdeed("busy")).to.deep.equal({ answer: "done" });
      expect(kernel.runtime.plugin("faulty")?.usage.timeouts).to.equal(before + 1);
    });

    it("refuse work of an abandoned handler's context", async () => {
      const aborted = new AbortController();
      const { runtime } = kernel;
      const found = runtime
        .routes()
        .find(({ plugin, route }) => plugin === "good" && route.path === "/notes");
      if (found === undefined) throw new Error("no route");
      aborted.abort(new Error("The client went away."));
      const answer = runtime.invokeRoute(
        "good",
        found.route,
        { tenantId: tenant, signal: aborted.signal },
        { params: {}, query: {}, body: undefined, headers: {} },
      );
      expect(await refusal(answer))
        .to.have.property("message")
        .that.contains("client went away");
    });
  });

  describe("the breaker", () => {
    it("opens for a tenant after five failures, not for another, and not for a caller's mistakes", async () => {
      for (let times = 0; times < 6; times += 1)
        expect(await refusal(misdeed("refuse"))).to.include({ status: 409 });
      for (let times = 0; times < 5; times += 1) await refusal(misdeed("throw"));
      const error = await refusal(misdeed("behave"));
      expect(error).to.include({ code: "plugin.tripped", status: 503 });
      expect(error.retryAfter).to.be.within(1, 15);
      expect(isPause(error)).to.equal(true);
      expect(await misdeed("behave", other)).to.deep.equal({ answer: "well" });
      expect(kernel.runtime.plugin("faulty")?.breaker.openTenants).to.deep.equal([tenant]);
    });

    it("opens for all once several tenants fail, and pauses the jobs", async () => {
      for (let times = 0; times < 5; times += 1) {
        await refusal(misdeed("throw"));
        await refusal(misdeed("throw", other));
      }
      expect(kernel.runtime.plugin("faulty")?.breaker.state).to.equal("open");
      const job = kernel.runtime.jobs().find(({ plugin }) => plugin === "faulty");
      expect(job?.paused).to.contain("failed too often");
      expect(await refusal(kernel.runtime.runJob("faulty", "hang", RUN))).to.include({
        code: "plugin.tripped",
      });
      expect(await call("good", "/notes")).to.deep.equal([]);
    });
  });

  describe("jobs", () => {
    it("run for the platform and for a tenant", async () => {
      await kernel.runtime.runJob("good", "sweep", RUN);
      await kernel.runtime.runJob("good", "count", RUN, tenant);
      expect(await call("good", "/notes")).to.have.lengthOf(1);
      expect(await call("good", "/notes", {}, undefined, other)).to.deep.equal([]);
    });

    it("are bounded, and fail with plugin and phase", async () => {
      expect(await refusal(kernel.runtime.runJob("faulty", "hang", RUN))).to.include({
        code: "plugin.timeout",
        phase: "job",
      });
      expect(await refusal(kernel.runtime.runJob("faulty", "throw", RUN, tenant))).to.include({
        code: "plugin.job_failed",
      });
    });

    it("commit a mark together with their first transaction, and are turned away when it was there", async () => {
      let marks = 0;
      const mark = async () => {
        marks += 1;
        return marks === 1;
      };
      await kernel.runtime.runJob("good", "count", RUN, tenant, mark);
      await kernel.runtime.runJob("good", "count", RUN, tenant, mark);
      expect(marks).to.equal(2);
      expect(await call("good", "/notes")).to.have.lengthOf(1);
    });
  });

  describe("updates", () => {
    const message = (text: string, more: object = {}): TelegramUpdate => ({
      update_id: 1,
      message: { message_id: 1, date: 1, text, chat: { id: 77, type: "private" }, ...more },
    });
    const command = (text: string) =>
      message(text, { entities: [{ type: "bot_command", offset: 0, length: 5 }] });
    const notes = async () =>
      (
        await test.database.query<{ text: string }>("select text from p_good.note where tenant_id = $1", [
          tenant,
        ])
      ).map(({ text }) => text);

    it("reach a command with its argument, for this bot or none, and not for another", async () => {
      const { runtime } = kernel;
      await runtime.handleUpdate(tenant, "message_bot", command("/note one two"));
      await runtime.handleUpdate(tenant, "message_bot", command("/note@test_bot three"));
      await runtime.handleUpdate(tenant, "message_bot", command("/note@other_bot four"));
      await runtime.handleUpdate(tenant, "signal_bot", command("/note five"));
      expect(await notes()).to.have.members(["Hello: one two", "Hello: three"]);
    });

    it("go on to the next plugin when one fails or hangs, and the failure is told", async () => {
      const { runtime } = kernel;
      expect(await refusal(runtime.handleUpdate(tenant, "message_bot", message("throw")))).to.include({
        plugin: "faulty",
        phase: "bot",
      });
      expect(await refusal(runtime.handleUpdate(tenant, "message_bot", message("hang")))).to.include({
        code: "plugin.timeout",
      });
      await runtime.handleUpdate(tenant, "message_bot", command("/note still here"));
      expect(await notes()).to.deep.equal(["Hello: still here"]);
    });

    it("list the kinds and commands of what the tenant has", async () => {
      expect(await kernel.runtime.updateKinds(tenant, "message_bot")).to.deep.equal([
        "callback_query",
        "message",
      ]);
      expect(await kernel.runtime.updateKinds(tenant, "signal_bot")).to.deep.equal([]);
      expect(await kernel.runtime.commands(tenant, "message_bot")).to.deep.equal([
        { command: "note", description: "Write a note" },
      ]);
      await kernel.runtime.disable(tenant, "hears");
      await kernel.runtime.disable(tenant, "good");
      expect(await kernel.runtime.updateKinds(tenant, "message_bot")).to.deep.equal(["message"]);
    });
  });

  describe("services and extension points", () => {
    it("call another plugin as the same tenant", async () => {
      await call("good", "/notes", {}, { text: "one" });
      expect(await call("hears", "/count")).to.deep.equal({ count: 1 });
      expect(await call("hears", "/count", {}, undefined, other)).to.deep.equal({ count: 0 });
    });

    it("call the host's own", async () => {
      expect(await call("hears", "/host")).to.deep.equal({ plugin: "hears" });
    });

    it("raise the provider's refusal, without blaming the caller", async () => {
      await kernel.runtime.quarantine("good", "for this test");
      expect(kernel.runtime.plugin("hears")?.state).to.equal("blocked");
      await kernel.runtime.release("good");
      expect(kernel.runtime.plugin("hears")?.state).to.equal("active");
      expect(await call("hears", "/count")).to.deep.equal({ count: 0 });
    });

    it("list contributions of plugins that the tenant has", async () => {
      expect(await call("good", "/kinds"))
        .to.have.property("body")
        .that.deep.equals([{ kind: "heard" }]);
      await kernel.runtime.disable(tenant, "hears");
      expect(await call("good", "/kinds"))
        .to.have.property("body")
        .that.deep.equals([]);
    });
  });
});
