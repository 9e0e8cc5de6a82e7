import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { BotRole, SqlValue } from "@promostack/core";
import { bundledFolders, neededFolders, writePluginSet } from "../author/pluginSet.ts";
import { schemaOf } from "../db/pluginMigrations.ts";
import { readManifest } from "../plugin/manifest.ts";
import { newVisitor, type Visitor } from "./chat.ts";
import { OTHER_OWNER, OWNER, type Person, startTestHost, type TestHost } from "./host.ts";
import { installFolder } from "./installing.ts";

/** A plugin on a real host: two tenants that have it, people who chat with their bots, and a clock to move. */
export interface PluginTest {
  readonly host: TestHost;
  /** The two know nothing of each other: what one does, the other must not see. */
  readonly tenant: TestTenant;
  readonly other: TestTenant;
  readonly clock: TestTime;
  /** Rows of the plugin's own tables, every tenant's. */
  rows<Row extends object>(text: string, values?: readonly SqlValue[]): Promise<Row[]>;
  /** Asks until `look` answers something; fails after `seconds` (20) with what it was waiting for. */
  until: TestHost["until"];
  /** Stops the host and drops its database. */
  stop(): Promise<void>;
}

export interface TestTenant {
  readonly id: string;
  readonly owner: Person;
  /** Calls a route of the plugin as the tenant's owner: `call("GET", "/notes")`. Fails with the answer's own words. */
  call<Body = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Body>;
  /** A new person in a chat with the tenant's bot. */
  visitor(firstName: string, role?: BotRole): Promise<Visitor>;
  enable(settings?: Record<string, unknown>): Promise<void>;
  disable(): Promise<void>;
}

/** The platform's time: due windows run and due messages go out when it passes them. It never runs backwards. */
export interface TestTime {
  set(at: Date | string): Promise<void>;
  advance(milliseconds: number): Promise<void>;
  now(): Date;
}

export interface PluginTestOptions {
  /** The time at the start; it stands still from there until the test moves it. The machine's, running, when absent. */
  at?: Date | string;
  /** Settings that both tenants begin with; the defaults when absent. */
  settings?: Record<string, unknown>;
  /** Values of the installation's configuration. */
  variables?: Record<string, string>;
  /** Folders of plugins that it depends on; those beside it and those of the installation when absent. */
  dependencies?: readonly string[];
  /** Packs it and what it depends on, and installs the archives as an admin does, instead of loading the folders as they are. */
  asArchive?: boolean;
}

/**
 * Starts a whole host (its own PostgreSQL, HTTP, jobs, the local Telegram) with the plugin in `folder`, in a few seconds. Stop
 * it in `after`.
 */
export async function startPluginTest(
  folder: string | URL,
  options: PluginTestOptions = {},
): Promise<PluginTest> {
  const home = await realpath(folder instanceof URL ? fileURLToPath(folder) : folder);
  const manifest = await readManifest(home);
  const directory = await mkdtemp(path.join(tmpdir(), "promostack-set-"));
  const folders = [...(await neededFolders(home, { given: options.dependencies, standIns: true })), home];
  const shipped = new Set(await bundledFolders());
  const loaded = options.asArchive ? folders.filter((each) => shipped.has(each)) : folders;
  const host = await startTestHost({
    registrationFile: await writePluginSet(directory, loaded),
    variables: options.variables ?? {},
  });
  const stop = async () => {
    await host.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    for (const each of folders.filter((one) => !loaded.includes(one))) await installFolder(host, each);
    return await openPluginTest(host, manifest.id, options, stop);
  } catch (error) {
    // A host that nobody stops keeps the test run alive.
    await stop();
    throw error;
  }
}

async function openPluginTest(
  host: TestHost,
  id: string,
  { at, settings }: PluginTestOptions,
  stop: () => Promise<void>,
): Promise<PluginTest> {
  const status = host.runtime.plugin(id);
  if (status?.state !== "active") throw new Error(`${id} is ${status?.state}: ${status?.reason ?? ""}`);
  const [owner, otherOwner] = await Promise.all([host.signIn(OWNER), host.signIn(OTHER_OWNER)]);
  const steer = (to: { at?: string; rate?: number }) => owner.call("PUT", "/api/clock", to);
  const clock: TestTime = {
    now: () => host.clock.now(),
    set: async (to) => void (await steer({ at: new Date(to).toISOString() })),
    advance: (milliseconds) => clock.set(new Date(host.clock.now().getTime() + milliseconds)),
  };
  if (at !== undefined) await steer({ at: new Date(at).toISOString(), rate: 0 });
  const tenants = [owner, otherOwner].map((person) => tenantOf(host, id, person));
  const [tenant, other] = tenants;
  if (tenant === undefined || other === undefined) throw new Error("There are two tenants.");
  for (const person of [owner, otherOwner])
    for (const needed of Object.keys(status.manifest?.dependencies ?? {}))
      await tenantOf(host, needed, person).enable();
  if (status.manifest?.tenancy?.scope !== "platform") for (const each of tenants) await each.enable(settings);
  return {
    host,
    tenant,
    other,
    clock,
    rows: (text, values = []) => host.database.system((trx) => trx.many(text, values), schemaOf(id)),
    until: host.until,
    stop,
  };
}

function tenantOf(host: TestHost, plugin: string, owner: Person): TestTenant {
  return {
    id: owner.tenantId,
    owner,
    call: (method, at, body) => owner.call(method, `/api/p/${plugin}${at}`, body),
    async visitor(firstName, role = "message_bot") {
      const { items } = await owner.call<{ items: Connection[] }>("GET", "/api/connections");
      const username = items.find((each) => each.role === role)?.bot?.username;
      if (username === undefined) throw new Error(`${owner.email} has no ${role}.`);
      return newVisitor(host, owner, username, firstName);
    },
    enable: async (settings = {}) => {
      await owner.call("POST", `/api/plugins/${plugin}/enable`, { settings });
    },
    disable: async () => {
      await owner.call("POST", `/api/plugins/${plugin}/disable`, {});
    },
  };
}

interface Connection {
  role: BotRole;
  bot?: { username: string };
}
