import { useEffect, useState, useSyncExternalStore } from "react";
import type { PlatformClock } from "../../api/session.ts";

interface Reading {
  /** Milliseconds since the epoch by the platform's clock, when read. */
  at: number;
  /** performance.now() at that moment. */
  read: number;
  rate: number;
  simulated: boolean;
}

let reading: Reading = { at: Date.now(), read: performance.now(), rate: 1, simulated: false };
const watchers = new Set<() => void>();

/** Takes over what the server says the time is. */
export function setPlatformClock({ now, rate, simulated }: PlatformClock): void {
  reading = { at: Date.parse(now), read: performance.now(), rate, simulated };
  for (const watcher of watchers) watcher();
}

/** The platform's time now, in milliseconds: business times are on this clock, which the playground may steer. */
export function platformNow(): number {
  return timeOf(reading);
}

function timeOf({ at, read, rate }: Reading): number {
  return at + (performance.now() - read) * rate;
}

export function usePlatformClock(): Reading {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => reading,
  );
}

/**
 * The platform's time, read anew with each drawing and every `everyMs`; sooner, down to a second, where time runs faster: what has just
 * happened must not seem to lie ahead.
 */
export function usePlatformNow(everyMs: number): number {
  const clock = usePlatformClock();
  const [, draw] = useState(0);
  const pause = Math.min(everyMs, Math.max(1_000, everyMs / Math.max(1, clock.rate)));
  useEffect(() => {
    const timer = window.setInterval(() => draw((times) => times + 1), pause);
    return () => window.clearInterval(timer);
  }, [pause]);
  return timeOf(clock);
}
