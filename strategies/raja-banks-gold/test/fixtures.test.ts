import { randomWalk } from "../../../test/bench/candles.ts";
import { fixtureCandles } from "../../../test/kit/strategyFixture.ts";
import {
  itLooksAtNothingLater,
  itNeedsNoMoreHistory,
  itProposesWhatTheRulesSay,
} from "../../../test/kit/strategyProofs.ts";
import strategy from "../index.ts";

const DEFAULTS = {
  entryMode: "break",
  openingWaitMinutes: 60,
  minBodyAtr: 0.5,
  minStop: 1.5,
  swingReach: 5,
} as const;

const fixture = (name: string) => new URL(`../fixtures/${name}`, import.meta.url);

describe("Raja Banks Gold on made-up candles over a change of clocks", () => {
  const candles = fixtureCandles(fixture("candles.csv"));
  for (const entryMode of ["break", "retest"] as const) {
    const proof = { strategy, parameters: { ...DEFAULTS, entryMode }, candles };
    itProposesWhatTheRulesSay(proof, fixture(`${entryMode}.json`), entryMode);
    itLooksAtNothingLater(proof);
  }
  itNeedsNoMoreHistory(
    { strategy, parameters: DEFAULTS, candles: randomWalk(8_000) },
    { left: 800, settled: 4_000 },
  );
});
