import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { quietLog } from "../../test/kit/database.ts";
import { eventually } from "../../test/kit/waiting.ts";
import { readConfig } from "../config/config.ts";
import { type Database, openDatabase } from "./database.ts";
import { EmbeddedCluster } from "./embedded.ts";
import { peek } from "./peek.ts";
import { findPostmaster } from "./postmaster.ts";

const TENANT = "01900000-0000-7000-8000-00000000000a";
/** A recovery tells what it does, which is not of interest here. */
const silent = { ...quietLog, warn: () => undefined, error: () => undefined };

describe("embedded database", () => {
  let root: string;
  let dataDir: string;
  const children: ChildProcess[] = [];

  before(async () => {
    // Closed to everybody else, as a home folder of root is: the server's own user could not walk in by itself.
    root = await mkdtemp(join(tmpdir(), "promostack-embedded-"));
  });
  beforeEach(() => {
    dataDir = join(root, "data");
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    for (const database of opened.splice(0)) await database.close();
    await new EmbeddedCluster({ dataDir, log: silent }).stop();
  });
  after(() => rm(root, { recursive: true }));

  const opened: Database[] = [];
  async function open(): Promise<Database> {
    const database = await openDatabase(readConfig({ DATA_DIR: dataDir }), silent);
    opened.push(database);
    return database;
  }
  const server = () => findPostmaster(join(dataDir, "postgres"));
  const remember = (database: Database) =>
    database.query("insert into host.tenant (id, slug, name) values ($1, 'a', 'A') on conflict do nothing", [
      TENANT,
    ]);
  const remembered = (database: Database) => database.query("select id from host.tenant");

  /** Another host process on the same folder; resolves when its database is open. */
  async function otherHost(): Promise<ChildProcess> {
    const code = `
      import { readConfig } from ${JSON.stringify(new URL("../config/config.ts", import.meta.url).href)};
      import { openDatabase } from ${JSON.stringify(new URL("./database.ts", import.meta.url).href)};
      const quiet = () => undefined;
      const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
      const database = await openDatabase(readConfig({ DATA_DIR: ${JSON.stringify(dataDir)} }), log);
      process.on("SIGTERM", () => database.close().then(() => process.exit(0)));
      await database.query("select 1");
      setInterval(quiet, 1000);
      console.log("open");`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    for await (const line of createInterface(child.stdout)) if (line === "open") break;
    return child;
  }

  async function endOf(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  it("starts by itself in a closed folder, listens on the loopback only, and stops with the host", async () => {
    const database = await open();
    await remember(database);
    const running = await server();
    expect(running?.port).to.be.above(1023);
    const options = await database.owner((trx) =>
      trx.many<{ setting: string }>(
        "select setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories') order by name",
      ),
    );
    expect(options.map(({ setting }) => setting)).to.deep.equal(["127.0.0.1", ""]);
    await database.close();
    expect(await server()).to.equal(undefined);
    expect((await stat(join(dataDir, "secrets.key"))).mode & 0o777).to.equal(0o600);
  });

  it("comes back on the port of before, with its data", async () => {
    const first = await open();
    await remember(first);
    const port = (await server())?.port;
    await first.close();
    const second = await open();
    expect(await remembered(second)).to.have.length(1);
    expect((await server())?.port).to.equal(port);
    await second.close();
  });

  it("is looked into where it runs, and neither made nor started for that", async () => {
    const look = () =>
      peek(readConfig({ DATA_DIR: dataDir }), silent, "select count(*)::int as n from host.tenant");
    const folder = dataDir;
    dataDir = join(root, "none");
    expect(await look()).to.equal("nowhere");
    dataDir = folder;
    const database = await open();
    await remember(database);
    expect(await look()).to.deep.equal({ rows: [{ n: 1 }] });
    await database.close();
    expect(await look()).to.equal("asleep");
    expect(await server()).to.equal(undefined);
  });

  it("outlives a host that is killed hard, and is adopted by the next", async () => {
    const host = await otherHost();
    const running = await server();
    await endOf(host, "SIGKILL");
    expect(await server()).to.deep.equal(running);
    const next = await open();
    expect(await server()).to.deep.equal(running);
    await remember(next);
    await next.close();
    expect(await server()).to.equal(undefined);
  });

  it("is shared by two hosts, whoever started it, until the last one leaves or dies", async () => {
    const [host, ours] = await Promise.all([otherHost(), open()]);
    await remember(ours);
    await endOf(host, "SIGTERM");
    expect(await remembered(ours)).to.have.length(1);
    const second = await otherHost();
    await endOf(second, "SIGKILL");
    expect(await remembered(ours)).to.have.length(1);
    const third = await otherHost();
    await ours.close();
    expect(await server()).to.not.equal(undefined);
    await endOf(third, "SIGTERM");
    expect(await server()).to.equal(undefined);
  });

  it("is started again under a running host when it dies, and listeners hear of it", async () => {
    const database = await open();
    await remember(database);
    let missed = 0;
    const listening = await database.listen("news", (payload) => {
      if (payload === "") missed++;
    });
    process.kill((await server())?.pid ?? 0, "SIGKILL");
    await eventually(() => missed > 0);
    expect(missed).to.equal(1);
    expect(await remembered(database)).to.have.length(1);
    await listening.dispose();
    await database.close();
  });

  it("starts over a stale pid file whose number another process has now", async () => {
    const first = await open();
    const port = (await server())?.port;
    await first.close();
    await writeFile(
      join(dataDir, "postgres", "postmaster.pid"),
      `${process.pid}\n${dataDir}/postgres\n1\n${port}\n\n127.0.0.1\n`,
    );
    const second = await open();
    await second.query("select 1");
    await second.close();
  });

  it("takes another port when its own was taken meanwhile", async () => {
    await (await open()).close();
    const facts = join(dataDir, "postgres", "promostack.json");
    const { port, ...rest } = JSON.parse(await readFile(facts, "utf8"));
    const { createServer } = await import("node:net");
    const squatter = createServer().listen(port, "127.0.0.1");
    await once(squatter, "listening");
    const second = await open();
    expect((await server())?.port).to.not.equal(port);
    expect(rest.password).to.be.a("string");
    await second.close();
    squatter.close();
  });

  it("says what is wrong when the folder cannot be read", async () => {
    dataDir = join(root, "spoilt");
    await mkdir(join(dataDir, "postgres"), { recursive: true });
    await writeFile(join(dataDir, "postgres", "promostack.json"), "no json");
    const error = await open().catch((reason) => reason);
    expect(error.code).to.equal("database.embedded_unreadable");
    expect(error.message).to.include(dataDir);
  });
});
