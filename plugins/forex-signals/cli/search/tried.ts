import { availableParallelism } from "node:os";
import type { CliContext, TimedCandidate } from "@promostack/core";
import { candidatesOf, type PreparedSeries } from "../preparedSeries.ts";
import type { Setting } from "./parameterSpace.ts";

/** A setting that was tried: what it proposed over the whole series. */
export interface Tried {
  setting: Setting;
  candidates: TimedCandidate[];
}

/**
 * Evaluates every setting on the series, as many at a time as keep all cores at work, and hands each on as it comes. Ends
 * early, without an error, where the person breaks off; answers whether all were tried.
 */
export async function tryAll(
  context: CliContext,
  series: PreparedSeries,
  settings: readonly Setting[],
  label: string,
  take: (tried: Tried) => void,
): Promise<boolean> {
  const bar = context.progress(label, settings.length);
  let next = 0;
  const worker = async () => {
    for (let setting = settings[next++]; setting !== undefined; setting = settings[next++]) {
      if (context.signal.aborted) return;
      const parameters = { ...series.parameters, ...setting };
      const candidates = await candidatesOf(context, series, parameters, true).catch((error: unknown) => {
        if (context.signal.aborted) return undefined;
        throw error;
      });
      if (candidates === undefined) return;
      take({ setting, candidates });
      bar.advance();
    }
  };
  try {
    // One more than there are runners, so that none waits while a result is being added up here.
    await Promise.all(Array.from({ length: availableParallelism() + 2 }, worker));
  } finally {
    bar.done();
  }
  return !context.signal.aborted;
}
