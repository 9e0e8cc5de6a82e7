import type { Report } from "../api.ts";
import { type ComparisonWork, type TestedSignal, testedSignals } from "./comparisonWork.ts";
import { type ReleaseWork, releaseReport } from "./releaseWork.ts";

/** What a clerk can be given to do, by name. */
export interface Works {
  release: { work: ReleaseWork; made: Report };
  comparison: { work: ComparisonWork; made: TestedSignal[] };
}

/** How each is done: pure, and too long for a thread that answers somebody. */
export const DOES: { [Kind in keyof Works]: (work: Works[Kind]["work"]) => Works[Kind]["made"] } = {
  release: releaseReport,
  comparison: testedSignals,
};

/** The memory that moves to the clerk's thread with the work. */
export function movedWith<Kind extends keyof Works>(work: Works[Kind]["work"]): ArrayBuffer[] {
  return "lanes" in work
    ? work.lanes.map(({ candles }) => candles.buffer)
    : [work.candles.buffer, work.finest.buffer];
}
