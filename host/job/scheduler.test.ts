import type { Clock } from "@promostack/core";
import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { eventually } from "../../test/kit/waiting.ts";
import { SharedClock } from "../clock/sharedClock.ts";
import { SystemClock } from "../clock/systemClock.ts";
import type { JobsConfig } from "./agendaBackend.ts";
import { Leader } from "./leader.ts";
import { Scheduler } from "./scheduler.ts";
import { FakeJobs } from "./test/fakeJobs.ts";
import { Ticker } from "./ticker.ts";

const log = { ...quietLog, warn: () => undefined };
const NEVER = 3_600_000;

describe("Scheduler", () => {
  let test: TestDatabase;
  let jobs: FakeJobs;
  const hosts: { scheduler: Scheduler; clock: Clock }[] = [];

  /** One host of several on the database. */
  async function host(by: string, options: { clock?: Clock; config?: JobsConfig; sweepMs?: number } = {}) {
    const clock = options.clock ?? new SystemClock();
    const handlers = jobs.replica(by);
    const ticker = new Ticker({ database: test.database, handlers, clock, log });
    const leader = new Leader({ database: test.database, log, retryMs: 100, checkMs: 200 });
    const scheduler = new Scheduler({
      config: options.config ?? test.config,
      database: test.database,
      ticker,
      leader,
      handlers,
      clock,
      log,
      pollMs: 200,
      sweepMs: options.sweepMs ?? NEVER,
    });
    hosts.push({ scheduler, clock });
    await scheduler.start();
    await eventually(() => leader.state !== "unknown", "somebody leads");
    return { scheduler, ticker, leader };
  }

  /** As if the job had been known for a while, and its last window was this long ago. */
  const knownSince = (name: string, minutes: number) =>
    test.database.query(
      `insert into host.job (plugin, job, seen_at, planned_until) values ('demo', $1, $2, $2)`,
      [name, new Date(Date.now() - minutes * 60_000)],
    );

  beforeEach(async () => {
    test = await testDatabase();
    jobs = new FakeJobs();
  });
  afterEach(async () => {
    for (const { scheduler } of hosts.splice(0)) await scheduler.stop();
    await test.drop();
  });

  it("catches up at once on what was missed while no host was there", async () => {
    jobs.declare({ schedule: "* * * * *" });
    await knownSince("job", 90);
    await host("one");
    await eventually(() => jobs.ran.length >= 1, "it ran");
    expect(Date.now() - (jobs.ran[0]?.at.getTime() ?? 0)).to.be.below(61_000);
  });

  async function ringsByAgenda(config?: JobsConfig): Promise<void> {
    jobs.declare({ schedule: "* * * * *" });
    await host("one", { config });
    await eventually(async () => (await agendaRows(config)) === 1, "Agenda knows the job");
    // Rather than wait for the minute: the window before is open, and Agenda's row says that it is due now.
    await eventually(
      async () => (await test.database.query("select 1 from host.job")).length === 1,
      "the job was seen",
    );
    await test.database.query("update host.job set planned_until = planned_until - interval '1 minute'");
    // Nobody else turns the mark back; what the ledger read of it is trusted for two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    await makeAgendaDue(config);
    await eventually(() => jobs.ran.length >= 1, "it ran");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(new Set(jobs.windows()).size).to.equal(jobs.ran.length);
  }

  it("is rung by Agenda in PostgreSQL", () => ringsByAgenda());

  it("is rung by Agenda in MongoDB", async function () {
    const address = process.env.TEST_MONGODB_URL;
    if (!address) {
      console.log("      TEST_MONGODB_URL is not set: the schedule in MongoDB was not tried.");
      return this.skip();
    }
    await ringsByAgenda({ ...test.config, jobsUrl: address });
  });

  it("keeps one Agenda row a job over restarts and changes of leader", async () => {
    jobs.declare({ schedule: "* * * * *" });
    jobs.declare({ name: "other", schedule: "0 6 * * *", timezone: "Europe/London" });
    const { scheduler } = await host("one");
    await eventually(async () => (await agendaRows()) === 2, "both are scheduled");
    await scheduler.stop();
    await host("two");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await agendaRows()).to.equal(2);
  });

  it("forgets a job that went, takes up one that came, and goes on where Agenda cannot read a schedule", async () => {
    jobs.declare({ schedule: "* * * * *" });
    jobs.declare({ name: "odd", schedule: "10 2 * * 0", timezone: "Australia/Lord_Howe" });
    const { scheduler, leader } = await host("one");
    await eventually(async () => (await agendaRows()) >= 1, "it is scheduled");
    jobs.declared.splice(0);
    jobs.declare({ name: "new", schedule: "* * * * *" });
    jobs.changed();
    await eventually(async () => (await agendaNames()).includes("demo/new true"), "the new one is scheduled");
    expect(await agendaNames()).to.include("demo/job false");
    expect([leader.leading, scheduler.driver]).to.deep.equal([true, "agenda"]);
  });

  it("hands over to another host when the leader goes, with no window lost or run twice", async () => {
    jobs.declare({ schedule: "* * * * *", catchUp: "each" });
    const one = await host("one");
    const two = await host("two");
    await eventually(
      async () => (await test.database.query("select 1 from host.job")).length === 1,
      "the job was seen",
    );
    await one.scheduler.stop();
    // A minute may have begun while one led.
    jobs.ran.splice(0);
    await test.database.query("update host.job set planned_until = planned_until - interval '3 minutes'");
    await eventually(() => two.leader.leading, "two leads");
    await eventually(() => jobs.ran.length >= 3, "it ran");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(new Set(jobs.windows()).size).to.equal(jobs.ran.length);
    expect(new Set(jobs.ran.map((run) => run.by))).to.deep.equal(new Set(["two"]));
  });

  it("lets every replica work on what the leader fanned out", async () => {
    jobs.addTenants(40);
    jobs.declare({ scope: "tenant" }, () => new Promise((resolve) => setTimeout(resolve, 20)));
    await knownSince("job", 40);
    await host("one");
    await host("two");
    await eventually(() => jobs.ran.length >= 40, "all ran");
    expect(jobs.most).to.equal(1);
  });

  it("finds with its sweep what no timer rang for", async () => {
    jobs.declare({ schedule: "* * * * *" });
    await host("one", { sweepMs: 100 });
    await eventually(
      async () => (await test.database.query("select 1 from host.job")).length === 1,
      "the job was seen",
    );
    await test.database.query("update host.job set planned_until = planned_until - interval '1 minute'");
    await eventually(() => jobs.ran.length >= 1, "it ran");
  });

  it("follows a clock that runs 600 times as fast: every window, in order", async () => {
    jobs.declare({ name: "minutely", schedule: "* * * * *" });
    jobs.declare({ name: "quarterly", schedule: "*/15 * * * *" });
    const clock = await SharedClock.open(test.database, log);
    try {
      const { scheduler } = await host("one", { clock });
      await eventually(
        async () => (await test.database.query("select 1 from host.job")).length === 2,
        "both were seen",
      );
      expect(scheduler.driver).to.equal("agenda");
      await clock.setRate(600);
      await eventually(
        () => jobs.ran.filter((run) => run.job === "minutely").length >= 25,
        "25 minutes passed",
      );
      await clock.setRate(0);
      expect(scheduler.driver).to.equal("clock");
      const minutes = jobs.ran.filter((run) => run.job === "minutely").map((run) => run.at.getTime());
      expect(minutes).to.deep.equal(minutes.map((_, index) => (minutes[0] ?? 0) + index * 60_000));
      // The last quarter may still be running.
      const quarters = minutes.filter((minute) => minute % 900_000 === 0).length;
      const quarterly = jobs.ran.filter((run) => run.job === "quarterly").length;
      expect(quarterly).to.be.within(quarters - 1, quarters + 1);
    } finally {
      for (const { scheduler } of hosts.splice(0)) await scheduler.stop();
      await clock.close();
    }
  });

  async function agendaRows(config?: JobsConfig): Promise<number> {
    if (config?.jobsUrl) return mongo(config.jobsUrl, (jobs) => jobs.countDocuments({ type: "single" }));
    return test.database
      .owner((trx) => trx.many("select name from agenda.agenda_jobs"))
      .then(
        (rows) => rows.length,
        () => 0,
      );
  }

  /** `name enabled`. */
  async function agendaNames(): Promise<string[]> {
    const rows = await test.database.owner((trx) =>
      trx.many<{ name: string; on: boolean }>(`select name, not disabled as "on" from agenda.agenda_jobs`),
    );
    return rows.map((row) => `${row.name} ${row.on}`);
  }

  async function makeAgendaDue(config?: JobsConfig): Promise<void> {
    if (config?.jobsUrl)
      await mongo(config.jobsUrl, (jobs) => jobs.updateMany({}, { $set: { nextRunAt: new Date() } }));
    else await test.database.owner((trx) => trx.run("update agenda.agenda_jobs set next_run_at = now()"));
  }
});

async function mongo<R>(
  address: string,
  work: (jobs: import("mongodb").Collection) => Promise<R>,
): Promise<R> {
  const { MongoClient } = await import("mongodb");
  const client = await MongoClient.connect(address);
  try {
    return await work(client.db().collection("promostackJobs"));
  } finally {
    await client.close();
  }
}
