/** Why the feed did not answer with candles. */
export type FeedProblem =
  | "not-configured"
  | "minute-credits"
  | "day-credits"
  | "key-refused"
  | "plan"
  | "unknown-symbol"
  | "bad-request"
  | "unavailable"
  | "malformed";

/** A typed failure of the market data feed. Feeds fail often and in known ways, so callers branch on `problem`. */
export class FeedError extends Error {
  readonly problem: FeedProblem;
  /** When trying again makes sense; absent where only a person can mend it. */
  readonly retryAt: Date | undefined;

  constructor(problem: FeedProblem, message: string, retryAt?: Date, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "FeedError";
    this.problem = problem;
    this.retryAt = retryAt;
  }
}
