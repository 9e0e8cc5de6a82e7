import { PlatformError } from "@promostack/core";
import type { Terminal } from "./terminal.ts";

/** What the shell hears: 0 ok, 1 failed, 2 the user's mistake. */
export type ExitCode = 0 | 1 | 2;

/** Statuses of errors that the caller can mend by calling differently. */
const MISTAKES = new Set([400, 404, 409, 412, 422]);

/**
 * Says what went wrong and what to do, and answers the exit code. A stack is shown only with PROMOSTACK_DEBUG, since it
 * tells a person nothing that the message does not.
 */
export function report(
  error: unknown,
  terminal: Terminal,
  debug = Boolean(process.env.PROMOSTACK_DEBUG),
): ExitCode {
  const { code, message, hint, details, status } = facts(error);
  if (terminal.json)
    terminal.answer({ error: { code, message, ...(hint && { hint }), ...(details && { details }) } });
  else {
    terminal.note(`${terminal.style("red", "✗")} ${message}`);
    if (hint) terminal.note(`  ${hint}`);
  }
  if (debug) terminal.note(error instanceof Error ? (error.stack ?? message) : message);
  return MISTAKES.has(status) || code === "config.invalid" ? 2 : 1;
}

function facts(error: unknown) {
  if (PlatformError.is(error)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "cli.failed",
    message: message || "Something went wrong.",
    hint: "Set PROMOSTACK_DEBUG=1 to see where; `promostack doctor` checks the machine.",
    details: undefined,
    status: 500,
  };
}
