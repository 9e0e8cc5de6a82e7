import type { TelegramUpdate } from "@promostack/core";
import { expect } from "chai";
import { makeTenant } from "../../test/contract/kernelKit.ts";
import { Scene } from "../../test/contract/scene.ts";
import { refusal } from "../../test/kit/waiting.ts";
import { isPause } from "./invocation.ts";

const RUN = { at: new Date("2026-03-02T10:00:00Z"), timeoutMs: 1_000, caughtUp: false };

describe("calls into plugins", () => {
  const scene = new Scene();

  describe("routes", () => {
    it("run as the scene.tenant, and see no other tenant's rows", async () => {
      await scene.call("good", "/notes", {}, { text: "mine" });
      expect(await scene.call("good", "/notes")).to.have.lengthOf(1);
      expect(await scene.call("good", "/notes", {}, undefined, scene.other)).to.deep.equal([]);
    });

    it("answer plugin.disabled (404) for a tenant that does not have the plugin", async () => {
      const third = await makeTenant(scene.test.database, "third");
      const error = await refusal(scene.call("good", "/notes", {}, undefined, third));
      expect(error).to.include({ code: "plugin.disabled", status: 404 });
    });

    it("answer an error that names plugin, phase and cause", async () => {
      const error = await refusal(scene.misdeed("throw"));
      expect(error).to.include({
        plugin: "faulty",
        phase: "route",
        code: "plugin.route_failed",
        status: 500,
      });
      expect(error.cause).to.be.an("error").with.property("message", "A fault of mine.");
    });

    it("answer plugin.timeout (503) when the handler hangs, and go on answering", async () => {
      const error = await refusal(scene.misdeed("hang"));
      expect(error).to.include({ code: "plugin.timeout", status: 503 });
      expect(await scene.misdeed("behave")).to.deep.equal({ answer: "well" });
    });

    it("abort the signal at the deadline, so that a loop that listens stops hoarding memory", async () => {
      expect(await refusal(scene.misdeed("allocate"))).to.include({ code: "plugin.timeout" });
    });

    it("count a handler that kept the thread busy past its deadline as a failure", async () => {
      const before = scene.kernel.runtime.plugin("faulty")?.usage.timeouts ?? 0;
      expect(await scene.misdeed("busy")).to.deep.equal({ answer: "done" });
      expect(scene.kernel.runtime.plugin("faulty")?.usage.timeouts).to.equal(before + 1);
    });

    it("refuse work of an abandoned handler's context", async () => {
      const aborted = new AbortController();
      const { runtime } = scene.kernel;
      const found = runtime
        .routes()
        .find(({ plugin, route }) => plugin === "good" && route.path === "/notes");
      if (found === undefined) throw new Error("no route");
      aborted.abort(new Error("The client went away."));
      const answer = runtime.invokeRoute(
        "good",
        found.route,
        { tenantId: scene.tenant, signal: aborted.signal },
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
        expect(await refusal(scene.misdeed("refuse"))).to.include({ status: 409 });
      for (let times = 0; times < 5; times += 1) await refusal(scene.misdeed("throw"));
      const error = await refusal(scene.misdeed("behave"));
      expect(error).to.include({ code: "plugin.tripped", status: 503 });
      expect(error.retryAfter).to.be.within(1, 15);
      expect(isPause(error)).to.equal(true);
      expect(await scene.misdeed("behave", scene.other)).to.deep.equal({ answer: "well" });
      expect(scene.kernel.runtime.plugin("faulty")?.breaker.openTenants).to.deep.equal([scene.tenant]);
    });

    it("opens for all once several tenants fail, and pauses the jobs", async () => {
      for (let times = 0; times < 5; times += 1) {
        await refusal(scene.misdeed("throw"));
        await refusal(scene.misdeed("throw", scene.other));
      }
      expect(scene.kernel.runtime.plugin("faulty")?.breaker.state).to.equal("open");
      const job = scene.kernel.runtime.jobs().find(({ plugin }) => plugin === "faulty");
      expect(job?.paused).to.contain("failed too often");
      expect(await refusal(scene.kernel.runtime.runJob("faulty", "hang", RUN))).to.include({
        code: "plugin.tripped",
      });
      expect(await scene.call("good", "/notes")).to.deep.equal([]);
    });
  });

  describe("jobs", () => {
    it("run for the platform and for a tenant", async () => {
      await scene.kernel.runtime.runJob("good", "sweep", RUN);
      await scene.kernel.runtime.runJob("good", "count", RUN, scene.tenant);
      expect(await scene.call("good", "/notes")).to.have.lengthOf(1);
      expect(await scene.call("good", "/notes", {}, undefined, scene.other)).to.deep.equal([]);
    });

    it("are bounded, and fail with plugin and phase", async () => {
      expect(await refusal(scene.kernel.runtime.runJob("faulty", "hang", RUN))).to.include({
        code: "plugin.timeout",
        phase: "job",
      });
      expect(await refusal(scene.kernel.runtime.runJob("faulty", "throw", RUN, scene.tenant))).to.include({
        code: "plugin.job_failed",
      });
    });

    it("commit a mark together with their first transaction, and are turned away when it was there", async () => {
      let marks = 0;
      const mark = async () => {
        marks += 1;
        return marks === 1;
      };
      await scene.kernel.runtime.runJob("good", "count", RUN, scene.tenant, mark);
      await scene.kernel.runtime.runJob("good", "count", RUN, scene.tenant, mark);
      expect(marks).to.equal(2);
      expect(await scene.call("good", "/notes")).to.have.lengthOf(1);
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
        await scene.test.database.query<{ text: string }>(
          "select text from p_good.note where tenant_id = $1",
          [scene.tenant],
        )
      ).map(({ text }) => text);

    it("reach a command with its argument, for this bot or none, and not for another", async () => {
      const { runtime } = scene.kernel;
      await runtime.handleUpdate(scene.tenant, "message_bot", command("/note one two"));
      await runtime.handleUpdate(scene.tenant, "message_bot", command("/note@test_bot three"));
      await runtime.handleUpdate(scene.tenant, "message_bot", command("/note@other_bot four"));
      await runtime.handleUpdate(scene.tenant, "signal_bot", command("/note five"));
      expect(await notes()).to.have.members(["Hello: one two", "Hello: three"]);
    });

    it("go on to the next plugin when one fails or hangs, and the failure is told", async () => {
      const { runtime } = scene.kernel;
      expect(await refusal(runtime.handleUpdate(scene.tenant, "message_bot", message("throw")))).to.include({
        plugin: "faulty",
        phase: "bot",
      });
      expect(await refusal(runtime.handleUpdate(scene.tenant, "message_bot", message("hang")))).to.include({
        code: "plugin.timeout",
      });
      await runtime.handleUpdate(scene.tenant, "message_bot", command("/note still here"));
      expect(await notes()).to.deep.equal(["Hello: still here"]);
    });

    it("list the kinds and commands of what the tenant has", async () => {
      expect(await scene.kernel.runtime.updateKinds(scene.tenant, "message_bot")).to.deep.equal([
        "callback_query",
        "message",
      ]);
      expect(await scene.kernel.runtime.updateKinds(scene.tenant, "signal_bot")).to.deep.equal([]);
      expect(await scene.kernel.runtime.commands(scene.tenant, "message_bot")).to.deep.equal([
        { command: "note", description: "Write a note" },
      ]);
      await scene.kernel.runtime.disable(scene.tenant, "hears");
      await scene.kernel.runtime.disable(scene.tenant, "good");
      expect(await scene.kernel.runtime.updateKinds(scene.tenant, "message_bot")).to.deep.equal(["message"]);
    });
  });

  describe("services and extension points", () => {
    it("call another plugin as the same tenant", async () => {
      await scene.call("good", "/notes", {}, { text: "one" });
      expect(await scene.call("hears", "/count")).to.deep.equal({ count: 1 });
      expect(await scene.call("hears", "/count", {}, undefined, scene.other)).to.deep.equal({ count: 0 });
    });

    it("call the host's own", async () => {
      expect(await scene.call("hears", "/host")).to.deep.equal({ plugin: "hears" });
    });

    it("raise the provider's refusal, without blaming the caller", async () => {
      await scene.kernel.runtime.quarantine("good", "for this test");
      expect(scene.kernel.runtime.plugin("hears")?.state).to.equal("blocked");
      await scene.kernel.runtime.release("good");
      expect(scene.kernel.runtime.plugin("hears")?.state).to.equal("active");
      expect(await scene.call("hears", "/count")).to.deep.equal({ count: 0 });
    });

    it("call what came with a contribution, as the same tenant", async () => {
      expect(await scene.call("good", "/kinds/heard"))
        .to.have.property("body")
        .that.deep.equals({ told: `a note for ${scene.tenant}` });
    });

    it("refuse to call a contribution whose plugin the tenant does not have", async () => {
      await scene.kernel.runtime.disable(scene.tenant, "hears");
      const refusal = await scene.call("good", "/kinds/heard").catch((error: { code: string }) => error.code);
      await scene.kernel.runtime.enable(scene.tenant, "hears");
      expect(refusal).to.equal("plugin.disabled");
    });

    it("list contributions of plugins that the tenant has", async () => {
      expect(await scene.call("good", "/kinds"))
        .to.have.property("body")
        .that.deep.equals([{ kind: "heard", name: "heard", plugin: "hears" }]);
      await scene.kernel.runtime.disable(scene.tenant, "hears");
      expect(await scene.call("good", "/kinds"))
        .to.have.property("body")
        .that.deep.equals([]);
    });
  });
});
