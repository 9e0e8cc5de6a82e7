import { Worker } from "node:worker_threads";
import { PlatformError } from "@promostack/core";
import { movedWith, type Works } from "./work.ts";

const CLERK = new URL("./clerk.mjs", import.meta.url);
/** Eight years of quarters with their report take half of it; beyond, the clerk ends and the host does not. */
const MEMORY_MB = 512;

/**
 * Has something computed in a thread of its own, which ends with it. Plain JavaScript may do that in a thread; drawing may not (`pictures/studio.ts`). The
 * candles move there and are gone here. Raises `report.clerk_failed`, and what the signal was aborted with.
 */
export function workedOut<Kind extends keyof Works>(
  kind: Kind,
  work: Works[Kind]["work"],
  signal: AbortSignal,
): Promise<Works[Kind]["made"]> {
  return new Promise((done, failed) => {
    const clerk = new Worker(CLERK, {
      workerData: { kind, work },
      transferList: movedWith(work),
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    const leave = () => void clerk.terminate();
    signal.addEventListener("abort", leave, { once: true });
    clerk.once("message", (made: Works[Kind]["made"]) => done(made));
    clerk.once("error", (cause) => failed(failure("The report could not be computed.", cause)));
    clerk.once("exit", (code) => {
      signal.removeEventListener("abort", leave);
      // After a message or an error this says nothing any more.
      failed(signal.aborted ? signal.reason : failure(`The clerk ended early (${code}).`));
    });
  });
}

function failure(message: string, cause?: unknown): PlatformError {
  return new PlatformError(message, { code: "report.clerk_failed", status: 500, cause });
}
