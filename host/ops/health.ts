import type { Database } from "../db/database.ts";
import type { Leadership } from "../job/leader.ts";
import type { PluginStatus } from "../plugin/pluginStatus.ts";

export interface HealthParts {
  database: Pick<Database, "query">;
  /** Boot has finished, and the host is not draining. */
  phase(): "starting" | "ready" | "draining";
  leadership(): Leadership;
  plugins(): PluginStatus[];
  /** Plugins without which this installation is of no use; none by default, so that one broken plugin stops nobody. */
  required?: readonly string[];
}

export interface Check {
  name: string;
  ok: boolean;
  detail: string;
}

/** What `/healthz` and `/readyz` answer. */
export interface HealthReport {
  status: "ok" | "unavailable";
  checks: Check[];
}

const PATIENCE_MS = 2_000;

/** `/healthz`: this process runs and its event loop turns. A supervisor restarts where this does not answer. */
export function liveness(): HealthReport {
  return {
    status: "ok",
    checks: [{ name: "process", ok: true, detail: `up ${Math.round(process.uptime())} s` }],
  };
}

/** `/readyz`: send requests here. A balancer takes the host out while this answers 503. */
export async function readiness(parts: HealthParts): Promise<HealthReport> {
  const checks = [await database(parts), phase(parts), leader(parts), plugins(parts)];
  return { status: checks.every((check) => check.ok) ? "ok" : "unavailable", checks };
}

async function database({ database }: HealthParts): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  const began = performance.now();
  try {
    await Promise.race([database.query("select 1"), late]);
    return { name: "database", ok: true, detail: `answered in ${Math.round(performance.now() - began)} ms` };
  } catch (error) {
    return { name: "database", ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

function phase({ phase }: HealthParts): Check {
  return { name: "boot", ok: phase() === "ready", detail: phase() };
}

function leader({ leadership }: HealthParts): Check {
  const state = leadership();
  return { name: "leader", ok: state !== "unknown", detail: state };
}

function plugins({ plugins, required = [] }: HealthParts): Check {
  const down = plugins().filter(
    (plugin) => plugin.kind === "plugin" && !["active", "disabled"].includes(plugin.state),
  );
  const missing = down.filter((plugin) => required.includes(plugin.id));
  const detail = down
    .map(({ id, state, reason }) => `${id} is ${state}${reason ? `: ${reason}` : ""}`)
    .join("; ");
  return { name: "plugins", ok: missing.length === 0, detail: detail || "all active" };
}
