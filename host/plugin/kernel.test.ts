import { expect } from "chai";
import { testKernel } from "../../test/contract/kernelKit.ts";
import { fixture, Scene } from "../../test/contract/scene.ts";
import { eventually, refusal } from "../../test/kit/waiting.ts";
import { isPause } from "./invocation.ts";

describe("a running kernel", () => {
  const scene = new Scene();

  describe("an error that escapes", () => {
    it("is blamed on the plugin whose code threw it, and nobody else's", async () => {
      const error = await escaping("uncaughtException", () => scene.misdeed("stray"));
      expect(scene.kernel.runtime.strayError(error)).to.equal(true);
      expect(scene.kernel.runtime.plugin("faulty")?.usage.errors).to.be.greaterThan(0);
      expect(scene.kernel.runtime.strayError(new Error("the host's own"))).to.equal(false);
    });

    it("is blamed on the plugin that did not await its query, though the stack shows only the host", async () => {
      const error = await escaping("unhandledRejection", () => scene.misdeed("stray-query"));
      expect(String(error)).to.contain("nonsense");
      expect(scene.kernel.runtime.strayError(error)).to.equal(true);
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
    it("reach a plugin that runs for the scene.tenant, and are refused as a pause while it does not", async () => {
      const delivery = { tenantId: scene.tenant, dedupeKey: "k", outcome: "sent", at: new Date() } as const;
      await scene.kernel.runtime.deliver("good", "unknown-report", delivery);
      await scene.kernel.runtime.quarantine("faulty", "for this test");
      expect(isPause(await refusal(scene.kernel.runtime.deliver("faulty", "any", delivery)))).to.equal(true);
      await scene.kernel.runtime.release("faulty");
    });
  });

  describe("a fresh release that trips three times in a day", () => {
    it("is quarantined with the reason", async () => {
      for (const id of [1, 2]) {
        await scene.test.database.query(
          "insert into host.plugin_trip (id, plugin_id, version, reason) values ($1, 'faulty', '1.0.0', 'before')",
          [`00000000-0000-7000-8000-00000000000${id}`],
        );
      }
      for (let times = 0; times < 5; times += 1) {
        await refusal(scene.misdeed("throw"));
        await refusal(scene.misdeed("throw", scene.other));
      }
      await eventually(() => scene.kernel.runtime.plugin("faulty")?.state === "quarantined");
      expect(scene.kernel.runtime.plugin("faulty")?.reason)
        .to.contain("times within a day")
        .and.contain("A fault of mine");
      await scene.kernel.runtime.release("faulty");
    });
  });

  describe("what the plugin API has announced the end of", () => {
    it("is told of each release that uses it, on its status and once in the log", async () => {
      const ends = { since: "0.1.0", until: "0.2.0", instead: "Use p.on." };
      const deprecations = ["Setup.subscribe", "Setup.nobody"].map((name) => ({ name, ...ends }));
      const replica = await testKernel(scene.test.database, ["hears", "good"].map(fixture), { deprecations });
      await replica.runtime.boot();
      await replica.runtime.swap("hears");
      const { since, ...told } = ends;
      const endings = ["hears", "good"].map((id) => replica.runtime.plugin(id)?.endings);
      expect(endings).to.deep.equal([[{ name: "Setup.subscribe", ...told }], []]);
      const warned = replica.log.filter(({ fields }) => fields.part !== undefined);
      expect(warned.map(({ level, fields }) => `${level} ${fields.plugin} ${fields.told}`)).to.deep.equal([
        "warn hears It uses Setup.subscribe, which ends with API 0.2.0. Use p.on.",
      ]);
      await replica.stop();
    });
  });

  describe("quarantine", () => {
    it("answers 503 with Retry-After at once, and the siblings go on", async () => {
      const route = scene.kernel.runtime.routes().find(({ plugin }) => plugin === "faulty")?.route;
      if (route === undefined) throw new Error("no route");
      await scene.kernel.runtime.quarantine("faulty", "It sends nonsense.", {
        until: new Date(Date.now() + 60_000),
      });
      const input = { params: { name: "behave" }, query: {}, body: {}, headers: {} };
      const error = await refusal(
        scene.kernel.runtime.invokeRoute("faulty", route, { tenantId: scene.tenant }, input),
      );
      expect(error).to.include({ code: "plugin.quarantined", status: 503 });
      expect(error.retryAfter).to.be.within(1, 60);
      expect(scene.kernel.runtime.plugin("faulty")).to.include({
        state: "quarantined",
        reason: "It sends nonsense.",
      });
      expect(await scene.call("good", "/notes")).to.deep.equal([]);
      await scene.kernel.runtime.release("faulty");
    });

    it("is followed by other replicas, and so is its end", async () => {
      const replica = await testKernel(scene.test.database, ["hears", "good", "faulty"].map(fixture));
      await replica.runtime.boot();
      await scene.kernel.runtime.quarantine("faulty", "for this test");
      await eventually(() => replica.runtime.plugin("faulty")?.state === "quarantined");
      await scene.kernel.runtime.release("faulty");
      await eventually(() => replica.runtime.plugin("faulty")?.state === "active");
      await replica.stop();
    });
  });

  describe("a swap", () => {
    it("puts a fresh generation in place while calls go on, and stops the old one empty", async () => {
      const before = scene.kernel.runtime.plugin("good")?.generation;
      await Promise.all([scene.kernel.runtime.swap("good"), scene.call("good", "/notes")]);
      const after = scene.kernel.runtime.plugin("good");
      expect(after?.generation).to.be.greaterThan(before ?? 0);
      expect(after?.leftovers).to.deep.equal([]);
      expect(await scene.call("good", "/notes")).to.deep.equal([]);
    });
  });

  describe("shutdown", () => {
    it("refuses new work, and lets what is in flight finish", async () => {
      const slow = scene.misdeed("dawdle");
      await eventually(() => scene.kernel.runtime.plugin("faulty")?.inFlight === 1);
      const stopped = scene.kernel.runtime.shutdown();
      expect(isPause(await refusal(scene.misdeed("behave")))).to.equal(true);
      expect(await slow).to.deep.equal({ answer: "done" });
      await stopped;
      expect(await scene.test.database.query("select * from host.boot_marker")).to.deep.equal([]);
    });
  });
});
