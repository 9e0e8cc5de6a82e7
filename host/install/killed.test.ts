import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { writePluginSet } from "../author/pluginSet.ts";
import { type Host, startHost } from "../host.ts";
import { Interruption } from "./installer.ts";
import { INSTALL_CHANNEL, type InstallRow } from "./installRow.ts";
import { STEPS } from "./steps.ts";
import { TABLE, TinyPublisher, withMigrations } from "./test/tinyPlugin.ts";

const NOBODY = { requestId: "test", address: "127.0.0.1" };
const MORTAL = fileURLToPath(new URL("./test/mortalHost.ts", import.meta.url));
/** Before the first step of an upload, and after the work of each, where its mark is missing still. */
const POINTS = [
  "unpack before",
  ...STEPS.filter(({ of }) => of === undefined || of.includes("upload")).map(({ name }) => `${name} after`),
];
const BODY = "alter table note add column body text;";

describe("a process that is gone in the middle of an install", () => {
  let test: TestDatabase;
  let host: Host;
  /** Where the host breaks off, once, with everything left as it lies. */
  let point: string | undefined;
  /** Nothing comes with this platform: it starts the quicker. */
  let registrationFile: string;
  let interrupted = 0;
  const ana = new TinyPublisher();

  before(async function () {
    this.timeout(60_000);
    test = await testDatabase();
    await test.database.query(
      "insert into host.publisher (key, name, state) values ($1, 'Ana', 'approved') returning key",
      [ana.publicKey],
    );
    registrationFile = await writePluginSet(test.config.dataDir, []);
    await killedAt("migrate", await archiveOf("slain", "1.0.0"));
    host = await startHost(test.config, {
      background: false,
      registrationFile,
      installStep(step, when) {
        if (point !== `${step} ${when}`) return;
        point = undefined;
        interrupted += 1;
        throw new Interruption();
      },
    });
  });
  after(async () => {
    await host?.stop();
    await test?.drop();
  });

  /** A real process, and a real kill -9 after the step's work and before its mark. */
  async function killedAt(step: string, archive: Buffer): Promise<void> {
    const order = path.join(test.config.dataDir, "order.json");
    await writeFile(
      order,
      JSON.stringify({
        config: test.config,
        registrationFile,
        archive: archive.toString("base64"),
        step,
        when: "after",
      }),
    );
    const child = spawn(process.execPath, ["--import", "tsx", MORTAL, order], { stdio: "ignore" });
    const [, signal] = await once(child, "exit");
    expect(signal).to.equal("SIGKILL");
  }

  const archiveOf = (id: string, version: string) =>
    ana.archive({ id, version, ...withMigrations(TABLE, ...(version === "1.0.0" ? [] : [BODY])) });
  const begin = (archive: Buffer) =>
    host.installer.begin({ source: "upload", name: "tiny.tgz", archive }, NOBODY);
  const wake = () => host.database.query("select pg_notify($1, '')", [INSTALL_CHANNEL]);

  /** To its end, with the consent that is asked on the way; each interruption is gone on with at once. */
  async function end(id: string): Promise<InstallRow> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const row = await host.installer.get(id);
      if (row.state === "waiting") await host.installer.consent(id, NOBODY);
      else if (row.state !== "running") return row;
      if (Date.now() > deadline) throw new Error(`The install ${id} does not end: ${JSON.stringify(row)}`);
      await wake();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  /** The word that the plugin says in the end: the table is written before the swap. */
  async function word(plugin: string, wanted: string): Promise<string | undefined> {
    for (let tries = 0; ; tries++) {
      const answer = await fetch(`${host.url}/api/p/${plugin}/word`);
      const found: string | undefined = answer.ok ? Object(await answer.json()).word : undefined;
      if (found === wanted || tries === 100) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const folders = (plugin: string) =>
    readdir(path.join(host.config.dataDir, "plugins", plugin)).catch(() => []);
  const releases = async (plugin: string) =>
    (
      await host.database.query<{ version: string }>(
        "select version from host.plugin_release where plugin_id = $1 order by version",
        [plugin],
      )
    ).map(({ version }) => version);

  it("killed with -9 while it migrates: the next start goes on where it lay, and the release serves", async () => {
    const [{ id } = { id: "" }] = await host.database.query<{ id: string }>(
      "select id from host.plugin_install",
    );
    const done = await end(id);
    expect(done.failure).to.equal(null);
    expect(done.state).to.equal("done");
    expect(await word("slain", "1.0.0")).to.equal("1.0.0");
  });

  it("between any two steps of an install: the next one goes on, and everything is there once", async () => {
    for (const [index, each] of POINTS.entries()) {
      point = each;
      const plugin = `plugin-${index}`;
      const done = await end(await begin(await archiveOf(plugin, "1.0.0")));
      expect(done.state, `${each}: ${JSON.stringify(done.failure)}`).to.equal("done");
      expect(await word(plugin, "1.0.0"), each).to.equal("1.0.0");
      expect(await folders(plugin), each).to.have.length(1);
    }
    expect(interrupted).to.equal(POINTS.length);
  });

  it("between any two steps of an upgrade: what ran goes on until the new release is in its place", async () => {
    for (const [index, each] of POINTS.entries()) {
      point = each;
      const plugin = `plugin-${index}`;
      const done = await end(await begin(await archiveOf(plugin, "1.1.0")));
      expect(done.state, `${each}: ${JSON.stringify(done.failure)}`).to.equal("done");
      expect(await word(plugin, "1.1.0"), each).to.equal("1.1.0");
      expect(await releases(plugin), each).to.deep.equal(["1.0.0", "1.1.0"]);
    }
    expect(interrupted).to.equal(2 * POINTS.length);
  });

  it("before and after the undoing of an install that failed: the next one undoes it to the end", async () => {
    for (const each of ["undo before", "undo after"]) {
      point = each;
      const broken = withMigrations(TABLE, BODY, "create table host.evil (id int);");
      const failed = await end(await begin(await ana.archive({ id: "slain", version: "1.1.0", ...broken })));
      expect(failed.failure?.code).to.equal("migration.outside_schema");
      expect(failed.state).to.equal("failed");
      expect(await releases("slain"), each).to.deep.equal(["1.0.0"]);
      expect(await folders("slain"), each).to.have.length(1);
      const columns = await host.database.query(
        "select 1 as is from information_schema.columns where table_schema = 'p_slain' and column_name = 'body'",
      );
      expect(columns, each).to.deep.equal([]);
    }
  });

  it("while the release was starting: it is not started again, and is undone", async () => {
    point = "migrate after";
    const id = await begin(await archiveOf("slain", "1.1.0"));
    for (let waits = 0; point !== undefined && waits < 2_000; waits++)
      await new Promise((resolve) => setTimeout(resolve, 5));
    await host.database.query(
      `update host.plugin_install set attempts = 1, steps = (select jsonb_agg(
         case when s->>'name' = 'start' then s || '{"state":"running"}' else s || '{"state":"done"}' end)
         from jsonb_array_elements(steps) s) where id = $1 returning id`,
      [id],
    );
    const failed = await end(id);
    expect(failed).to.have.nested.property("failure.code", "install.process_ended");
    expect(await releases("slain")).to.deep.equal(["1.0.0"]);
    expect(await word("slain", "1.0.0")).to.equal("1.0.0");
  });
});
