import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "@promostack/core";

/** The machine's clock: what business time is wherever nobody steers it. */
export class SystemClock implements Clock {
  now(): Date {
    return new Date();
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    try {
      await delay(Math.max(0, milliseconds), undefined, signal ? { signal } : {});
    } catch (error) {
      // Node wraps the reason in an AbortError; the contract promises the reason itself.
      signal?.throwIfAborted();
      throw error;
    }
  }
}
