import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import { type TestKernel, testKernel } from "../../test/contract/kernelKit.ts";
import { Workshop } from "../../test/contract/workshop.ts";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import type { PluginStatus } from "./runtime.ts";

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
      `{ setup() { const until = performance.now() + 60; while (performance.now() < until); } }`,
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

describe("a plugin that takes the process down while it starts", () => {
  let test: TestDatabase;
  let workshop: Workshop;
  let fatal: string;
  before(async () => {
    test = await testDatabase();
    workshop = await Workshop.open();
    fatal = await workshop.plugin("fatal");
  });
  after(async () => {
    await workshop.close();
    await test.drop();
  });

  const crashed = () =>
    test.database.query(
      `insert into host.boot_marker (instance, plugin_id, version, phase)
       values ('00000000-0000-7000-8000-000000000001', 'fatal', '1.0.0', 'start')`,
    );

  it("is left out of the next start, and gets a second chance once the host stands", async () => {
    await crashed();
    const kernel = await testKernel(test.database, [fatal, GOOD]);
    await kernel.runtime.boot();
    expect(kernel.runtime.plugin("fatal")?.state).to.equal("quarantined");
    expect(kernel.runtime.refusal("fatal")).to.include({ status: 503, code: "plugin.quarantined" });
    expect(kernel.runtime.plugin("good")?.state).to.equal("active");
    await test.database.query("update host.plugin_quarantine set until = now()");
    await test.database.query("select pg_notify('plugin', '')");
    await eventually(() => kernel.runtime.plugin("fatal")?.state === "active");
    expect(await test.database.query("select * from host.plugin_quarantine")).to.deep.equal([]);
    await kernel.stop();
  });

  it("stays out the third time, until somebody releases it", async () => {
    for (const chances of [1, 2]) {
      await crashed();
      const kernel = await booted([fatal]);
      expect(kernel.runtime.plugin("fatal")?.until, `chance ${chances}`).to.be.a("date");
      await kernel.stop();
    }
    await crashed();
    const kernel = await booted([fatal]);
    expect(kernel.runtime.plugin("fatal")?.until).to.equal(undefined);
    expect(kernel.runtime.plugin("fatal")?.state).to.equal("quarantined");
    await kernel.runtime.release("fatal");
    expect(kernel.runtime.plugin("fatal")?.state).to.equal("active");
    await kernel.stop();
  });

  it("is not blamed while the process that starts it lives", async () => {
    const first = await booted([GOOD]);
    const { database } = test;
    const lock = await database.lock("instance:00000000-0000-7000-8000-000000000001");
    await crashed();
    const kernel = await booted([fatal]);
    expect(kernel.runtime.plugin("fatal")?.state).to.equal("active");
    await lock?.release();
    await kernel.stop();
    await first.stop();
  });

  for (const [how, deed] of [
    ["process.exit", "process.exit(0);"],
    ["memory without end", "const hoard = []; for (;;) hoard.push(new Array(1e6).fill(hoard.length));"],
  ]) {
    it(`is found after ${how}, and the next host starts without it`, async () => {
      const folder = await workshop.plugin("deadly", {}, `{ setup() {}, async start() { ${deed} } }`);
      const child = await boot([folder, GOOD]);
      expect(child).not.to.match(/^up$/m);
      const kernel = await booted([folder, GOOD]);
      expect(kernel.runtime.plugin("deadly")?.state).to.equal("quarantined");
      expect(kernel.runtime.plugin("deadly")?.reason).to.contain("took the process down in start");
      expect(kernel.runtime.plugin("good")?.state).to.equal("active");
      await kernel.stop();
      await test.database.query("delete from host.plugin_quarantine");
    });
  }

  it("or holds it for good, later, is found by the watchdog: the process ends, the next host starts without it", async () => {
    const loop = `{ setup() {}, async start() { setTimeout(function spin() { for (;;); }, 100); } }`;
    const folder = await workshop.plugin("endless", {}, loop);
    const child = await boot([folder, GOOD], { WATCHDOG_MS: "500" });
    expect(child).to.contain("The plugin endless has held the whole host for 0.5 s, in spin ");
    const kernel = await booted([folder, GOOD]);
    expect(kernel.runtime.plugin("endless")).to.include({ state: "quarantined" });
    expect(kernel.runtime.plugin("endless")?.reason).to.contain("endless-1.0.0/index.ts");
    expect(kernel.runtime.plugin("endless")?.until).to.be.a("date");
    expect(kernel.runtime.plugin("good")?.state).to.equal("active");
    await kernel.stop();
  });

  /** Boots in a process of its own; answers what that said before it ended. */
  async function boot(folders: string[], more: Record<string, string> = {}): Promise<string> {
    const script = new URL("../../test/contract/bootOnce.ts", import.meta.url).pathname;
    const { SECRETS_KEY = "0123456789abcdef".repeat(4), ...rest } = process.env;
    const env = {
      ...rest,
      ...more,
      SECRETS_KEY,
      NODE_ENV: "test",
      DATA_DIR: test.config.dataDir,
      DATABASE_URL: test.url,
    };
    const run = promisify(execFile)(
      process.execPath,
      ["--max-old-space-size=96", "--import", "tsx", script, ...folders],
      { env, timeout: 20_000, killSignal: "SIGKILL" },
    );
    const { stdout, stderr } = await run.catch((error: { stdout: string; stderr: string }) => error);
    return stdout + stderr;
  }

  async function booted(folders: string[]): Promise<TestKernel> {
    const kernel = await testKernel(test.database, folders);
    await kernel.runtime.boot();
    return kernel;
  }
});

async function eventually(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("It never came to hold.");
}
