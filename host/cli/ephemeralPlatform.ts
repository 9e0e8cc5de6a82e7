import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type CliContext, type EphemeralPlatform, type Health, PlatformError } from "@promostack/core";
import { SteerableClock } from "../clock/steerableClock.ts";
import { readConfig } from "../config/config.ts";
import { type RunningHost, startQuietHost } from "./runningHost.ts";

type Options = Parameters<CliContext["platform"]>[0] & {
  cwd: string;
  /** Folders of strategies beside the installed ones. */
  strategies?: readonly string[];
};

/**
 * A whole platform for one command: its own data folder and database, the playground as Telegram and issuer, and a clock that
 * stands until the command moves it. A given folder is resumed and kept; without one, a temporary folder is deleted at the end.
 */
export async function startEphemeralPlatform(options: Options): Promise<EphemeralPlatform> {
  const folder = options.dataDir && path.resolve(options.cwd, options.dataDir);
  const dataDir = folder ?? (await mkdtemp(path.join(tmpdir(), "promostack-")));
  const removeFolder = async () => {
    if (!folder) await rm(dataDir, { recursive: true, force: true });
  };
  const clock = new SteerableClock({ at: options.startAt, rate: 0 });
  let host: RunningHost | undefined;
  try {
    const config = readConfig({ NODE_ENV: "test", PORT: "0", DATA_DIR: dataDir, LOG_LEVEL: "silent" });
    host = await startQuietHost(config, { clock, strategies: options.strategies ?? [] });
    const owner = await settledOwner(host);
    const [admin = ""] = config.adminEmails;
    const [call, callAsAdmin] = await Promise.all([
      signedInAs(host, owner),
      signedInAs(host, { ...owner, email: admin }),
    ]);
    for (const { plugin, settings } of options.enable) await enable(host, owner.tenantId, plugin, settings);
    return platformOver(host, clock, owner.tenantId, { call, callAsAdmin }, removeFolder);
  } catch (error) {
    await host?.stop();
    await removeFolder();
    throw error;
  }
}

function platformOver(
  host: RunningHost,
  clock: SteerableClock,
  tenantId: string,
  calls: Pick<EphemeralPlatform, "call" | "callAsAdmin">,
  removeFolder: () => Promise<void>,
): EphemeralPlatform {
  let stopped: Promise<void> | undefined;
  return {
    url: host.url,
    tenantId,
    ...calls,
    enable: (plugin, settings) => enable(host, tenantId, plugin, settings),
    setTime: (at) => clock.set(at),
    tick: (job) => tick(host, job),
    settle: () => settle(host, clock),
    stop: () => {
      stopped ??= host.stop().then(removeFolder);
      return stopped;
    },
  };
}

/** `job` is a job's name, or `plugin/job` where two plugins have one of the name. */
async function tick({ runtime, ticker }: RunningHost, job: string): Promise<number> {
  const found = runtime.jobs().filter((each) => each.name === job || `${each.plugin}/${each.name}` === job);
  const [only] = found;
  if (only && found.length === 1) return ticker.tick(only.plugin, only.name, { settle: true });
  throw new PlatformError(
    found.length === 0 ? `No plugin that runs has a job ${job}.` : `Several plugins have a job ${job}.`,
    {
      code: "job.unknown",
      status: 404,
      hint: `Jobs: ${
        runtime
          .jobs()
          .map((each) => `${each.plugin}/${each.name}`)
          .join(", ") || "none"
      }.`,
    },
  );
}

/** Messages cause events and events cause messages: until neither does anything. */
async function settle(
  { runtime, dispatcher }: RunningHost,
  clock: SteerableClock,
): Promise<Date | undefined> {
  for (;;) {
    const events = await runtime.dispatchEvents();
    const { sent, nextDue } = await dispatcher.drain(clock.now());
    if (events === 0 && sent === 0) return nextDue;
  }
}

interface Owner {
  tenantId: string;
  email: string;
}

/** A fresh platform fills itself with the sample tenants after its start; it is whole when its plugins say that they are well. */
async function settledOwner({ database, runtime }: RunningHost): Promise<Owner> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const owner = await findOwner(database);
    const health = await runtime.checkHealth();
    const unwell = Object.entries(health).filter(([, { state }]) => state !== "ok");
    if (owner && unwell.length === 0) return owner;
    if (Date.now() > deadline) throw unfinished(unwell);
    await delay(50);
  }
}

/** The first tenant's owner. */
async function findOwner(database: RunningHost["database"]): Promise<Owner | undefined> {
  const [owner] = await database.query<Owner>(
    `select t.id as "tenantId", p.email from host.tenant t
     join host.tenant_users u on u.tenant_id = t.id and u.role = 'owner' join host.person p on p.id = u.person_id
     order by t.created_at, t.id limit 1`,
  );
  return owner;
}

function unfinished(unwell: [string, Health][]): PlatformError {
  const reasons = unwell.map(([id, { state, detail }]) => `${id} is ${state}${detail ? ` (${detail})` : ""}`);
  return new PlatformError(
    `The platform did not come up whole: ${reasons.join(", ") || "there is no tenant"}.`,
    {
      code: "platform.unfinished",
      hint: "The playground makes the sample tenants when it starts; PROMOSTACK_DEBUG=1 shows its log.",
    },
  );
}

async function enable(
  { runtime }: RunningHost,
  tenantId: string,
  plugin: string,
  settings: Record<string, unknown>,
): Promise<void> {
  if (!(await runtime.isEnabled(tenantId, plugin))) {
    await runtime.enable(tenantId, plugin, settings);
    return;
  }
  const stored = await runtime.settings(tenantId, plugin);
  await runtime.saveSettings(tenantId, plugin, { ...stored.settings, ...settings }, stored.revision);
}

/** Signs in at the local issuer, as the sign-in page does, and calls with the token. */
async function signedInAs(
  { url }: RunningHost,
  { email, tenantId }: Owner,
): Promise<EphemeralPlatform["call"]> {
  const offered = await json<{ local?: { address: string } }>(`${url}/api/sign-in`);
  if (!offered.local)
    throw new PlatformError("The platform offers no local sign-in.", { code: "platform.no_issuer" });
  const { token } = await json<{ token: string }>(`${url}${offered.local.address}/token`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email }),
  });
  return <Answer>(method: string, at: string, body?: unknown) =>
    json<Answer>(`${url}${at}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        "x-tenant": tenantId,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
}

/** The answer's body, which the caller knows the shape of. Raises the problem that was answered instead. */
async function json<Answer>(address: string, request: RequestInit = {}): Promise<Answer> {
  const response = await fetch(address, { signal: AbortSignal.timeout(30_000), ...request });
  const text = await response.text();
  const body: Answer & { code?: string; detail?: string; title?: string; hint?: string } =
    text === "" ? {} : JSON.parse(text);
  if (response.ok) return body;
  throw new PlatformError(body.detail ?? body.title ?? `${address} answered ${response.status}.`, {
    code: body.code ?? "platform.call_failed",
    status: response.status,
    hint: body.hint,
  });
}
