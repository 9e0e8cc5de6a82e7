import { PlatformError } from "@promostack/core";
import { LRUCache } from "lru-cache";

export interface GlobalLimits {
  /** Requests a minute over all routes, from one address and for one tenant. */
  addressPerMinute: number;
  tenantPerMinute: number;
}

const DEFAULTS: GlobalLimits = { addressPerMinute: 6000, tenantPerMinute: 12000 };

const WINDOW_MS = 60_000;
/** Counters that are held: past so many, those that were not asked for longest are forgotten. */
const COUNTERS = 100_000;

/**
 * Counts requests in windows of a minute by the machine's clock, in this process: with n replicas a client gets up to n times as much,
 * and no request waits for a counter in a database.
 */
export class RateLimits {
  readonly #global: GlobalLimits;
  /** A key's window begins with its first request. */
  readonly #windows = new LRUCache<string, { taken: number }>({ max: COUNTERS, ttl: WINDOW_MS });

  constructor(limits: Partial<GlobalLimits> = {}) {
    this.#global = { ...DEFAULTS, ...limits };
  }

  address(address: string): void {
    this.take("address", this.#global.addressPerMinute, address, "from this address");
  }

  tenant(tenantId: string): void {
    this.take("tenant", this.#global.tenantPerMinute, tenantId, "for this tenant");
  }

  /** One request of `who` (a person's id, or an address) on a route that allows `perMinute`. */
  route(name: string, perMinute: number, who: string): void {
    this.take(name, perMinute, who, "for this address of the API");
  }

  /** Counts one; raises `rate.limited` (429) with the seconds to wait. */
  take(name: string, perMinute: number, who: string, words: string): void {
    const key = `${name} ${perMinute} ${who}`;
    const window = this.#windows.get(key) ?? { taken: 0 };
    if (window.taken === 0) this.#windows.set(key, window);
    window.taken += 1;
    if (window.taken <= perMinute) return;
    const seconds = Math.max(1, Math.ceil(this.#windows.getRemainingTTL(key) / 1000));
    throw new PlatformError(`Too many requests ${words}: ${perMinute} a minute are allowed.`, {
      code: "rate.limited",
      status: 429,
      hint: `Try again in ${seconds} s.`,
      retryAfter: seconds,
    });
  }
}
