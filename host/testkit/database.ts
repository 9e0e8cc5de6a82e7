import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "@promostack/core";
import { type Config, readConfig } from "../config/config.ts";
import { type Database, openDatabase } from "../db/database.ts";
import { connectDirect } from "../db/direct.ts";
import { EmbeddedCluster } from "../db/embedded.ts";

export interface TestDatabase {
  database: Database;
  /** Address as the owner. */
  url: string;
  /** A whole configuration that points at this database, port 0, with a DATA_DIR of its own. */
  config: Config;
  /** Closes the connections and drops the database. The root hooks do it for whoever forgets. */
  drop(): Promise<void>;
}

/** What databases of a kind hold beside the host's tables. */
export interface Prepared {
  /** Lower-case letters and underscores. */
  name: string;
  prepare(database: Database): Promise<void>;
}

const PREFIX = "promostack-test-";
const SECRETS_KEY = "0123456789abcdef".repeat(4);
const TEMPLATE = "promostack";

interface Cluster {
  /** For the databases' DATA_DIRs. */
  directory: string;
  admin: Awaited<ReturnType<typeof connectDirect>>;
  /** Address of a database, as the owner of all. */
  url(name: string): string;
  stop(): Promise<void>;
}

interface Opened {
  cluster?: Promise<Cluster>;
  databases: Set<TestDatabase>;
  templates: Map<string, Promise<string>>;
}

const opened = inThisProcess();
const { databases: open, templates } = opened;

/** Mocha requires its hooks and imports tests that await at their top: two copies of this module, which must know of the same things. */
function inThisProcess(): Opened {
  const key = Symbol.for("promostack.test-databases");
  const known: Opened | undefined = Reflect.get(globalThis, key);
  const mine = known ?? { databases: new Set(), templates: new Map() };
  Reflect.set(globalThis, key, mine);
  return mine;
}

/** Says nothing below a warning. */
export const quietLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message, fields) => console.warn(message, fields ?? ""),
  error: (message, fields) => console.error(message, fields ?? ""),
};

/**
 * A fresh database with the host's tables, in one embedded cluster for each process of the mocha run; about 50 ms after the first.
 * With TEST_DATABASE_URL (a superuser's) it is on that server instead, to try another PostgreSQL.
 */
export async function testDatabase(
  variables: Record<string, string> = {},
  log: Log = quietLog,
  prepared?: Prepared,
): Promise<TestDatabase> {
  opened.cluster ??= startCluster();
  const running = await opened.cluster;
  const { admin, directory, url } = running;
  const name = `t_${randomBytes(6).toString("hex")}`;
  const template = prepared === undefined ? TEMPLATE : await templateOf(running, prepared);
  await admin.query(`create database ${name} template ${template}`);
  const config = await configOf(directory, url(name), name, variables);
  const database = await openDatabase(config, log);
  const test: TestDatabase = {
    database,
    url: url(name),
    config,
    async drop() {
      if (!open.delete(test)) return;
      await database.close();
      await admin.query(`drop database if exists ${name} with (force)`);
      await rm(config.dataDir, { recursive: true, force: true });
    },
  };
  open.add(test);
  return test;
}

/** The template with something more in it, made by the first who asks. */
function templateOf({ admin, directory, url }: Cluster, { name, prepare }: Prepared): Promise<string> {
  const template = `${TEMPLATE}_${name}`;
  const make = async () => {
    await admin.query(`create database ${template} template ${TEMPLATE}`);
    const database = await openDatabase(await configOf(directory, url(template), template, {}), quietLog);
    await prepare(database).finally(() => database.close());
    return template;
  };
  const made = templates.get(template) ?? make();
  templates.set(template, made);
  return made;
}

/** For the root hooks: drops what a file of tests forgot. */
export async function dropLeftDatabases(): Promise<void> {
  for (const test of [...open]) await test.drop();
}

/** For the root hooks: drops what is left and stops the cluster. */
export async function stopTestCluster(): Promise<void> {
  const started = opened.cluster;
  if (!started) return;
  opened.cluster = undefined;
  // A cluster that could not start was the failure of the tests that asked for it.
  const running = await started.catch(() => undefined);
  if (!running) return;
  await dropLeftDatabases();
  for (const template of templates.keys())
    await running.admin.query(`drop database if exists ${template} with (force)`);
  templates.clear();
  await running.stop();
}

async function startCluster(): Promise<Cluster> {
  await sweepClusters();
  const directory = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const given = process.env.TEST_DATABASE_URL;
  const cluster = given ? await givenCluster(directory, given) : await embeddedCluster(directory);
  try {
    await cluster.admin.query(`create database ${TEMPLATE}`);
    const config = await configOf(directory, cluster.url(TEMPLATE), TEMPLATE, {});
    await (await openDatabase(config, quietLog)).close();
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function embeddedCluster(directory: string): Promise<Cluster> {
  const server = new EmbeddedCluster({
    dataDir: directory,
    log: quietLog,
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" },
  });
  await server.ensureRunning();
  const admin = await connectDirect(server.url("postgres"), "tests");
  return {
    directory,
    admin,
    url: (name) => server.url(name),
    async stop() {
      await admin.end();
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function givenCluster(directory: string, address: string): Promise<Cluster> {
  const admin = await connectDirect(address, "tests");
  return {
    directory,
    admin,
    url(name) {
      const url = new URL(address);
      url.pathname = `/${name}`;
      return url.href;
    },
    async stop() {
      await admin.query(`drop database if exists ${TEMPLATE} with (force)`);
      await admin.end();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The roles are the template's own, so that every copy knows the same two. */
async function configOf(
  directory: string,
  url: string,
  name: string,
  variables: Record<string, string>,
): Promise<Config> {
  const dataDir = join(directory, name);
  await mkdir(dataDir);
  return readConfig({
    NODE_ENV: "test",
    PORT: "0",
    DATA_DIR: dataDir,
    LOG_LEVEL: "silent",
    DATABASE_URL: url,
    SECRETS_KEY,
    ...variables,
  });
}

/** Takes away servers whose process is gone: a run's that was killed hard, and those of mocha's workers, which end without a word. */
export async function sweepClusters(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split("-")[0]) : 0;
    if (owner === 0 || isAlive(owner)) continue;
    const directory = join(tmpdir(), name);
    await new EmbeddedCluster({ dataDir: directory, log: quietLog }).stop();
    await rm(directory, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
