import { PlatformError } from "@promostack/core";
import { LRUCache } from "lru-cache";

const MOST_KNOWN = 20_000;

/** Counts what one address or inbox does within a window that begins with its first act. In this process, as the host's own limits. */
export class Pace {
  readonly #most: number;
  readonly #counts: LRUCache<string, { count: number; until: number }>;
  readonly #windowMs: number;

  constructor(most: number, windowMs: number) {
    this.#most = most;
    this.#windowMs = windowMs;
    this.#counts = new LRUCache({ max: MOST_KNOWN, ttl: windowMs });
  }

  /** Counts one act. @throws PlatformError `rate.limited` 429 with the seconds to wait. */
  take(who: string): void {
    const now = performance.now();
    const known = this.#counts.get(who) ?? { count: 0, until: now + this.#windowMs };
    known.count++;
    // Its own end, and not a later one for each that comes.
    this.#counts.set(who, known, { ttl: Math.max(1, known.until - now) });
    if (known.count <= this.#most) return;
    const seconds = Math.max(1, Math.ceil((known.until - now) / 1000));
    throw new PlatformError("That was a little often.", {
      code: "rate.limited",
      status: 429,
      hint: `Try again in ${seconds} s.`,
      retryAfter: seconds,
    });
  }
}
