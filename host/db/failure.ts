import { PlatformError } from "@promostack/core";

const NETWORK = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
/** Server is starting, stopping, was stopped, or has no connection left. */
const SERVER = new Set(["57P01", "57P02", "57P03", "57P05", "53300", "25P03"]);
const TEXTS =
  /Connection terminated|connection timeout|^timeout expired$|Query read timeout|Client has encountered a connection error|not queryable/i;

/** PostgreSQL's SQLSTATE or Node's error code, where the value carries one. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** True where the connection is at fault and not the statement: another connection may well work. */
export function isConnectionFailure(error: unknown): boolean {
  if (PlatformError.is(error)) return error.code === "database.unavailable";
  const code = codeOf(error);
  // 08P01 tells of a statement that breaks the protocol, such as a wrong number of parameters: that connection is fine.
  if (code === "08P01") return false;
  if (code !== undefined && (NETWORK.has(code) || SERVER.has(code) || code.startsWith("08"))) return true;
  return error instanceof Error && TEXTS.test(error.message);
}

/** True for a broken unique constraint (SQLSTATE 23505), of the given name where one is given. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (codeOf(error) !== "23505") return false;
  if (constraint === undefined) return true;
  return (
    typeof error === "object" && error !== null && "constraint" in error && error.constraint === constraint
  );
}

/**
 * Gives errors of the connection and of contention a stable code and a hint. Errors of a statement (syntax, constraints) pass
 * unchanged, so that callers can read `code` (SQLSTATE) and `constraint`.
 */
export function explain(error: unknown): unknown {
  if (PlatformError.is(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  if (isConnectionFailure(error)) {
    return new PlatformError(`The database cannot be reached: ${reason}`, {
      code: "database.unavailable",
      status: 503,
      retryAfter: 5,
      hint: "Nothing was changed by this step. The host reconnects by itself; check that PostgreSQL runs and DATABASE_URL is right.",
      cause: error,
    });
  }
  if (code === "28P01" || code === "28000") {
    return new PlatformError(`The database refused the sign-in: ${reason}`, {
      code: "database.denied",
      status: 503,
      hint: "Check user and password of DATABASE_URL, and of APP_DATABASE_URL and SYSTEM_DATABASE_URL where they are set.",
      cause: error,
    });
  }
  if (code === "57014" || code === "55P03") {
    return new PlatformError(`The database took too long: ${reason}`, {
      code: "database.timeout",
      status: 503,
      retryAfter: 5,
      hint: "Try again; where it keeps happening, do the work in smaller batches.",
      cause: error,
    });
  }
  if (code === "40001" || code === "40P01") {
    return new PlatformError(`Two transactions were in each other's way: ${reason}`, {
      code: "database.conflict",
      status: 503,
      retryAfter: 1,
      hint: "Try again; nothing was changed.",
      cause: error,
    });
  }
  return error;
}

/** Every connection of the pool is in use and none came free in time. */
export function poolBusy(pool: string, size: number, waiting: number, cause: unknown): PlatformError {
  return new PlatformError(
    `All ${size} connections of the ${pool} pool are in use, ${waiting} are waiting.`,
    {
      code: "database.busy",
      status: 503,
      retryAfter: 5,
      hint: "Raise DATABASE_POOL, or look for transactions that wait for something slow.",
      cause,
    },
  );
}
