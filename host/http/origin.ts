import { PlatformError } from "@promostack/core";

const READS = new Set(["GET", "HEAD", "OPTIONS"]);
const SENT =
  "content-type, authorization, x-csrf, x-tenant, x-view-as, idempotency-key, if-match, if-none-match";
const SHOWN = "etag, retry-after, x-request-id, idempotency-replayed, location";

export function isWrite(method: string): boolean {
  return !READS.has(method);
}

/** Whose pages may call us: our own origin, and a list. */
export class Origins {
  readonly #listed: ReadonlySet<string>;

  constructor(listed: readonly string[]) {
    this.#listed = new Set(listed.map((origin) => origin.replace(/\/$/, "").toLowerCase()));
  }

  /**
   * Refuses a write that a foreign page sends: `origin.refused` (403). Clients that are no browsers send neither header,
   * and cannot be tricked into sending a person's cookie.
   */
  checkWrite(method: string, own: string, headers: Readonly<Record<string, string | undefined>>): void {
    if (!isWrite(method)) return;
    const { origin } = headers;
    if (origin !== undefined) {
      if (this.#allows(origin, own)) return;
    } else if (headers["sec-fetch-site"] !== "cross-site") {
      return;
    }
    throw new PlatformError(`Pages of ${origin ?? "another site"} may not change anything here.`, {
      code: "origin.refused",
      status: 403,
      hint: "Use the site itself, or have its origin added to the list of allowed origins.",
    });
  }

  /** CORS headers for a listed foreign origin; none for our own pages and none for strangers. */
  corsHeaders(own: string, origin: string | undefined): Record<string, string> {
    if (origin === undefined || origin === own || !this.#listed.has(origin.toLowerCase())) return {};
    return {
      "access-control-allow-origin": origin,
      "access-control-allow-credentials": "true",
      "access-control-allow-headers": SENT,
      "access-control-expose-headers": SHOWN,
      "access-control-max-age": "600",
      vary: "origin",
    };
  }

  #allows(origin: string, own: string): boolean {
    return origin === own || this.#listed.has(origin.toLowerCase());
  }
}
