import { expect } from "chai";
import { ADMIN, OWNER, type Person, startTestHost, type TestHost } from "../../test/kit/host.ts";
import type { JobStatus } from "./history.ts";

interface Jobs {
  driver?: string;
  items: JobStatus[];
}
interface Clock {
  now: string;
  rate: number;
  simulated: boolean;
}

describe("Routes of jobs and clock", () => {
  let host: TestHost;
  let admin: Person;
  let owner: Person;

  before(async () => {
    host = await startTestHost();
    [admin, owner] = await Promise.all([host.signIn(ADMIN), host.signIn(OWNER, "aurum")]);
  });
  after(() => host?.stop());

  it("show an admin every job with its next run, and refuse others", async () => {
    const { driver, items } = await admin.call<Jobs>("GET", "/api/admin/jobs");
    expect(driver).to.equal("agenda");
    expect(items.length).to.be.greaterThan(0);
    for (const job of items) expect(Date.parse(job.nextRun)).to.be.greaterThan(Date.now() - 1_000);
    expect((await owner.ask("GET", "/api/admin/jobs")).status).to.equal(403);
  });

  it("show a tenant the jobs of its own plugins only", async () => {
    const { items } = await owner.call<Jobs>("GET", "/api/jobs");
    for (const job of items) expect(await host.runtime.isEnabled(owner.tenantId, job.plugin)).to.equal(true);
  });

  it("run a job at once for an admin, who is written down", async () => {
    const { items } = await admin.call<Jobs>("GET", "/api/admin/jobs");
    const job = items.find((each) => each.scope === "platform");
    if (!job) throw new Error("The bundled set has no platform job.");
    const path = `/api/admin/jobs/${job.plugin}/${job.job}/run`;
    const status = await admin.call<JobStatus>("POST", path, {});
    expect(status.lastRun).to.include({ outcome: "done" });
    expect((await owner.ask("POST", path, {})).status).to.equal(403);
    expect(await admin.ask("POST", "/api/admin/jobs/none/such/run", {})).to.deep.include({ status: 404 });
    const written = await host.database.query("select actor_email from host.audit where action = 'job.run'");
    expect(written).to.deep.equal([{ actor_email: ADMIN }]);
  });

  it("steer the clock for whoever is signed in: faster, ahead, never back", async () => {
    const before = await admin.call<Clock>("GET", "/api/admin/clock");
    expect(before).to.include({ rate: 1, simulated: false });
    const fast = await owner.call<Clock>("PUT", "/api/clock", { rate: 600 });
    expect(fast).to.include({ rate: 600, simulated: true });
    await host.until("the clock drives the jobs", async () => {
      const { driver, items } = await admin.call<Jobs>("GET", "/api/admin/jobs");
      return (
        driver === "clock" && items.some((job) => Date.parse(job.lastRun?.window ?? "") > Date.now() + 60_000)
      );
    });
    const ahead = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const stopped = await owner.call<Clock>("PUT", "/api/clock", { rate: 0, at: ahead });
    expect(stopped.rate).to.equal(0);
    expect(Date.parse(stopped.now)).to.be.at.least(Date.parse(ahead));
    const back = await owner.ask("PUT", "/api/clock", { at: before.now });
    expect([back.status, back.body.code]).to.deep.equal([409, "clock.backwards"]);
    for (const body of [{ rate: -1 }, { rate: 1e9 }, { at: "soon" }, { speed: 2 }])
      expect((await owner.ask("PUT", "/api/clock", body)).status, JSON.stringify(body)).to.equal(400);
  });

  it("answer health, readiness and figures without sign-in", async () => {
    const ready: { checks: { name: string; ok: boolean }[] } = JSON.parse(
      await (await fetch(`${host.url}/readyz`)).text(),
    );
    expect(ready.checks.map((check) => `${check.name} ${check.ok}`)).to.deep.equal([
      "database true",
      "boot true",
      "leader true",
      "plugins true",
    ]);
    expect((await fetch(`${host.url}/healthz`)).status).to.equal(200);
    const figures = await (await fetch(`${host.url}/metrics`)).text();
    expect(figures).to.include("promostack_leader 1").and.include("promostack_job_run_seconds_count");
    expect(figures).to.include("# TYPE promostack_forex_signals_ai_questions_total counter");
  });
});
