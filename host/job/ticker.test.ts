import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { eventually } from "../../test/kit/waiting.ts";
import { SteerableClock } from "../clock/steerableClock.ts";
import { FakeJobs } from "./test/fakeJobs.ts";
import { Ticker } from "./ticker.ts";

const at = (time: string, day = "2024-03-04") => new Date(`${day}T${time}:00Z`);
const log = { ...quietLog, warn: () => undefined };
const soon = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

describe("Ticker", () => {
  let test: TestDatabase;
  let jobs: FakeJobs;
  let clock: SteerableClock;
  const tickers: Ticker[] = [];
  const ticker = (by = "one", options: { parallel?: number; leaseSeconds?: number } = {}) => {
    const made = new Ticker({ database: test.database, handlers: jobs.replica(by), clock, log, ...options });
    tickers.push(made);
    return made;
  };

  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  beforeEach(() => {
    jobs = new FakeJobs();
    clock = new SteerableClock({ at: at("10:05"), rate: 0 });
  });
  afterEach(async () => {
    for (const each of tickers.splice(0)) await each.stop(100);
    await test.database.query("delete from host.job_window");
    await test.database.query("delete from host.job_run");
    await test.database.query("delete from host.job");
  });

  it("runs no window from before the job was first seen, then each window once", async () => {
    jobs.declare({});
    const one = ticker();
    expect(await one.tick("demo", "job")).to.equal(0);
    clock.set(at("10:15"));
    expect(await one.tick("demo", "job")).to.equal(1);
    expect(await one.tick("demo", "job")).to.equal(0);
    expect(jobs.ran[0]).to.deep.include({ at: at("10:15"), timeoutMs: 30_000, caughtUp: false });
    expect(jobs.ran).to.have.length(1);
  });

  it("catches up on the newest missed window for latest, on every one in order for each", async () => {
    jobs.declare({ name: "latest" });
    jobs.declare({ name: "each", catchUp: "each" });
    const one = ticker();
    for (const { name } of jobs.declared) await one.tick("demo", name);
    clock.set(at("11:02"));
    expect(await one.tick("demo", "latest")).to.equal(1);
    expect(await one.tick("demo", "each")).to.equal(4);
    expect(jobs.windows()).to.deep.equal(["11:00", "10:15", "10:30", "10:45", "11:00"]);
    // Two minutes late is on time still; the hour before was downtime.
    expect(jobs.ran.map((run) => run.caughtUp)).to.deep.equal([false, true, true, true, false]);
  });

  it("runs a window once however many replicas look at the same moment", async () => {
    jobs.declare({ catchUp: "each" }, () => soon(5));
    jobs.addTenants(20);
    jobs.declare({ name: "fan", scope: "tenant", catchUp: "each" }, () => soon(2));
    const replicas = ["one", "two", "three"].map((by) => ticker(by));
    for (const { name } of jobs.declared) await replicas[0]?.tick("demo", name);
    clock.set(at("11:00"));
    await Promise.all(
      replicas.flatMap((each) => [each.tick("demo", "job"), each.tick("demo", "fan", { settle: true })]),
    );
    expect(jobs.ran.filter((run) => run.job === "job").map((run) => run.at)).to.deep.equal(
      ["10:15", "10:30", "10:45", "11:00"].map((time) => at(time)),
    );
    const fanned = jobs.ran.filter((run) => run.job === "fan");
    expect(new Set(fanned.map((run) => `${run.tenantId} ${run.at.toISOString()}`)).size).to.equal(80);
    expect(fanned).to.have.length(80);
    expect(jobs.most).to.equal(1);
    expect(new Set(fanned.map((run) => run.by)).size, "replicas that helped").to.be.greaterThan(1);
  });

  it("runs a window once where hosts start and claim before each has seen that the others are alive", async () => {
    jobs.addTenants(20);
    jobs.declare({ scope: "tenant", catchUp: "each" }, () => soon(2));
    await ticker().tick("demo", "job");
    for (let round = 1; round <= 30; round++) {
      clock.set(new Date(at("10:05").getTime() + round * 3_600_000));
      const fresh = ["one", "two", "three", "four", "five"].map((by) => ticker(by));
      await Promise.all(fresh.map((each) => each.tick("demo", "job", { settle: true })));
      expect(jobs.ran.length, `runs after round ${round}`).to.equal(80 * round);
    }
    expect(jobs.most).to.equal(1);
  });

  it("keeps each tenant's windows in order and no more than `parallel` at a time", async () => {
    let running = 0;
    let most = 0;
    jobs.addTenants(6);
    jobs.declare({ scope: "tenant", catchUp: "each" }, async () => {
      most = Math.max(most, ++running);
      await soon(3);
      running -= 1;
    });
    const one = ticker("one", { parallel: 3 });
    await one.tick("demo", "job");
    clock.set(at("11:00"));
    // A notice and a sweep come while the tick is at it.
    const counts = await Promise.all([one.tick("demo", "job"), one.work(), one.tick("demo", "job")]);
    expect(counts.reduce((sum, count) => sum + count)).to.equal(24);
    expect(most).to.equal(3);
    for (const tenant of jobs.tenants) {
      const windows = jobs.ran.filter((run) => run.tenantId === tenant).map((run) => run.at.getTime());
      expect(windows).to.deep.equal([...windows].sort((a, b) => a - b));
    }
  });

  it("goes on with other tenants when one fails, and tries that one again", async () => {
    const [unlucky] = jobs.addTenants(3);
    let failures = 2;
    jobs.declare({ scope: "tenant" }, async (run) => {
      if (run.tenantId === unlucky && failures-- > 0) throw new Error("no luck");
    });
    const one = ticker();
    await one.tick("demo", "job");
    clock.set(at("10:15"));
    expect(await one.tick("demo", "job")).to.equal(3);
    await test.database.query("update host.job_window set not_before = now()");
    expect(await one.work()).to.equal(1);
    await test.database.query("update host.job_window set not_before = now()");
    expect(await one.work()).to.equal(1);
    expect(await one.work()).to.equal(0);
    const [status] = await one.history.statuses(jobs.declared, clock.now());
    expect(status).to.deep.include({ failures: 2, unfinished: 0, nextRun: "2024-03-04T10:30:00.000Z" });
    expect(status?.lastFailure?.error).to.equal("no luck");
    expect(status?.lastRun?.outcome).to.equal("done");
    const [mine] = await one.history.statuses(jobs.declared, clock.now(), jobs.tenants[1]);
    expect(mine?.failures, "another tenant's failures").to.equal(0);
  });

  it("gives up after five attempts and says so", async () => {
    jobs.declare({}, () => Promise.reject(new Error("never works")));
    const one = ticker();
    await one.tick("demo", "job");
    clock.set(at("10:15"));
    await one.tick("demo", "job");
    for (let more = 0; more < 6; more++) {
      await test.database.query("update host.job_window set not_before = now() where state = 'pending'");
      await one.work();
    }
    expect(jobs.ran).to.have.length(5);
    const rows = await test.database.query("select state, error from host.job_window");
    expect(rows).to.deep.equal([{ state: "failed", error: "never works" }]);
  });

  it("parks a window without counting an attempt while the plugin is paused", async () => {
    let paused = true;
    jobs.declare({}, async () => {
      if (paused) throw new PlatformError("Tripped.", { code: "plugin.tripped", status: 503, retryAfter: 0 });
    });
    const one = ticker();
    await one.tick("demo", "job");
    clock.set(at("10:15"));
    const ticking = one.tick("demo", "job");
    await soon(100);
    paused = false;
    await ticking;
    await one.work();
    expect(await test.database.query("select state, attempts from host.job_window")).to.deep.equal([
      { state: "done", attempts: 1 },
    ]);
  });

  it("runs the newer window instead of one that failed, for latest", async () => {
    jobs.declare({}, async (run) => {
      if (run.at.getTime() === at("10:15").getTime()) throw new Error("down");
    });
    const one = ticker();
    await one.tick("demo", "job");
    clock.set(at("10:15"));
    await one.tick("demo", "job");
    clock.set(at("10:30"));
    expect(await one.tick("demo", "job")).to.equal(1);
    const rows = await test.database.query("select state from host.job_window order by window_at");
    expect(rows).to.deep.equal([{ state: "failed" }, { state: "done" }]);
  });

  it("runs a window again whose runner died, and not while the runner lives", async () => {
    let hang = true;
    jobs.declare({}, () => (hang ? new Promise<void>(() => undefined) : Promise.resolve()));
    const first = ticker("dies", { leaseSeconds: 5 });
    const second = ticker("takes over", { leaseSeconds: 5 });
    await first.tick("demo", "job");
    clock.set(at("10:15"));
    first.tick("demo", "job").catch(() => undefined);
    while (jobs.ran.length === 0) await soon(20);
    hang = false;
    await test.database.query("update host.job_runner set alive_at = '-infinity'");
    await eventually(
      async () =>
        (await test.database.query("select from host.job_runner where alive_at > '-infinity'")).length > 0,
      "the next heartbeat",
    );
    expect(await second.work(), "while the first one's heart beats").to.equal(0);
    // What a killed process leaves behind: its claim, and no more heartbeats.
    await test.database.query("delete from host.job_runner");
    await first.stop(0);
    expect(await second.work()).to.equal(1);
    expect(jobs.ran.map((run) => run.by)).to.deep.equal(["dies", "takes over"]);
    expect(await test.database.query("select state, attempts from host.job_window")).to.deep.equal([
      { state: "done", attempts: 2 },
    ]);
  });

  it("runs now for a person, beside the schedule", async () => {
    jobs.declare({});
    const one = ticker();
    await one.tick("demo", "job");
    expect(await one.runNow("demo", "job")).to.equal(1);
    clock.set(at("10:15"));
    expect(await one.tick("demo", "job")).to.equal(1);
    expect(jobs.windows()).to.deep.equal(["10:05", "10:15"]);
    const refusal = await one.runNow("demo", "none").catch((error: unknown) => error);
    expect(refusal).to.have.property("code", "job.unknown");
  });

  it("runs every window in order while somebody watches a fast clock, whatever the job catches up on", async () => {
    jobs.declare({ schedule: "* * * * *" });
    clock = new SteerableClock({ at: at("10:05"), rate: 0 });
    const one = ticker();
    await one.tick("demo", "job");
    clock.setRate(3600);
    await soon(500);
    await one.tick("demo", "job");
    expect(jobs.ran.length).to.be.greaterThan(5);
    expect(jobs.ran.map((run) => run.at)).to.deep.equal(
      jobs.ran.map((_, index) => new Date(at("10:06").getTime() + index * 60_000)),
    );
    clock.set(new Date(clock.now().getTime() + 86_400_000));
    const before = jobs.ran.length;
    await one.tick("demo", "job");
    expect(jobs.ran.length - before, "after a jump of a day").to.be.below(60);
  });

  it("forgets old runs and finished windows, and still does not run them again", async () => {
    jobs.declare({ catchUp: "each" });
    const one = ticker();
    await one.tick("demo", "job");
    clock.set(at("10:15"));
    await one.tick("demo", "job");
    await test.database.query("update host.job_window set finished_at = finished_at - interval '2 days'");
    await test.database.query("update host.job_run set started_at = started_at - interval '2 days'");
    await one.history.prune();
    expect(await test.database.query("select 1 from host.job_window")).to.deep.equal([]);
    expect(await test.database.query("select 1 from host.job_run")).to.deep.equal([]);
    expect(await one.tick("demo", "job")).to.equal(0);
  });
});
