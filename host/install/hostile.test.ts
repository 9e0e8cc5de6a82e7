import { readdir } from "node:fs/promises";
import path from "node:path";
import { expect } from "chai";
import { startTestHost, type TestHost } from "../../test/kit/host.ts";
import type { InstallRow } from "./installRow.ts";
import { type Hostile, hostileArchives, VICTIM } from "./test/hostileArchives.ts";
import { TABLE, TinyPublisher, withMigrations } from "./test/tinyPlugin.ts";

const NOBODY = { requestId: "test", address: "127.0.0.1" };

describe("a hostile archive", () => {
  let host: TestHost;
  let clean: Awaited<ReturnType<typeof traces>>;
  const signers = {
    known: new TinyPublisher(),
    unknown: new TinyPublisher(),
    blocked: new TinyPublisher(),
    expired: new TinyPublisher(),
  };
  const all = hostileArchives(signers);
  const ended = new Map<Hostile, InstallRow>();

  before(async () => {
    host = await startTestHost({ background: false });
    await host.database.query(
      `insert into host.publisher (key, name, state, expires_at)
       values ($1, 'Known', 'approved', null), ($2, 'Blocked', 'blocked', null), ($3, 'Expired', 'approved', now() - interval '1 day')
       returning key`,
      [signers.known.publicKey, signers.blocked.publicKey, signers.expired.publicKey],
    );
    const { known } = signers;
    await arrives(await known.archive({ id: VICTIM, version: "1.0.0", ...withMigrations(TABLE) }));
    await arrives(
      await known.archive({
        id: "friend",
        version: "1.0.0",
        manifest: { dependencies: { [VICTIM]: "^1.0.0" } },
      }),
    );
    clean = await traces();
    const ids = new Map<Hostile, string>();
    for (const each of all) ids.set(each, await order(await each.archive()));
    for (const [each, id] of ids) ended.set(each, await end(id));
  });
  after(() => host?.stop());

  const order = (archive: Buffer) =>
    host.installer.begin({ source: "upload", name: "archive.tgz", archive }, NOBODY);

  async function end(id: string): Promise<InstallRow> {
    for await (const row of host.installer.watch(id, AbortSignal.timeout(30_000))) {
      if (row.state !== "running") return row;
    }
    throw new Error(`The install ${id} does not end.`);
  }

  async function arrives(archive: Buffer): Promise<void> {
    const id = await order(archive);
    const asked = await end(id);
    if (asked.state === "waiting") await host.installer.consent(id, NOBODY);
    const done = await end(id);
    expect(done.state, JSON.stringify(done.failure)).to.equal("done");
  }

  /** Everything that an install could leave: rows, tables, folders, archives. */
  async function traces() {
    const [rows] = await host.database.query(
      `select (select json_agg(plugin_id || version order by plugin_id || version) from host.plugin_release) as releases,
         (select json_agg(schemaname || '.' || tablename || case when rowsecurity then ' secured' else '' end order by schemaname || '.' || tablename || case when rowsecurity then ' secured' else '' end) from pg_tables
          where schemaname not in ('pg_catalog', 'information_schema')) as tables,
         (select json_agg(nspname order by nspname) from pg_namespace where nspname !~ '^pg_') as schemas,
         (select json_agg(plugin_id || number order by plugin_id || number) from host.plugin_migration) as migrations,
         (select json_agg(polname || polrelid::regclass order by polname || polrelid::regclass) from pg_policy) as policies,
         (select json_agg(key order by key) from host.publisher) as publishers,
         (select json_agg(plugin_id || version order by plugin_id || version) from host.registration) as registered,
         (select count(*)::int from host.plugin_install where archive is not null) as archives,
         (select json_agg(plugin_id) from host.plugin_quarantine) as quarantined`,
    );
    const { dataDir } = host.config;
    const listed = async (folder: string) =>
      (await readdir(path.join(dataDir, folder), { recursive: true }))
        .filter((name) => !name.startsWith("node_modules"))
        .sort();
    return {
      rows,
      plugins: await listed("plugins"),
      files: (await listed("files")).filter((name) => name.endsWith(".gz")),
      incoming: await listed("incoming"),
    };
  }

  it("comes in more than sixty kinds", () => {
    expect(new Set(all.map(({ name }) => name)).size)
      .to.equal(all.length)
      .and.to.be.greaterThan(60);
  });

  for (const each of all) {
    it(`is refused with file and reason: ${each.name} (${each.code})`, () => {
      const { state, failure, steps } = ended.get(each) ?? {};
      expect(failure, `state ${state}`).to.include({ code: each.code });
      expect(state).to.equal("failed");
      expect(failure?.message).to.have.length.greaterThan(20);
      if (each.file) expect(failure?.file, failure?.message).to.match(each.file);
      expect(steps?.filter((step) => step.state === "failed")).to.have.length(1);
    });
  }

  it("leaves nothing behind, and what runs goes on", async () => {
    const { rows, ...lying } = await traces();
    expect(lying).to.deep.equal({ plugins: clean.plugins, files: clean.files, incoming: clean.incoming });
    for (const [name, found] of Object.entries(Object(rows)))
      expect(found, name).to.deep.equal(Object(clean.rows)[name]);
    const answer = await fetch(`${host.url}/api/p/${VICTIM}/word`);
    expect(await answer.json()).to.deep.equal({ word: "1.0.0" });
    expect(host.runtime.plugin(VICTIM)).to.include({ state: "active", version: "1.0.0" });
  });
});
