import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "@promostack/core";
import pg from "pg";
import { type Config, readConfig } from "../../host/config/config.ts";
import { type Database, openDatabase } from "../../host/db/database.ts";
import { EmbeddedCluster } from "../../host/db/embedded.ts";

export interface TestDatabase {
  database: Database;
  /** Address as the owner. */
  url: string;
  /** A whole configuration that points at this database, port 0, with a DATA_DIR of its own. */
  config: Config;
  /** Closes the connections and drops the database. The root hooks do it for whoever forgets. */
  drop(): Promise<void>;
}

const PREFIX = "promostack-test-";
const SECRETS_KEY = "0123456789abcdef".repeat(4);
const TEMPLATE = "promostack";

interface Cluster {
  directory: string;
  server: EmbeddedCluster;
  admin: pg.Client;
}

let cluster: Promise<Cluster> | undefined;
const open = new Set<TestDatabase>();

/** Says nothing below a warning. */
export const quietLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message, fields) => console.warn(message, fields ?? ""),
  error: (message, fields) => console.error(message, fields ?? ""),
};

/** A fresh database with the host's tables, in one embedded cluster for the whole mocha run; about 50 ms after the first. */
export async function testDatabase(
  variables: Record<string, string> = {},
  log: Log = quietLog,
): Promise<TestDatabase> {
  cluster ??= startCluster();
  const { server, admin, directory } = await cluster;
  const name = `t_${randomBytes(6).toString("hex")}`;
  await admin.query(`create database ${name} template ${TEMPLATE} strategy file_copy`);
  const config = await configOf(directory, server.url(name), name, variables);
  const database = await openDatabase(config, log);
  const test: TestDatabase = {
    database,
    url: server.url(name),
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

/** For the root hooks: drops what is left and stops the cluster. */
export async function stopTestCluster(): Promise<void> {
  if (!cluster) return;
  const started = cluster;
  cluster = undefined;
  // A cluster that could not start was the failure of the tests that asked for it.
  const running = await started.catch(() => undefined);
  if (!running) return;
  for (const test of [...open]) await test.drop();
  await stop(running);
}

async function startCluster(): Promise<Cluster> {
  await sweep();
  const directory = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  // The server may run as another user than we.
  await chmod(directory, 0o711);
  const server = new EmbeddedCluster({
    dataDir: directory,
    log: quietLog,
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" },
  });
  await server.ensureRunning();
  const admin = new pg.Client({ connectionString: server.url("postgres") });
  const started = { directory, server, admin };
  try {
    await admin.connect();
    await admin.query(`create database ${TEMPLATE}`);
    const database = await openDatabase(
      await configOf(directory, server.url(TEMPLATE), TEMPLATE, {}),
      quietLog,
    );
    await database.close();
    return started;
  } catch (error) {
    await stop(started);
    throw error;
  }
}

async function stop({ directory, server, admin }: Cluster): Promise<void> {
  await admin.end();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
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

/** A run that was killed hard leaves its server behind: the next run takes it away. */
async function sweep(): Promise<void> {
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
