import { LRUCache } from "lru-cache";
import {
  Breaker,
  type BreakerOptions,
  type BreakerState,
  RELEASE_BREAKER,
  TENANT_BREAKER,
} from "./breaker.ts";

const TENANTS = 5_000;

export interface Pass {
  success(): void;
  /** True when it opened the breaker of the whole release. */
  failure(): boolean;
  /** Neither: the call said nothing about the plugin. */
  leave(): void;
}

/** The breakers of one release: one for all, one for each tenant that has failed. */
export class ReleaseBreaker {
  readonly #now: () => number;
  readonly #release: Breaker;
  readonly #tenants = new LRUCache<string, Breaker>({ max: TENANTS });

  constructor(now: () => number = Date.now, options: BreakerOptions = RELEASE_BREAKER) {
    this.#now = now;
    this.#release = new Breaker(options, now);
  }

  get state(): BreakerState {
    return this.#release.state;
  }

  get retryAfter(): number | undefined {
    return this.#release.retryAfter;
  }

  get openTenants(): string[] {
    return [...this.#tenants.entries()].flatMap(([id, breaker]) => (breaker.state === "open" ? [id] : []));
  }

  /** Seconds to wait, or undefined where a call may pass. */
  refusal(tenantId?: string): number | undefined {
    const own = tenantId === undefined ? undefined : this.#tenants.get(tenantId)?.retryAfter;
    const all = this.#release.retryAfter;
    return own === undefined || all === undefined ? (own ?? all) : Math.max(own, all);
  }

  /** Enters a call that `refusal` lets pass. */
  enter(tenantId?: string): Pass {
    // Tenants that never failed have no breaker of their own, which keeps a thousand healthy tenants free of charge.
    const known = tenantId === undefined ? undefined : this.#tenants.get(tenantId);
    return new Entered(this.#release, known, tenantId, (id) => this.#breakerOf(id));
  }

  #breakerOf(tenantId: string): Breaker {
    const known = this.#tenants.get(tenantId);
    if (known !== undefined) return known;
    const made = new Breaker(TENANT_BREAKER, this.#now);
    this.#tenants.set(tenantId, made);
    return made;
  }
}

/** A call within the breakers of its release and, where it has failed before, of its tenant. */
class Entered implements Pass {
  readonly #release: Breaker;
  readonly #own: Breaker | undefined;
  readonly #tenantId: string | undefined;
  readonly #breakerOf: (tenantId: string) => Breaker;
  readonly #probe: boolean;
  readonly #ownProbe: boolean | undefined;

  constructor(
    release: Breaker,
    own: Breaker | undefined,
    tenantId: string | undefined,
    breakerOf: (tenantId: string) => Breaker,
  ) {
    this.#release = release;
    this.#own = own;
    this.#tenantId = tenantId;
    this.#breakerOf = breakerOf;
    this.#probe = release.enter();
    this.#ownProbe = own?.enter();
  }

  success(): void {
    this.#release.success(this.#probe);
    this.#own?.success(this.#ownProbe);
  }

  failure(): boolean {
    if (this.#tenantId !== undefined) this.#breakerOf(this.#tenantId).failure(this.#tenantId, this.#ownProbe);
    return this.#release.failure(this.#tenantId, this.#probe);
  }

  leave(): void {
    this.#release.leave(this.#probe);
    this.#own?.leave(this.#ownProbe);
  }
}
