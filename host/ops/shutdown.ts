import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "@promostack/core";

/** One thing to stop. Steps run in order, so that what others lean on goes last: requests, then work, then the database. */
export interface ShutdownStep {
  name: string;
  stop(): Promise<unknown>;
  /** Longest that the others wait for it; 10 seconds when absent. */
  patienceMs?: number;
}

export interface StepReport {
  name: string;
  outcome: "stopped" | "failed" | "timed out";
  milliseconds: number;
}

/**
 * Stops everything in order. A step that fails or takes too long is logged and left behind: what it held has a lease or a lock
 * that ends with the process, so the next start (or another host) takes it over.
 */
export async function shutDown(steps: readonly ShutdownStep[], log: Log): Promise<StepReport[]> {
  const report: StepReport[] = [];
  for (const step of steps) {
    const began = performance.now();
    const outcome = await stop(step, log);
    report.push({ name: step.name, outcome, milliseconds: Math.round(performance.now() - began) });
  }
  log.info("The host has stopped", { steps: report });
  return report;
}

async function stop(
  { name, stop, patienceMs = 10_000 }: ShutdownStep,
  log: Log,
): Promise<StepReport["outcome"]> {
  const patience = new AbortController();
  const late = delay(patienceMs, "timed out" as const, { signal: patience.signal });
  try {
    const outcome = await Promise.race([stop().then(() => "stopped" as const), late]);
    if (outcome === "timed out")
      log.warn("A part of the host did not stop in time", { part: name, patienceMs });
    return outcome;
  } catch (error) {
    log.error("A part of the host did not stop cleanly", { part: name, error });
    return "failed";
  } finally {
    patience.abort();
    late.catch(() => undefined);
  }
}
