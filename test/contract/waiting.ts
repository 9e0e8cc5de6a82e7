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

/** Waits at most five seconds for something that other processes or timers bring about. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("It never came to hold.");
}
