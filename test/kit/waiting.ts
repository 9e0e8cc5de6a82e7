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
const PATIENCE_MS = 60_000;

/** Waits for what other processes, timers or pages bring about, and answers it. */
export async function eventually<Found>(
  look: () => Found | false | undefined | Promise<Found | false | undefined>,
  what = "what was waited for",
): Promise<Found> {
  const begun = performance.now();
  for (;;) {
    const found = await look();
    if (found !== false && found !== undefined) return found;
    const waited = performance.now() - begun;
    if (waited > PATIENCE_MS) throw new Error(`Waited ${PATIENCE_MS / 1_000} s in vain for ${what}.`);
    // A route that is asked 240 times in a minute refuses to be asked again.
    await new Promise((resolve) => setTimeout(resolve, waited < 2_000 ? 20 : 500));
  }
}
