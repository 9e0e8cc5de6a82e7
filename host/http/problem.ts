import { STATUS_CODES } from "node:http";
import { PlatformError } from "@promostack/core";

/** A problem details document (RFC 9457) with our members beside the standard ones. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Stable and dotted; clients branch on it. */
  code: string;
  /** What a person can do next. */
  hint?: string;
  plugin?: string;
  phase?: string;
  details?: Record<string, unknown>;
  requestId: string;
}

export const PROBLEM_TYPE = "application/problem+json";

/**
 * The document for whatever was thrown. Only PlatformErrors speak to the client: the text of any other error may carry
 * what is nobody's business, so it goes to the log under the request's id.
 */
export function problemOf(error: unknown, requestId: string): Problem {
  if (!PlatformError.is(error)) {
    return {
      type: "urn:promostack:problem:internal",
      title: "Internal Server Error",
      status: 500,
      detail: "Something failed on our side.",
      code: "internal",
      hint: `Try again. If it stays, give support this request id: ${requestId}`,
      requestId,
    };
  }
  return {
    type: `urn:promostack:problem:${error.code}`,
    title: STATUS_CODES[error.status] ?? "Error",
    status: error.status,
    detail: error.message,
    code: error.code,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.plugin === undefined ? {} : { plugin: error.plugin }),
    ...(error.phase === undefined ? {} : { phase: error.phase }),
    ...(error.details === undefined ? {} : { details: error.details }),
    requestId,
  };
}

/** Headers that belong to a problem: when to try again, how to sign in, how large what was asked a part of is. */
export function problemHeaders(error: unknown): Record<string, string> {
  if (!PlatformError.is(error)) return {};
  return {
    ...(error.retryAfter === undefined ? {} : { "retry-after": String(Math.ceil(error.retryAfter)) }),
    ...(error.status === 401 ? { "www-authenticate": 'Bearer realm="promostack"' } : {}),
    ...(error.status === 416 ? { "content-range": `bytes */${error.details?.size ?? "*"}` } : {}),
  };
}
