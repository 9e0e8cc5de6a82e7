import type { Log } from "@promostack/core";
import { refused } from "./refusal.ts";

const HEADER = "x-clerk-user-email";
const COOKIE = "clerk_user_email";

/**
 * A header and a cookie in which old pages say whose session it is. They are never believed: where one disagrees with the
 * verified address, somebody mixes two people up or tries to, so the request is refused and logged.
 */
export function checkEmailClaims(
  verified: string,
  headers: Readonly<Record<string, string | undefined>>,
  cookies: Readonly<Record<string, string>>,
  log: Log,
): void {
  const claims = { header: headers[HEADER], cookie: cookies[COOKIE] };
  for (const [place, claim] of Object.entries(claims)) {
    if (claim === undefined || claim === "" || claim.trim().toLowerCase() === verified) continue;
    log.warn("A request claims another e-mail address than its verified one.", { verified, claim, place });
    throw refused(
      "identity.email_contradiction",
      `The ${place === "header" ? `header ${HEADER}` : `cookie ${COOKIE}`} names another address than the verified one.`,
      "Sign out and in again.",
    );
  }
}
