import { PlatformError } from "@promostack/core";
import type { Failure } from "./installRow.ts";

const FILE =
  /"([^"\s]+)"|([\w@./()+-]+\.(?:json|sql|m?js|map|ts|node|so|dll|dylib|exe|gyp|css|html|png|svg|md)|\b\d{4}_[a-z0-9_]+)\b/;

/** What an admin and an author read of a step that failed: the reason, what to do, and the file that it is about. */
export function failureOf(error: unknown, file: string | undefined): Failure {
  if (!PlatformError.is(error)) {
    return {
      code: "internal",
      message: "Something went wrong on our side; the log says what.",
      ...(file && { file }),
    };
  }
  const { code, message, hint, details } = error;
  const [, quoted, plain] = FILE.exec(message) ?? [];
  const told = details?.file;
  const found =
    (typeof told === "string" && !told.startsWith("/") ? told : undefined) ??
    quoted ??
    plain?.replace(/^.*\/plugins\/[^/]+\/[^/]+\//, "") ??
    file;
  return { code, message, ...(hint && { hint }), ...(found && { file: found }) };
}

/** The database was away: nobody's fault, and the step is tried again. */
export function isPassing(error: unknown): boolean {
  return PlatformError.is(error) && (error.code === "database.unavailable" || error.code === "database.busy");
}
