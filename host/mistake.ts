import { PlatformError } from "@promostack/core";

/** A mistake in how a command was called. */
export function mistake(message: string, hint?: string): PlatformError {
  return new PlatformError(message, { code: "cli.usage", status: 400, hint, phase: "cli" });
}

/** What is wrong with an author's files (plugin.json, every broken rule on a line of its own) is the author's mistake. */
export function asMistake(error: unknown): unknown {
  if (!PlatformError.is(error) || error.status < 500) return error;
  const { code, message, hint, details } = error;
  return new PlatformError(message, { code, status: 400, hint, details, cause: error });
}
