import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  botNotConfigured,
  type Clock,
  PlatformError,
  type Sandbox,
  type Storage,
  type TenantMessage,
} from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { writePluginSet } from "../author/pluginSet.ts";
import type { Database } from "../db/database.ts";
import { PluginMetrics } from "../ops/pluginMetrics.ts";
import { createRuntime } from "../plugin/kernel.ts";
import type { KernelLog, RuntimePorts, SecretVault } from "../plugin/ports.ts";
import type { Runtime } from "../plugin/runtime.ts";

/** A test that starts a process which will not live to clean up names a folder that it cleans itself. */
const BASE = process.env.TEST_KERNEL_DIR ?? tmpdir();

export interface LogLine {
  level: "debug" | "info" | "warn" | "error";
  message: string;
  fields: Record<string, unknown>;
}

export interface TestKernel {
  runtime: Runtime;
  ports: RuntimePorts;
  /** Messages that plugins put into the outbox, in order. */
  sent: TenantMessage[];
  log: LogLine[];
  clock: TestClock;
  /** Stops the runtime; the database stays. */
  stop(): Promise<void>;
}

export class TestClock implements Clock {
  #now = new Date("2026-03-02T10:00:00Z");

  now(): Date {
    return new Date(this.#now);
  }

  advance(milliseconds: number): void {
    this.#now = new Date(this.#now.getTime() + milliseconds);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.advance(milliseconds);
  }
}

/** A kernel with these plugin folders registered, on a real database; everything beyond the kernel's own is recorded. */
export async function testKernel(
  database: Database,
  folders: readonly string[],
  more: Partial<RuntimePorts> = {},
): Promise<TestKernel> {
  const directory = await mkdtemp(path.join(BASE, "promostack-kernel-"));
  const registrationFile = await writePluginSet(directory, folders);
  const sent: TenantMessage[] = [];
  const log: LogLine[] = [];
  const clock = new TestClock();
  const ports: RuntimePorts = {
    database,
    vault: memoryVault(),
    storage: () => noStorage,
    clock,
    log: recordingLog(log, {}),
    outbox: {
      add: async (_, __, messages) => {
        sent.push(...messages);
        return messages.length;
      },
      withdraw: async () => [],
      forget: async () => undefined,
      sentByOthers: async () => [],
    },
    bots: {
      identity: async (_, role) => {
        if (role === "signal_bot") throw botNotConfigured(role);
        return { role, botId: "1", username: "Test_Bot", channels: [] };
      },
    },
    metrics: new PluginMetrics(),
    sandbox: noSandbox,
    localUrl: () => "http://127.0.0.1:3000",
    publicUrl: () => "http://127.0.0.1:3000",
    environment: "test",
    variables: {},
    registrationFile,
    watchdogMs: 0,
    ...more,
  };
  const runtime = createRuntime(ports);
  return {
    runtime,
    ports,
    sent,
    log,
    clock,
    async stop() {
      await runtime.shutdown();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A tenant in the database; answers its id. */
export async function makeTenant(
  database: Database,
  slug: string,
  entitlements: string[] = [],
): Promise<string> {
  const id = uuidv7();
  await database.query(
    "insert into host.tenant (id, slug, name, timezone, entitlements) values ($1, $2, $2, 'Europe/Berlin', $3)",
    [id, slug, entitlements],
  );
  return id;
}

function recordingLog(lines: LogLine[], fixed: Record<string, unknown>): KernelLog {
  const at =
    (level: LogLine["level"]) =>
    (message: string, fields: Record<string, unknown> = {}) =>
      void lines.push({ level, message, fields: { ...fixed, ...fields } });
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (fields) => recordingLog(lines, { ...fixed, ...fields }),
  };
}

function memoryVault(): SecretVault {
  const values = new Map<string, string>();
  const key = (...parts: unknown[]) => JSON.stringify(parts);
  return {
    put: async (tenant, plugin, name, value) => void values.set(key(tenant, plugin, name), value),
    get: async (tenant, plugin, name) => values.get(key(tenant, plugin, name)),
    delete: async (tenant, plugin, name) => void values.delete(key(tenant, plugin, name)),
    describe: async (tenant, plugin, name) => {
      const value = values.get(key(tenant, plugin, name));
      return value === undefined ? undefined : { last4: value.slice(-4), updatedAt: new Date() };
    },
  };
}

function notHere(): PlatformError {
  return new PlatformError("Not part of this test.", { code: "test.not_here" });
}

const noStorage: Storage = {
  put: async () => Promise.reject(notHere()),
  get: async () => Promise.reject(notHere()),
  delete: async () => Promise.reject(notHere()),
  signedUrl: async () => Promise.reject(notHere()),
};

const noSandbox: Sandbox = {
  setAside: async () => undefined,
  readme: async () => null,
  strategies: async () => [],
  describe: async () => Promise.reject(notHere()),
  evaluateSeries: async () => Promise.reject(notHere()),
  evaluateNewest: async () => Promise.reject(notHere()),
  indicators: async () => Promise.reject(notHere()),
};
