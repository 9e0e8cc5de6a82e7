import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { readConfig } from "../../host/config/config.ts";
import { type Database, openDatabase } from "../../host/db/database.ts";
import { quietLog } from "../kit/database.ts";
import { freePort } from "../kit/freePort.ts";
import { OWNER, signIn } from "../kit/host.ts";
import { eventually } from "../kit/waiting.ts";
import { command, type RunningCommand } from "./command.ts";

interface Window {
  at: Date;
  state: string;
  runs: number;
}

describe("two hosts on one database", () => {
  let folder: string;
  let database: Database;
  const hosts: { url: string; running: RunningCommand }[] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-leader-"));
    // First one, so that the other finds everything made.
    await start();
    await start();
    database = await openDatabase(readConfig({ NODE_ENV: "test", DATA_DIR: folder }), quietLog);
  });

  after(async () => {
    await Promise.all(hosts.map(({ running }) => running.stop()));
    await database?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("have another leader within 15 seconds after the leader was killed, and no window is lost or done twice", async () => {
    const [first, second] = hosts;
    if (first === undefined || second === undefined) throw new Error("Both hosts were to run.");
    const owner = await signIn(first.url, OWNER);
    await owner.call("POST", "/api/plugins/forex-signals/enable", { settings: {} });
    // A minute a second: enough windows to lose or to double.
    await owner.call("PUT", "/api/clock", { rate: 60 });
    await holds("the first windows", async () => (await windows()).filter(done).length >= 3);
    expect(await leads(first.url), "the first host leads").to.equal(true);

    await first.running.kill();
    const killedAt = performance.now();
    await holds("another leader", () => leads(second.url));
    // The one promise in seconds that a test holds: the next try comes within ten.
    expect((performance.now() - killedAt) / 1_000, "seconds without a leader").to.be.below(15);
    const before = (await windows()).filter(done).length;
    await holds("windows after the change", async () => (await windows()).filter(done).length >= before + 5);

    // Those that nobody led to are made up for by one run: the monitor looks at every candle since its last look.
    const newest = (await windows()).findLast(done)?.at ?? new Date(0);
    const begun = async () => (await windows()).filter(({ at }) => at <= newest);
    await holds("what the killed host had begun", async () =>
      (await begun()).every(({ state }) => state !== "pending" && state !== "running"),
    );
    const all = await begun();
    expect(all.filter(({ state }) => state === "failed")).to.deep.equal([]);
    const doubled = all.filter(({ runs }) => runs > 1).map(({ at }) => at.toISOString());
    expect(doubled, "windows that were done twice").to.deep.equal([]);
  });

  const done = ({ state }: Window) => state === "done";

  /** Windows of the job that runs every minute, with how often each was done. */
  function windows(): Promise<Window[]> {
    return database.query<Window>(
      `select w.window_at as at, w.state, count(r.id)::int as runs from host.job_window w
       left join host.job_run r on (r.plugin, r.job, r.window_at, r.outcome) = (w.plugin, w.job, w.window_at, 'done')
       where w.plugin = 'forex-signals' and w.job = 'monitor' group by 1, 2 order by 1`,
    );
  }

  async function start(): Promise<void> {
    const port = await freePort();
    const running = command(["start"], {
      NODE_ENV: "test",
      PORT: String(port),
      DATA_DIR: folder,
      LOG_LEVEL: "warn",
    });
    const url = `http://127.0.0.1:${port}`;
    hosts.push({ url, running });
    await holds("a host to be ready", async () => (await fetch(`${url}/readyz`)).ok);
    await holds("the sample tenants", async () => (await signIn(url, OWNER)).tenantId !== "");
  }

  async function leads(url: string): Promise<boolean> {
    const report: { checks: { name: string; detail: string }[] } = JSON.parse(
      await (await fetch(`${url}/readyz`)).text(),
    );
    return report.checks.some(({ name, detail }) => name === "leader" && detail === "leading");
  }

  /** A host that starts, or is gone, answers nothing. */
  async function holds(what: string, look: () => Promise<boolean>): Promise<void> {
    await eventually(() => look().catch(() => false), what);
  }
});
