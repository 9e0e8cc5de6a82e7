import { type Clock, PlatformError } from "@promostack/core";

/** Longest that a sleeper trusts one timer; also what keeps it under Node's 32-bit limit. */
const LONGEST_TIMER_MS = 60 * 60 * 1000;

/** Where a steered clock stands: business time `base` at machine time `realBase`, running `rate` times as fast from there. */
export interface ClockReading {
  base: Date;
  realBase: Date;
  rate: number;
}

/**
 * A clock that a person, a test or a replay steers. Time passes `rate` times as fast as the machine's (0 stands still)
 * and never runs backwards. Lives in memory; SharedClock keeps several processes on the same reading.
 */
export class SteerableClock implements Clock {
  #reading: ClockReading;
  #simulated: boolean;
  #latest: number;
  #continuousSince: Date;
  readonly #listeners = new Set<() => void>();
  readonly #realNow: () => number;

  /** Without options it follows the machine. `realNow` is for processes that agree on another machine's time (the database's). */
  constructor(options: { at?: Date; rate?: number; realNow?: () => number } = {}) {
    this.#realNow = options.realNow ?? Date.now;
    const real = new Date(this.#realNow());
    this.#reading = { base: options.at ?? real, realBase: real, rate: validRate(options.rate ?? 1) };
    this.#simulated = options.at !== undefined || this.#reading.rate !== 1;
    this.#latest = this.#reading.base.getTime();
    this.#continuousSince = this.#reading.base;
  }

  now(): Date {
    this.#latest = Math.max(this.#latest, readingAt(this.#reading, this.#realNow()));
    return new Date(this.#latest);
  }

  /** How fast time passes; 0 stands still. */
  get rate(): number {
    return this.#reading.rate;
  }

  /** True once the clock may differ from the machine's: windows then no longer fall on the machine's minutes. */
  get simulated(): boolean {
    return this.#simulated;
  }

  /** The business time since which the clock has passed every instant, without a jump. */
  get continuousSince(): Date {
    return this.#continuousSince;
  }

  get reading(): ClockReading {
    return { ...this.#reading };
  }

  /** Jumps ahead. Raises `clock.backwards` for a time before `now()`. */
  set(at: Date): void {
    if (at.getTime() < this.now().getTime()) throw backwards(at, this.now());
    this.adopt({ base: at, realBase: new Date(this.#realNow()), rate: this.rate }, true);
  }

  /** Changes the speed from this instant on. Raises `clock.invalid_rate`. */
  setRate(rate: number): void {
    this.adopt({ base: this.now(), realBase: new Date(this.#realNow()), rate: validRate(rate) }, true);
  }

  /** Takes over a reading made elsewhere. Where it lies behind, time waits for it to catch up. */
  adopt(reading: ClockReading, simulated: boolean): void {
    const before = this.now().getTime();
    this.#reading = reading;
    this.#simulated = simulated;
    if (readingAt(reading, this.#realNow()) > before) this.#continuousSince = this.now();
    for (const listener of [...this.#listeners]) listener();
  }

  /** Hears every jump and change of speed. */
  onChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Resolves once `milliseconds` have passed on this clock, however it is steered meanwhile. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const due = this.now().getTime() + milliseconds;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      let timer: NodeJS.Timeout | undefined;
      const finish = (settle: () => void) => {
        clearTimeout(timer);
        change.dispose();
        signal?.removeEventListener("abort", abort);
        settle();
      };
      const abort = () => finish(() => reject(signal?.reason));
      const look = () => {
        clearTimeout(timer);
        const left = due - this.now().getTime();
        if (left <= 0) return finish(resolve);
        if (this.rate > 0) timer = setTimeout(look, Math.min(Math.ceil(left / this.rate), LONGEST_TIMER_MS));
      };
      const change = this.onChange(look);
      signal?.addEventListener("abort", abort, { once: true });
      look();
    });
  }
}

/** Raised where someone would turn time back. */
export function backwards(at: Date, now: Date): PlatformError {
  return new PlatformError(`The clock stands at ${now.toISOString()} and never runs backwards.`, {
    code: "clock.backwards",
    status: 409,
    hint: "Choose a later time, or start with a fresh data folder.",
    details: { now: now.toISOString(), at: at.toISOString() },
  });
}

/** The rate itself. Raises `clock.invalid_rate` outside 0 to 3600. */
export function validRate(rate: number): number {
  if (Number.isFinite(rate) && rate >= 0 && rate <= 3600) return rate;
  throw new PlatformError(`A clock cannot run ${rate} times as fast.`, {
    code: "clock.invalid_rate",
    status: 400,
    hint: "Choose a rate from 0 (stands still) to 3600.",
  });
}

function readingAt(reading: ClockReading, real: number): number {
  return reading.base.getTime() + Math.max(0, real - reading.realBase.getTime()) * reading.rate;
}
