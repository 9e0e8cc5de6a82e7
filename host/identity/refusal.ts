import { PlatformError } from "@promostack/core";

/** 401: nobody is signed in, or what was shown does not prove it. `reason` is dotted below `identity.`. */
export function notSignedIn(reason: string, message: string, cause?: unknown): PlatformError {
  return new PlatformError(message, {
    code: `identity.${reason}`,
    status: 401,
    hint: "Sign in and try again.",
    cause,
  });
}

/** 403: known, but not allowed. */
export function refused(code: string, message: string, hint: string): PlatformError {
  return new PlatformError(message, { code, status: 403, hint });
}
