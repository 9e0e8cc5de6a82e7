/**
 * The only source of time for what the platform does (due dates, windows, candles). A replay, a test and the playground
 * put their own in its place; leases and token expiry stay on the machine's clock. All times are UTC instants.
 */
export interface Clock {
  now(): Date;
  /** Resolves after `milliseconds` of this clock, rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
