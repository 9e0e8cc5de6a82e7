import { PlatformError } from "@promostack/core";

/** Raises 400 `tenant.timezone_unknown` for a name that is no IANA zone. */
export function checkTimezone(timezone: string): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new PlatformError(`${timezone} is not a time zone.`, {
      code: "tenant.timezone_unknown",
      status: 400,
      hint: "Use an IANA name such as Europe/Berlin or UTC.",
      cause,
    });
  }
}
