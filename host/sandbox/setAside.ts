import { PlatformError, type SetAside } from "@promostack/core";
import type { Evaluated } from "./published.ts";

const FAULTS = new Set([
  "sandbox.timeout",
  "sandbox.memory",
  "sandbox.crashed",
  "sandbox.invalid_result",
  "sandbox.threw",
]);

/** The strategy's own doing, as against ours: a closed sandbox, a caller that gave up. A runner that lost a series is ours. */
export function isFault({ code, status }: PlatformError): boolean {
  return FAULTS.has(code) && status === 422;
}

/** Nothing was run: the caller may come back when the rest is over. */
export function setAsideError({ id, version }: Evaluated, { reason, until }: SetAside): PlatformError {
  return new PlatformError(`${id} ${version} is set aside until ${until.toISOString()}: ${reason}`, {
    code: "strategy.quarantined",
    status: 503,
    hint: "It is tried again by itself. Choose another strategy or version if you do not want to wait.",
    retryAfter: Math.max(1, Math.ceil((until.getTime() - Date.now()) / 1000)),
  });
}
