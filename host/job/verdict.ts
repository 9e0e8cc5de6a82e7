import { PlatformError } from "@promostack/core";
import type { WindowEnd } from "./ledger.ts";

/** Attempts at one window, and what lies between them. */
const BACK_OFF_MS = [1_000, 5_000, 15_000, 30_000];
/** A window that was begun more often killed its processes. */
export const MOST_ATTEMPTS = BACK_OFF_MS.length + 1;
/** The plugin is known to be unwell or the database away: nothing ran, so the attempt does not count. */
const PAUSES = new Set([
  "plugin.quarantined",
  "plugin.failed",
  "plugin.tripped",
  "plugin.starting",
  "plugin.stopping",
  "host.draining",
  "database.unavailable",
]);
/** The job's ground is gone: the plugin was turned off for the tenant between planning and running. */
const GONE = new Set([
  "plugin.disabled",
  "plugin.unknown",
  "plugin.not_entitled",
  "plugin.settings_outdated",
]);

/**
 * What becomes of a window after an attempt. `hurry` shortens the back-off where the clock runs faster. `record` says what
 * people should read of it; a pause is no event.
 */
export function judge(
  failure: unknown,
  attempt: number,
  hurry = 1,
): { end: WindowEnd; record?: "done" | "failed" } {
  if (failure === undefined) return { end: { state: "done" }, record: "done" };
  const error = failure instanceof Error ? failure.message : String(failure);
  if (PlatformError.is(failure)) {
    if (GONE.has(failure.code)) return { end: { state: "skipped", error } };
    if (PAUSES.has(failure.code)) {
      const retryMs = Math.min(failure.retryAfter ?? 5, 60) * 1000;
      return { end: { state: "pending", error, retryMs, counts: false } };
    }
  }
  const wait = BACK_OFF_MS[attempt - 1];
  if (wait === undefined) return { end: { state: "failed", error }, record: "failed" };
  return { end: { state: "pending", error, retryMs: wait / hurry, counts: true }, record: "failed" };
}
