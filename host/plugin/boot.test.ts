import { expect } from "chai";
import { type TestKernel, testKernel } from "../../test/contract/kernelKit.ts";
import { Workshop } from "../../test/contract/workshop.ts";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import type { PluginStatus } from "./pluginStatus.ts";

const GOOD = new URL("../../test/contract/fixtures/good", import.meta.url).pathname;
const job = { name: "tick", title: "Ticks", schedule: "* * * * *", scope: "platform" };

/** What is wrong, its manifest, its code, and the state, code and words by which it must be reported. */
const BROKEN: [string, Record<string, unknown>, string | undefined, PluginStatus["state"], string, string][] =
  [
    [
      "throws-in-setup",
      {},
      `{ setup() { throw new Error("boom"); } }`,
      "failed",
      "plugin.setup_failed",
      "boom",
    ],
    [
      "async-setup",
      {},
      `{ async setup() { throw new Error("late"); } }`,
      "failed",
      "setup.refused",
      "promise",
    ],
    [
      "slow-setup",
      { limits: { setupMs: 20 } },
      `{ setup() { const { user } = process.cpuUsage(); while (process.cpuUsage().user - user < 60_000); } }`,
      "failed",
      "setup.refused",
      "20 are allowed",
    ],
    [
      "throws-in-start",
      {},
      `{ setup() {}, async start() { throw new Error("no start"); } }`,
      "failed",
      "plugin.start_failed",
      "no start",
    ],
    [
      "hangs-in-start",
      { limits: { startSeconds: 1 } },
      `{ setup() {}, start() { return new Promise(() => {}); } }`,
      "failed",
      "plugin.timeout",
      "longer than 1 s",
    ],
    [
      "needs-missing",
      { dependencies: { nowhere: "^1.0.0", "not-there": "*" } },
      undefined,
      "failed",
      "dependency.unmet",
      "nowhere ^1.0.0",
    ],
    [
      "needs-newer",
      { dependencies: { good: "^2.0.0" } },
      undefined,
      "failed",
      "dependency.unmet",
      "1.0.0 is registered",
    ],
    [
      "cycle-one",
      { dependencies: { "cycle-two": "*" } },
      undefined,
      "failed",
      "dependency.cycle",
      "cycle-one → cycle-two → cycle-one",
    ],
    [
      "cycle-two",
      { dependencies: { "cycle-one": "*" } },
      undefined,
      "failed",
      "dependency.cycle",
      "cycle-one → cycle-two → cycle-one",
    ],
    [
      "needs-broken",
      { dependencies: { "throws-in-start": "*" } },
      undefined,
      "blocked",
      "",
      "throws-in-start",
    ],
    ["needs-blocked", { dependencies: { "needs-broken": "*" } }, undefined, "blocked", "", "needs-broken"],
    [
      "undeclared-job",
      {},
      `{ setup(p) { p.platformJob("tick", async () => {}); } }`,
      "failed",
      "setup.refused",
      "not announced",
    ],
    [
      "undeclared-event",
      {},
      `{ setup(p) { p.subscribe("a.b@1", async () => {}); } }`,
      "failed",
      "setup.refused",
      "not announced",
    ],
    [
      "undeclared-mount",
      {},
      `{ setup(p) { p.mount({ prefix: "/x" }); } }`,
      "failed",
      "setup.refused",
      "not announced",
    ],
    [
      "undeclared-first",
      { capabilities: { telegram: { roles: ["message_bot"], updates: ["message"] } } },
      `{ setup(p) { p.onUpdate({ role: "message_bot", kinds: ["message"], first: true, handle: async () => true }); } }`,
      "failed",
      "setup.refused",
      "first is not announced",
    ],
    [
      "announced-only",
      { contributes: { jobs: [job], cli: [{ name: "word", summary: "A word." }] } },
      undefined,
      "failed",
      "setup.not_as_announced",
      "tick is announced in plugin.json and not declared; the cli command word",
    ],
    [
      "silent-cli",
      {},
      `{ setup() {}, cli: { word: { summary: "A word.", options: [], async run() {} } } }`,
      "failed",
      "setup.not_as_announced",
      "the cli command word is not announced",
    ],
    [
      "route-without-permission",
      {},
      `{ setup(p) { p.route({ method: "GET", path: "/x", handle: async () => 1 }); } }`,
      "failed",
      "setup.refused",
      "declares no permission; has no summary; has no limits.perMinute",
    ],
    [
      "route-twice",
      {},
      `{ setup(p) { for (const path of ["/a", "/a"]) p.route({ method: "GET", path, permission: "admin", summary: "Twice", limits: { perMinute: 1 }, handle: async () => 1 }); } }`,
      "failed",
      "setup.refused",
      "declared twice",
    ],
    ["bad-manifest", { summary: "short" }, undefined, "failed", "manifest.invalid", "/summary"],
    [
      "takes-a-name",
      { capabilities: { services: { provides: ["good.notes@1"] } } },
      `{ setup(p) { p.provide("good.notes@1", () => ({})); } }`,
      "failed",
      "plugin.name_taken",
      "belongs to good",
    ],
    ["elsewhere", { environments: ["production"] }, undefined, "disabled", "", "only in production"],
    [
      "bad-extension",
      { dependencies: { good: "*" }, contributes: { extensions: ["good.notebook"] } },
      `{ setup(p) { p.extend("good.notebook", { colour: "red" }); } }`,
      "failed",
      "setup.refused",
      "/kind is missing",
    ],
  ];

describe("a boot with every kind of broken plugin", () => {
  let test: TestDatabase;
  let workshop: Workshop;
  let kernel: TestKernel;
  before(async () => {
    test = await testDatabase();
    workshop = await Workshop.open();
    const folders = [GOOD];
    for (const [id, manifest, code] of BROKEN) folders.push(await workshop.plugin(id, manifest, code));
    folders.push(
      await workshop.plugin("throws-in-import", {}, undefined, { "index.ts": "throw new Error('import');" }),
    );
    folders.push(await workshop.plugin("no-plugin", {}, undefined, { "index.ts": "export default {};" }));
    kernel = await testKernel(test.database, folders);
    await kernel.runtime.boot();
  });
  after(async () => {
    await kernel.stop();
    await workshop.close();
    await test.drop();
  });

  it("leaves the good one running", () => {
    expect(kernel.runtime.plugin("good")).to.include({ state: "active" });
    expect(kernel.runtime.routes().map(({ plugin }) => plugin)).to.include("good");
  });

  for (const [id, , , state, code, words] of BROKEN) {
    it(`reports ${id} as ${state}`, () => {
      const status = kernel.runtime.plugin(id);
      expect(status?.state).to.equal(state);
      expect(status?.reason).to.contain(words);
      expect(status?.hint).to.be.a("string");
      if (code !== "") expect(status?.error?.code).to.equal(code);
    });
  }

  it("reports a module that throws, and one that exports no plugin", () => {
    expect(kernel.runtime.plugin("throws-in-import")?.error).to.include({
      code: "plugin.load_failed",
      phase: "load",
    });
    expect(kernel.runtime.plugin("no-plugin")?.error?.code).to.equal("plugin.no_default_export");
  });

  it("refuses calls into them with 503, and into unknown ones with 404", () => {
    expect(kernel.runtime.refusal("throws-in-start")).to.include({
      status: 503,
      code: "plugin.failed",
      retryAfter: 60,
    });
    expect(kernel.runtime.refusal("elsewhere")).to.include({ status: 404 });
    expect(kernel.runtime.refusal("nobody")).to.include({ status: 404, code: "plugin.unknown" });
    expect(kernel.runtime.refusal("good")).to.equal(undefined);
  });

  it("leaves no boot marker behind", async () => {
    expect(await test.database.query("select * from host.boot_marker")).to.deep.equal([]);
  });
});
