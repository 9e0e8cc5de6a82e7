import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import { type TestKernel, testKernel } from "../../test/contract/kernelKit.ts";
import { Workshop } from "../../test/contract/workshop.ts";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { eventually } from "../../test/kit/waiting.ts";
import { Quarantines } from "./quarantine.ts";

const GOOD = new URL("../../test/contract/fixtures/good", import.meta.url).pathname;

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
    await eventually(
      async () => (await test.database.query("select * from host.plugin_quarantine")).length === 0,
      "its quarantine is forgotten",
    );
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

  it("stays out where a person has set it aside, whatever it does meanwhile", async () => {
    const quarantines = new Quarantines(test.database);
    await quarantines.put("fatal", "1.0.0", "operator", "It is being looked at.");
    await crashed();
    const kernel = await booted([fatal]);
    await quarantines.put("fatal", "1.0.0", "breaker", "It failed.", new Date());
    await quarantines.liftLapsed("fatal");
    const [stands] = await quarantines.list();
    expect(stands).to.include({ cause: "operator", until: null, reason: "It is being looked at." });
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
      TEST_KERNEL_DIR: test.config.dataDir,
      DATABASE_URL: test.url,
    };
    const run = promisify(execFile)(
      process.execPath,
      ["--max-old-space-size=96", "--import", "tsx", script, ...folders],
      { env, timeout: 60_000, killSignal: "SIGKILL" },
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
