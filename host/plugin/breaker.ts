/** When a breaker opens and for how long. */
export interface BreakerOptions {
  /** Failures within the window before it may open. */
  failures: number;
  /** Different tenants that must have failed, so that one tenant's trouble does not stop all. 0: does not matter. */
  tenants: number;
  /** Share of calls that must have failed. */
  ratio: number;
  windowMs: number;
  /** First pause; doubles with each failed attempt, up to `maxOpenMs`. */
  openMs: number;
  maxOpenMs: number;
}

export const RELEASE_BREAKER: BreakerOptions = {
  failures: 10,
  tenants: 2,
  ratio: 0.5,
  windowMs: 60_000,
  openMs: 15_000,
  maxOpenMs: 600_000,
};
/** A candidate serves few tenants: it is taken back for the trouble of one. */
export const TRIAL_BREAKER: BreakerOptions = { ...RELEASE_BREAKER, failures: 5, tenants: 0 };
export const TENANT_BREAKER: BreakerOptions = { ...RELEASE_BREAKER, failures: 5, tenants: 0 };

export type BreakerState = "closed" | "open" | "half-open";

const SLICES = 6;

interface Slice {
  number: number;
  calls: number;
  failures: number;
  tenants: Set<string | undefined>;
}

/**
 * Counts failures in a sliding window. Opens on too many, refuses for a while, then lets one call through: its success
 * closes it, its failure opens it for twice as long. Runs on the machine's clock (milliseconds).
 */
export class Breaker {
  readonly #options: BreakerOptions;
  readonly #now: () => number;
  #slices: Slice[] = [];
  #openUntil: number | undefined;
  #openMs: number;
  #probing = false;

  constructor(options: BreakerOptions, now: () => number = Date.now) {
    this.#options = options;
    this.#now = now;
    this.#openMs = options.openMs;
  }

  get state(): BreakerState {
    if (this.#openUntil === undefined) return "closed";
    return this.#now() < this.#openUntil ? "open" : "half-open";
  }

  /** Seconds until a call may pass; undefined when one may now. */
  get retryAfter(): number | undefined {
    if (this.#openUntil === undefined) return undefined;
    const wait = this.#openUntil - this.#now();
    if (wait > 0) return Math.ceil(wait / 1000);
    return this.#probing ? 1 : undefined;
  }

  /** Call before the work, when `retryAfter` is undefined. True where this call is the probe that decides. */
  enter(): boolean {
    if (this.state !== "half-open") return false;
    this.#probing = true;
    return true;
  }

  /** The call ended without saying anything about the plugin's health (the client left). */
  leave(probe = false): void {
    if (probe) this.#probing = false;
  }

  success(probe = false): void {
    if (probe) {
      this.#probing = false;
      this.#openUntil = undefined;
      this.#openMs = this.#options.openMs;
      this.#slices = [];
    }
    this.#slice().calls += 1;
  }

  /** True when this failure opened it. */
  failure(tenantId?: string, probe = false): boolean {
    const slice = this.#slice();
    slice.calls += 1;
    slice.failures += 1;
    slice.tenants.add(tenantId);
    if (probe) {
      this.#probing = false;
      this.#openMs = Math.min(this.#openMs * 2, this.#options.maxOpenMs);
    } else if (this.#openUntil !== undefined || !this.#tooMany()) {
      return false;
    }
    this.#openUntil = this.#now() + this.#openMs;
    return true;
  }

  #tooMany(): boolean {
    const calls = this.#slices.reduce((sum, slice) => sum + slice.calls, 0);
    const failures = this.#slices.reduce((sum, slice) => sum + slice.failures, 0);
    const tenants = new Set(this.#slices.flatMap((slice) => [...slice.tenants]));
    const widespread = tenants.has(undefined) || tenants.size >= this.#options.tenants;
    return failures >= this.#options.failures && failures >= calls * this.#options.ratio && widespread;
  }

  #slice(): Slice {
    const length = this.#options.windowMs / SLICES;
    const number = Math.floor(this.#now() / length);
    const last = this.#slices.at(-1);
    if (last?.number === number) return last;
    this.#slices = this.#slices.filter((slice) => slice.number > number - SLICES);
    const slice: Slice = { number, calls: 0, failures: 0, tenants: new Set() };
    this.#slices.push(slice);
    return slice;
  }
}
