import { PlatformError } from "@promostack/core";

/** The PlatformError that some work is refused with; fails where it is not. */
export async function refusal(work: Promise<unknown>): Promise<PlatformError> {
  try {
    await work;
  } catch (error) {
    if (PlatformError.is(error)) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}

// Nothing here tests how fast a machine is: only what never comes fails.
const PATIENCE_MS = 25_000;

/** Waits for what other processes, timers or pages bring about, and answers it. */
export async function eventually<Found>(
  look: () => Found | false | undefined | Promise<Found | false | undefined>,
  what = "what was waited for",
): Promise<Found> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await look();
    if (found !== false && found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`Waited ${PATIENCE_MS / 1_000} s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
