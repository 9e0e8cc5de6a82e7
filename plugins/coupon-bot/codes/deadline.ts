/** A point of the machine's time until which something is waited for. */
export class Deadline {
  readonly #at: number;
  readonly signal: AbortSignal;

  constructor(milliseconds: number) {
    this.#at = performance.now() + milliseconds;
    this.signal = AbortSignal.timeout(milliseconds);
  }

  /** Milliseconds; 0 once it is over. */
  get left(): number {
    return Math.max(0, this.#at - performance.now());
  }

  /** What `work` answers, or undefined where it takes longer. The work itself is left to end. */
  async within<Result>(work: Promise<Result>): Promise<Result | undefined> {
    const done = new AbortController();
    const over = new Promise<undefined>((resolve) => {
      const give = () => resolve(undefined);
      if (this.signal.aborted) give();
      else this.signal.addEventListener("abort", give, { once: true, signal: done.signal });
    });
    try {
      return await Promise.race([work, over]);
    } finally {
      done.abort();
    }
  }
}
