import { PlatformError } from "@promostack/core";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

export interface GlobalLimits {
  /** Requests a minute over all routes, from one address and for one tenant. */
  addressPerMinute: number;
  tenantPerMinute: number;
}

const DEFAULTS: GlobalLimits = { addressPerMinute: 6000, tenantPerMinute: 12000 };

/**
 * Counts requests by the machine's clock, in this process: with n replicas a client gets up to n times as much, and no
 * request waits for a counter in a database.
 */
export class RateLimits {
  readonly #global: GlobalLimits;
  readonly #limiters = new Map<string, RateLimiterMemory>();

  constructor(limits: Partial<GlobalLimits> = {}) {
    this.#global = { ...DEFAULTS, ...limits };
  }

  address(address: string): Promise<void> {
    return this.take("address", this.#global.addressPerMinute, address, "from this address");
  }

  tenant(tenantId: string): Promise<void> {
    return this.take("tenant", this.#global.tenantPerMinute, tenantId, "for this tenant");
  }

  /** One request of `who` (a person's id, or an address) on a route that allows `perMinute`. */
  route(name: string, perMinute: number, who: string): Promise<void> {
    return this.take(`route ${name}`, perMinute, who, "for this address of the API");
  }

  /** Counts one; raises `rate.limited` (429) with the seconds to wait. */
  async take(name: string, perMinute: number, key: string, words: string): Promise<void> {
    try {
      await this.#limiter(name, perMinute).consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new PlatformError(`Too many requests ${words}: ${perMinute} a minute are allowed.`, {
        code: "rate.limited",
        status: 429,
        hint: `Try again in ${seconds} s.`,
        retryAfter: seconds,
      });
    }
  }

  #limiter(name: string, perMinute: number): RateLimiterMemory {
    const key = `${name} ${perMinute}`;
    const known = this.#limiters.get(key);
    if (known !== undefined) return known;
    const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
    this.#limiters.set(key, limiter);
    return limiter;
  }
}
