import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, symlink } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "chai";
import { build, type Plugin } from "esbuild";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { writePluginSet } from "../author/pluginSet.ts";
import { type Host, startHost } from "../host.ts";
import { INSTALL_LOCK, type StepHook } from "./installer.ts";
import { INSTALL_CHANNEL, type InstallRow } from "./installRow.ts";
import { STEPS } from "./steps.ts";
import { codeOf, TABLE, TinyPublisher, withMigrations } from "./test/tinyPlugin.ts";

const NOBODY = { requestId: "test", address: "127.0.0.1" };
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MORTAL_HOST = fileURLToPath(new URL("./test/mortalHost.ts", import.meta.url));
const MORTAL_INSTALLER = fileURLToPath(new URL("./test/mortalInstaller.ts", import.meta.url));
/** After the work of each step of an upload and before its mark; the last one starts the release, and needs a whole host. */
const WORK = STEPS.filter(
  ({ of, name }) => (of === undefined || of.includes("upload")) && name !== "start",
).map(({ name }) => ({ step: name, when: "after" }));
const POINTS = [{ step: "unpack", when: "before" }, ...WORK];
/** A release that takes its process down while it starts. */
const DEADLY = codeOf("deadly", 'async start() { process.kill(process.pid, "SIGKILL"); },');
const BODY = "alter table note add column body text;";

interface Point {
  step: string;
  when: string;
}

describe("a process that is gone in the middle of an install", () => {
  let test: TestDatabase;
  let host: Host;
  /** Nothing comes with this platform: it starts the quicker. */
  let registrationFile: string;
  let installer: string;
  /** The next to be killed, which waits for its order: it has loaded its code while the one before was gone on with. */
  let waiting: ChildProcess | undefined;
  /** What the host that goes on does around a step. */
  let around: StepHook = () => undefined;
  const ana = new TinyPublisher();

  before(async () => {
    test = await testDatabase();
    await test.database.query(
      "insert into host.publisher (key, name, state) values ($1, 'Ana', 'approved') returning key",
      [ana.publicKey],
    );
    registrationFile = await writePluginSet(test.config.dataDir, []);
    installer = await bundledInstaller(test.config.dataDir);
    // No host runs yet: a whole one is killed, once by the release itself and once when all is done.
    await killedHost(await ana.archive({ id: "deadly", version: "1.0.0", files: { "index.js": DEADLY } }));
    await killedHost(await archiveOf("slain", "1.0.0"), { step: "start", when: "after" });
    host = await startHost(test.config, {
      background: false,
      registrationFile,
      installStep: (step, when) => around(step, when),
    });
  });
  after(async () => {
    waiting?.kill("SIGKILL");
    await host?.stop();
    await test?.drop();
  });

  /** A real process, and a real kill -9 at a point of its install, whose id is answered. */
  async function killed(child: ChildProcess, archive: Buffer, { step, when }: Point): Promise<string> {
    const { config } = test;
    const ended = once(child, "exit");
    child.send({ config, registrationFile, archive: archive.toString("base64"), step, when });
    const [code, signal] = await ended;
    expect(signal ?? code, `${step} ${when}`).to.equal("SIGKILL");
    const [newest] = await test.database.query<{ id: string }>(
      "select id from host.plugin_install order by id desc limit 1",
    );
    return newest?.id ?? "";
  }
  const started = (...command: string[]) =>
    spawn(process.execPath, command, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const killedInstaller = (archive: Buffer, at: Point) => {
    const child = waiting ?? started(installer);
    waiting = started(installer);
    return killed(child, archive, at);
  };
  const killedHost = (archive: Buffer, at: Point = { step: "", when: "" }) =>
    killed(started("--import", "tsx", MORTAL_HOST), archive, at);

  const archiveOf = (id: string, version: string) =>
    ana.archive({ id, version, ...withMigrations(TABLE, ...(version === "1.0.0" ? [] : [BODY])) });
  const wake = () => host.database.query("select pg_notify($1, '')", [INSTALL_CHANNEL]);

  /** To its end, with the consent that is asked on the way; each interruption is gone on with at once. */
  async function end(id: string): Promise<InstallRow> {
    const deadline = Date.now() + 60_000;
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
    const deadline = Date.now() + 25_000;
    for (;;) {
      const answer = await fetch(`${host.url}/api/p/${plugin}/word`);
      const found: string | undefined = answer.ok ? Object(await answer.json()).word : undefined;
      if (found === wanted || Date.now() > deadline) return found;
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

  it("killed with -9 by the release that it started: that one is not started again, and is undone", async () => {
    const [row] = await host.database.query<{ id: string }>(
      "select id from host.plugin_install where plugin_id = 'deadly'",
    );
    const failed = await end(row?.id ?? "");
    expect(failed).to.have.nested.property("failure.code", "install.process_ended");
    expect(await releases("deadly")).to.deep.equal([]);
    expect(await folders("deadly")).to.deep.equal([]);
  });

  it("killed with -9 when the release was in its place: it serves after the next start", async () => {
    expect(await word("slain", "1.0.0")).to.equal("1.0.0");
    expect(await releases("slain")).to.deep.equal(["1.0.0"]);
  });

  it("killed with -9 at every step of an install: another goes on, and everything is there once", async () => {
    for (const [index, at] of POINTS.entries()) {
      const [plugin, why] = [`plugin-${index}`, `${at.step} ${at.when}`];
      const done = await end(await killedInstaller(await archiveOf(plugin, "1.0.0"), at));
      expect(done.state, `${why}: ${JSON.stringify(done.failure)}`).to.equal("done");
      expect(await word(plugin, "1.0.0"), why).to.equal("1.0.0");
      expect(await folders(plugin), why).to.have.length(1);
    }
  });

  it("killed with -9 at every step of an upgrade: the new release gets to its place", async () => {
    for (const [index, at] of POINTS.entries()) {
      const [plugin, why] = [`plugin-${index}`, `${at.step} ${at.when}`];
      const done = await end(await killedInstaller(await archiveOf(plugin, "1.1.0"), at));
      expect(done.state, `${why}: ${JSON.stringify(done.failure)}`).to.equal("done");
      expect(await word(plugin, "1.1.0"), why).to.equal("1.1.0");
      expect(await releases(plugin), why).to.deep.equal(["1.0.0", "1.1.0"]);
    }
  });

  it("that has only lost the lock stops, since somebody else may be at it, and begins again", async () => {
    const begun: string[] = [];
    around = async (step, when) => {
      if (when !== "before") return;
      begun.push(step);
      if (step !== "files" || begun.filter((each) => each === step).length > 1) return;
      const [{ ended } = { ended: false }] = await test.database.query<{ ended: boolean }>(
        "select pg_terminate_backend(pid, 5000) as ended from pg_stat_activity where application_name = $1 and datname = current_database()",
        [`lock ${INSTALL_LOCK}`],
      );
      expect(ended, "a lock was held").to.equal(true);
    };
    try {
      const archive = await archiveOf("severed", "1.0.0");
      const order = { source: "upload", name: "severed.tgz", archive } as const;
      const done = await end(await host.installer.begin(order, NOBODY));
      expect(done.state, JSON.stringify(done.failure)).to.equal("done");
      // Not the next step, but the first one.
      expect(begun.slice(begun.indexOf("files"))).to.include.members(["unpack", "start"]);
      expect(begun[begun.indexOf("files") + 1]).to.equal("unpack");
      expect(await word("severed", "1.0.0")).to.equal("1.0.0");
    } finally {
      around = () => undefined;
    }
  });

  it("killed with -9 before and after the undoing of an install that failed: the next one undoes it to the end", async () => {
    for (const when of ["before", "after"]) {
      const broken = withMigrations(TABLE, BODY, "create table host.evil (id int);");
      const archive = await ana.archive({ id: "slain", version: "1.1.0", ...broken });
      const failed = await end(await killedInstaller(archive, { step: "undo", when }));
      expect(failed.failure?.code).to.equal("migration.outside_schema");
      expect(failed.state).to.equal("failed");
      expect(await releases("slain"), when).to.deep.equal(["1.0.0"]);
      expect(await folders("slain"), when).to.have.length(1);
      const columns = await host.database.query(
        "select 1 as is from information_schema.columns where table_schema = 'p_slain' and column_name = 'body'",
      );
      expect(columns, `${when}: ${failed.failure?.message}`).to.deep.equal([]);
    }
  });
});

/** What works on installs as one script: a process of it starts in a moment, again and again. */
async function bundledInstaller(folder: string): Promise<string> {
  const outfile = path.join(folder, "mortalInstaller.mjs");
  await build({
    entryPoints: [MORTAL_INSTALLER],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    alias: { "@promostack/core": path.join(ROOT, "core/index.ts") },
    plugins: [OWN_ADDRESSES],
  });
  await symlink(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  return outfile;
}

/** Files look beside themselves for what they read. */
const OWN_ADDRESSES: Plugin = {
  name: "own addresses",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => ({
      // Where the words stand in quotes they are data.
      contents: (await readFile(file, "utf8")).replaceAll(
        /(?<!")import\.meta\.url/g,
        JSON.stringify(pathToFileURL(file)),
      ),
      loader: "ts",
    }));
  },
};
