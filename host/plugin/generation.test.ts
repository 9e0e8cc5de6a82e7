import { Readable } from "node:stream";
import type { Reply } from "@promostack/core";
import { expect } from "chai";
import { type TestKernel, testKernel } from "../../test/contract/kernelKit.ts";
import { fixture } from "../../test/contract/scene.ts";
import { Workshop } from "../../test/contract/workshop.ts";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { Metrics } from "../ops/metrics.ts";

const SHORT = { limits: { startSeconds: 1 } };

describe("the end of a generation", () => {
  let test: TestDatabase;
  let workshop: Workshop;
  let kernel: TestKernel;
  let figures: Metrics;
  before(async () => {
    test = await testDatabase();
    workshop = await Workshop.open();
    figures = new Metrics({
      database: test.database,
      plugins: () => kernel.runtime.plugins(),
      leadership: () => "following",
    });
    const folders = [
      fixture("good"),
      await workshop.plugin(
        "working",
        {},
        `{
          setup() {},
          async start({ signal }) { signal.addEventListener("abort", () => { globalThis.__ended = signal.reason.code; }); },
          async health() { return { state: "degraded", detail: "Tired." }; },
        }`,
      ),
      await workshop.plugin(
        "streaming",
        { capabilities: { rawHttp: true } },
        `{
          setup(p) {
            p.mount({ prefix: "/line", summary: "A line", limits: { perMinute: 10 }, handle: async ({ signal }) => ({
              [Symbol.for("promostack.reply")]: true, status: 200, headers: {}, body: undefined,
              events: (async function* () { await new Promise((resolve) => signal.addEventListener("abort", resolve)); })(),
            }) });
          },
        }`,
      ),
      await workshop.plugin(
        "downloading",
        { capabilities: { rawHttp: true } },
        `{
          setup(p) {
            const { Readable } = process.getBuiltinModule("node:stream");
            const slowly = async function* () {
              yield "first ";
              await new Promise((resolve) => setTimeout(resolve, 300));
              yield "last";
            };
            p.mount({ prefix: "/file", summary: "A file", limits: { perMinute: 10 }, handle: async () => ({
              [Symbol.for("promostack.reply")]: true, status: 200, headers: {}, body: Readable.from(slowly()),
            }) });
          },
        }`,
      ),
      await workshop.plugin(
        "stop-throws",
        SHORT,
        `{ setup() {}, async stop() { throw new Error("I stay."); } }`,
      ),
      await workshop.plugin("stop-hangs", SHORT, `{ setup() {}, stop() { return new Promise(() => {}); } }`),
      await workshop.plugin(
        "ill",
        SHORT,
        `{ setup() {}, async health() { throw new Error("I cannot say."); } }`,
      ),
    ];
    kernel = await testKernel(test.database, folders, { metrics: figures.plugins });
    await kernel.runtime.boot();
  });
  after(async () => {
    Reflect.deleteProperty(globalThis, "__ended");
    await kernel.stop();
    figures.close();
    await workshop.close();
    await test.drop();
  });

  it("takes its metrics away, and brings them back with the next generation", async () => {
    const shown = async () => (await figures.text()).body.includes("promostack_good_note_letters_count 0");
    expect(await shown()).to.equal(true);
    await kernel.runtime.quarantine("good", "for this test");
    expect(await shown()).to.equal(false);
    await kernel.runtime.release("good");
    expect(await shown()).to.equal(true);
    await kernel.runtime.swap("good");
    expect(await shown()).to.equal(true);
  });

  /** What the plugin's one mount answers. */
  function answerOf(id: string): Promise<Reply> {
    const found = kernel.runtime.mounts().find(({ plugin }) => plugin === id);
    if (found === undefined) throw new Error("There is no mount.");
    return kernel.runtime.invokeMount(id, found.mount, {
      method: "GET",
      path: "/",
      query: new URLSearchParams(),
      headers: {},
      body: Readable.from([]),
      address: "127.0.0.1",
      origin: "http://localhost",
      wantsSocket: false,
    });
  }

  it("lets a download that is on its way come to its end", async () => {
    const { body } = await answerOf("downloading");
    if (!(body instanceof Readable)) throw new Error("It is no download.");
    const read = body.toArray();
    await kernel.runtime.quarantine("downloading", "for this test");
    expect((await read).join("")).to.equal("first last");
  });

  it("does not wait for streams and sockets that only it can end", async () => {
    const { events } = await answerOf("streaming");
    const ended = events?.[Symbol.asyncIterator]().next();
    const began = performance.now();
    await kernel.runtime.quarantine("streaming", "for this test");
    // Sooner than what does not end by itself is cut off.
    expect(performance.now() - began).to.be.lessThan(9_000);
    expect(await ended).to.have.property("done", true);
  });

  it("aborts the signal that start was given, so that background work ends", async () => {
    await kernel.runtime.quarantine("working", "for this test");
    expect(Reflect.get(globalThis, "__ended")).to.equal("plugin.stopping");
    await kernel.runtime.release("working");
  });

  it("goes on past a stop that throws or hangs, and lists what was wrong", async () => {
    await kernel.runtime.quarantine("stop-throws", "for this test");
    await kernel.runtime.quarantine("stop-hangs", "for this test");
    expect(kernel.runtime.plugin("stop-throws")?.leftovers.join()).to.contain("I stay.");
    expect(kernel.runtime.plugin("stop-hangs")?.leftovers.join()).to.contain("stop took longer than 1 s");
    expect(kernel.runtime.plugin("good")?.state).to.equal("active");
    await kernel.runtime.release("stop-hangs");
    expect(kernel.runtime.plugin("stop-hangs")?.state).to.equal("active");
  });

  it("is not needed for health: each plugin answers for itself, one that cannot is failed", async () => {
    const health = await kernel.runtime.checkHealth();
    expect(health.working).to.deep.equal({ state: "degraded", detail: "Tired." });
    expect(health.ill?.state).to.equal("failed");
    expect(health.ill?.detail).to.contain("I cannot say.");
    expect(health.good).to.deep.equal({ state: "ok" });
    expect(kernel.runtime.plugin("working")?.health).to.include({ state: "degraded" });
  });

  it("follows when an admin takes the plugin out of the installation, and when it comes back", async () => {
    await kernel.runtime.setRegistered("working", false);
    expect(kernel.runtime.plugin("working")).to.include({ state: "disabled" });
    expect(kernel.runtime.refusal("working")).to.include({ status: 404 });
    await kernel.runtime.setRegistered("working", true);
    expect(kernel.runtime.plugin("working")).to.include({ state: "active" });
  });
});
