import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ADMIN, OWNER, type Person, startTestHost, type TestHost } from "../../test/kit/host.ts";
import { PLATFORM_TENANT } from "../identity/audit.ts";
import { migrationFacts } from "./migrationFacts.ts";

interface Items<Item> {
  items: Item[];
  next?: string;
}
interface Figures {
  day: string;
  hour: string;
  calls: number;
  errors: number;
  timeouts: number;
  milliseconds: number;
}
interface Audited {
  action: string;
  target: string;
}

const ID = "forex-signals";
const BASE = `/api/admin/plugins/${ID}`;
const FACTS = ["errors", "tenants", "days", "hours", "capabilities", "migrations", "events"];

describe("what an admin sees of a plugin", () => {
  let host: TestHost;
  let admin: Person;
  let owner: Person;

  before(async () => {
    host = await startTestHost();
    [admin, owner] = await Promise.all([host.signIn(ADMIN), host.signIn(OWNER)]);
    await owner.call("POST", `/api/plugins/${ID}/enable`, {});
  });
  after(() => host?.stop());

  it("is for admins only, and of a plugin that is here", async () => {
    for (const fact of FACTS) {
      expect((await owner.ask("GET", `${BASE}/${fact}`)).status, fact).to.equal(403);
      const { status, body } = await admin.ask("GET", `/api/admin/plugins/nobody/${fact}`);
      expect([status, body.code], fact).to.deep.equal([404, "plugin.unknown"]);
      expect((await admin.ask("GET", `${BASE}/${fact}`)).status, fact).to.equal(200);
    }
  });

  it("failures come page by page, the newest first, each once, and searched", async () => {
    await host.database.query(
      `insert into host.plugin_error (plugin_id, mark, version, phase, place, code, message, times, first_at, last_at)
       select $1, 'mark-' || n, '1.0.0', 'job', 'job probe-' || n, 'probe.failed', 'Went wrong', n, now(), now() - n * interval '1 minute'
       from generate_series(1, 5) n`,
      [ID],
    );
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await admin.call<Items<{ mark: string }>>(
        "GET",
        `${BASE}/errors?q=probe&limit=2${after === undefined ? "" : `&after=${encodeURIComponent(after)}`}`,
      );
      expect(page.items.length).to.be.at.most(2);
      seen.push(...page.items.map(({ mark }) => mark));
      after = page.next;
    } while (after !== undefined);
    expect(seen).to.deep.equal(["mark-1", "mark-2", "mark-3", "mark-4", "mark-5"]);
    expect((await admin.ask("GET", `${BASE}/errors?after=nonsense`)).status).to.equal(400);
    const [most] = (
      await admin.call<Items<{ mark: string; times: number; trace: null; tenant: null }>>(
        "GET",
        `${BASE}/errors?sort=times&order=desc&q=probe-5`,
      )
    ).items;
    expect(most).to.include({ mark: "mark-5", times: 5, trace: null, tenant: null });
  });

  it("time spent adds up over releases, by the day and by the hour, no further back than it says", async () => {
    await host.database.query(
      `insert into host.plugin_hour (plugin_id, version, hour, calls, errors, timeouts, milliseconds)
       select $1, version, date_trunc('hour', now()) - ago * interval '1 hour', 10, 1, 7, 2.5
       from (values ('0.0.1', 2), ('0.0.2', 2), ('0.0.1', 47), ('0.0.1', 49), ('0.0.1', 24 * 31)) as rows(version, ago)`,
      [ID],
    );
    // What the plugin really does falls into this hour.
    const { items } = await admin.call<Items<Figures>>("GET", `${BASE}/hours`);
    const hours = items
      .map(({ hour, ...figures }) => ({ ...figures, ago: hoursAgo(hour) }))
      .filter(({ ago }) => ago > 1);
    expect(hours).to.deep.equal([
      { calls: 20, errors: 2, timeouts: 14, milliseconds: 5, ago: 2 },
      { calls: 10, errors: 1, timeouts: 7, milliseconds: 2.5, ago: 47 },
    ]);
    const { items: days } = await admin.call<Items<Figures>>("GET", `${BASE}/days`);
    expect(days.reduce((sum, { timeouts }) => sum + timeouts, 0)).to.equal(28);
    expect(days[0]?.day).to.match(/^\d{4}-\d\d-\d\d$/);
  });

  it("says in the consent's words what it may do, and who has it enabled", async () => {
    const { may } = await admin.call<{ may: string[] }>("GET", `${BASE}/capabilities`);
    expect(may).to.include("Keep its own data for each tenant, apart from every other plugin's.");
    const { items } = await admin.call<Items<{ id: string; problem: unknown }>>("GET", `${BASE}/tenants`);
    expect(items.map(({ id }) => id)).to.include(owner.tenantId);
  });

  it("its audit is what admins did with it and its jobs, and not with one whose id begins alike", async () => {
    const targets = [
      "plugin shop",
      "plugin shop 1.2.0",
      "job shop/tidy",
      "plugin shop-two",
      "job shop-two/tidy",
    ];
    await host.database.query(
      `insert into host.audit (id, tenant_id, action, target)
       select gen_random_uuid(), $1, 'probe.done', target from unnest($2::text[]) target`,
      [PLATFORM_TENANT, targets],
    );
    await host.database.query(
      "insert into host.audit (id, tenant_id, action, target) values (gen_random_uuid(), $1, 'probe.own', 'plugin shop')",
      [owner.tenantId],
    );
    const { items } = await admin.call<Items<Audited>>(
      "GET",
      "/api/admin/audit?plugin=shop&tenant=platform&sort=target&order=asc",
    );
    expect(items.map(({ target }) => target)).to.have.members(targets.slice(0, 3));
    expect(items.every(({ action }) => action === "probe.done")).to.equal(true);
  });

  it("the list names a newer release that is ready, and none that failed here", async () => {
    const ready = async () =>
      (await admin.call<Items<{ id: string; ready?: string }>>("GET", "/api/admin/plugins")).items.find(
        ({ id }) => id === ID,
      )?.ready;
    expect(await ready()).to.equal(undefined);
    await host.database.query(
      `insert into host.plugin_release (plugin_id, version, integrity, path, manifest, files, source, origin, storage_key,
         archive_bytes, state, install_id)
       select $1, version, version, version, '{}', '{}', 'file', version, version, 1, state, gen_random_uuid()
       from (values ('0.0.1', 'migrated'), ('98.0.0', 'migrated'), ('99.0.0', 'migrated'), ('100.0.0', 'staged')) as r(version, state)`,
      [ID],
    );
    expect(await ready()).to.equal("99.0.0");
    await host.database.query(
      "insert into host.release_failure (plugin_id, version, code, reason) values ($1, '99.0.0', 'probe', 'Did not start')",
      [ID],
    );
    expect(await ready()).to.equal("98.0.0");
  });

  it("a release is shown with who signed it, by the fingerprint that people compare", async () => {
    const key = "A".repeat(43);
    await host.database.query("insert into host.publisher (key, name) values ($1, 'Ana')", [key]);
    await host.database.query(
      "update host.plugin_release set publisher = $2 where plugin_id = $1 and version = '98.0.0'",
      [ID, key],
    );
    interface Listed {
      version: string;
      place: string;
      signer?: { name: string; fingerprint: string; state: string };
    }
    const { items } = await admin.call<Items<Listed>>("GET", `${BASE}/releases`);
    const signed = items.find(({ version }) => version === "98.0.0");
    expect(signed?.signer).to.include({ name: "Ana", state: "unknown" });
    expect(signed?.signer?.fingerprint).to.match(/^SHA256:[A-Za-z0-9+/]{43}$/);
    expect(items.find(({ version }) => version === "99.0.0")).to.not.have.property("signer");
    expect(items.find(({ place }) => place === "active")).to.not.have.property("signer");
  });

  it("the page has them from the registered release's own folder", async () => {
    const migrations = async () =>
      (await admin.call<Items<{ number: number; name: string; state: string }>>("GET", `${BASE}/migrations`))
        .items;
    const before = await migrations();
    expect(before.map(({ state }) => state)).to.deep.equal(before.map(() => "applied"));
    const [newest] = before;
    await host.database.query("delete from host.plugin_migration where plugin_id = $1 and number = $2", [
      ID,
      newest?.number ?? 0,
    ]);
    const [open, ...rest] = await migrations();
    expect(open).to.include({ number: newest?.number, name: newest?.name, state: "pending" });
    expect(rest).to.deep.equal(before.slice(1));
  });

  it("migrations that are not applied are named: those that wait to contract, and those that did not run", async () => {
    const folder = await mkdtemp(join(tmpdir(), "facts-"));
    try {
      await mkdir(join(folder, "migrations"));
      for (const name of ["0001_first", "0002_more", "0003_drop_old"])
        for (const way of ["up", "down"])
          await writeFile(join(folder, "migrations", `${name}.${way}.sql`), "select 1;");
      const known = host.runtime.manifest(ID);
      if (known === undefined) throw new Error(`${ID} is not here.`);
      const manifest = { ...known, migrations: { head: 3, breaking: 0, contracting: [3] } };
      const facts = () => migrationFacts(host.database, "probe", { folder, manifest });
      expect((await facts()).map(({ state }) => state)).to.deep.equal(["pending", "pending", "pending"]);
      await host.database.query(
        "insert into host.plugin_migration (plugin_id, number, name, checksum, down) values ('probe', 1, 'first', '', '')",
      );
      const [third, second, first] = await facts();
      expect(third).to.deep.equal({ number: 3, name: "drop_old", state: "contracting", breaking: true });
      expect(second).to.deep.equal({ number: 2, name: "more", state: "pending", breaking: false });
      expect(first).to.include({ number: 1, name: "first", state: "applied" }).and.have.property("appliedAt");
      expect(await migrationFacts(host.database, "probe", undefined)).to.have.length(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

function hoursAgo(hour: string): number {
  return Math.floor(Date.now() / 3_600_000) - Date.parse(hour) / 3_600_000;
}
