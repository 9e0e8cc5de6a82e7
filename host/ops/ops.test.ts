import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import type { PluginStatus } from "../plugin/pluginStatus.ts";
import { type HealthParts, readiness } from "./health.ts";
import { Metrics } from "./metrics.ts";
import { shutDown } from "./shutdown.ts";

const status = (id: string, state: PluginStatus["state"]): PluginStatus => ({
  id,
  kind: "plugin",
  title: id,
  version: "1.0.0",
  source: "bundled",
  state,
  breaker: { state: "closed", openTenants: [] },
  usage: { calls: 3, errors: 1, timeouts: 0, milliseconds: 12 },
  inFlight: 0,
  draining: 0,
  enabled: true,
  endings: [],
  leftovers: [],
});

describe("readiness", () => {
  const healthy: HealthParts = {
    database: { query: async () => [] },
    phase: () => "ready",
    leadership: () => "following",
    plugins: () => [status("good", "active"), status("broken", "failed")],
  };

  it("holds while a plugin that nobody requires has failed, and names it", async () => {
    const report = await readiness(healthy);
    expect(report.status).to.equal("ok");
    expect(report.checks.find((check) => check.name === "plugins")?.detail).to.equal("broken is failed");
  });

  it("does not hold without a required plugin, the database or a leader, nor while starting or draining", async () => {
    const unready: [string, Partial<HealthParts>][] = [
      ["plugins", { required: ["broken"] }],
      ["database", { database: { query: () => Promise.reject(new Error("gone")) } }],
      ["leader", { leadership: () => "unknown" }],
      ["boot", { phase: () => "starting" }],
      ["boot", { phase: () => "draining" }],
    ];
    for (const [name, part] of unready) {
      const report = await readiness({ ...healthy, ...part });
      expect(report.status, name).to.equal("unavailable");
      expect(report.checks.filter((check) => !check.ok).map((check) => check.name)).to.deep.equal([name]);
    }
  });

  it("does not wait for a database that is silent", async () => {
    const report = await readiness({ ...healthy, database: { query: () => new Promise(() => undefined) } });
    expect(report.checks[0]?.detail).to.equal("no answer within 2000 ms");
  });
});

describe("Metrics", () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());

  it("keep two hosts in one process apart, and tell of queues, pools, plugins, jobs and requests", async () => {
    const make = (leading: boolean) =>
      new Metrics({
        database: test.database,
        plugins: () => [status("good", "active")],
        leadership: () => (leading ? "leading" : "following"),
        sandbox: () => ({ runners: 2, busy: 1, waiting: 0 }),
      });
    const [one, two] = [make(true), make(false)];
    const timing = one.timing();
    for (const path of ["/api/me", "/api/members/01a20723-2ada-7f5c-bd54-213368f817bc"])
      await timing({ method: "GET", path, status: 200 }, async () => undefined);
    await timing({ method: "GET", path: "/guess/1", status: 404 }, async () => undefined);
    one.observeJob({
      window: {
        plugin: "good",
        job: "work",
        tenantId: "",
        windowAt: new Date(),
        caughtUp: false,
        attempt: 1,
      },
      outcome: "done",
      startedAt: new Date(),
      milliseconds: 20,
    });
    await test.database.query(
      "insert into host.job_window (tenant_id, plugin, job, window_at) values (gen_random_uuid(), 'good', 'work', now())",
    );
    const { contentType, body } = await one.text();
    expect(contentType).to.match(/^text\/plain/);
    for (const line of [
      'promostack_http_request_seconds_count{method="GET",route="/api/me",status="200"} 1',
      'promostack_http_request_seconds_count{method="GET",route="/api/members/:id",status="200"} 1',
      'promostack_http_request_seconds_count{method="GET",route="none",status="404"} 1',
      'promostack_job_run_seconds_count{plugin="good",job="work",outcome="done"} 1',
      'promostack_queue_rows{queue="jobs",state="pending"} 1',
      'promostack_plugin_up{plugin="good"} 1',
      'promostack_plugin_calls{plugin="good",kind="errors"} 1',
      'promostack_sandbox_runners{kind="busy"} 1',
      "promostack_leader 1",
      'promostack_database_connections{pool="app",kind="waiting"} 0',
    ])
      expect(body).to.include(line);
    expect((await two.text()).body)
      .to.include("promostack_leader 0")
      .and.not.include("/api/me");
    one.close();
    two.close();
  });
});

describe("shutDown", () => {
  it("stops in order, leaves behind what hangs or fails, and says which", async () => {
    const order: string[] = [];
    const log = { ...quietLog, warn: () => undefined, error: () => undefined };
    const report = await shutDown(
      [
        { name: "http", stop: async () => order.push("http") },
        { name: "hangs", stop: () => new Promise(() => undefined), patienceMs: 20 },
        { name: "fails", stop: () => Promise.reject(new Error("no")) },
        { name: "database", stop: async () => order.push("database") },
      ],
      log,
    );
    expect(order).to.deep.equal(["http", "database"]);
    expect(report.map(({ name, outcome }) => `${name} ${outcome}`)).to.deep.equal([
      "http stopped",
      "hangs timed out",
      "fails failed",
      "database stopped",
    ]);
  });
});
