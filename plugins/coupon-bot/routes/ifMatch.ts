import { PlatformError } from "@promostack/core";

type Headers = Readonly<Record<string, string | undefined>>;

/** The etag that a request's If-Match names; undefined where it names none. */
export function etagIn(headers: Headers): string | undefined {
  return headers["if-match"]?.replace(/^W\//, "");
}

/** As `etagIn`. Raises `edit.unconditional` (428) where there is none. */
export function etagNeeded(headers: Headers): string {
  const etag = etagIn(headers);
  if (etag !== undefined) return etag;
  throw new PlatformError("The version that was read is not named.", {
    code: "edit.unconditional",
    status: 428,
    hint: "Send the etag of what you read in the header If-Match.",
  });
}
