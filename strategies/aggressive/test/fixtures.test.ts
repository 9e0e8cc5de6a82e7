import { randomWalk } from "../../../test/bench/candles.ts";
import { fixtureCandles } from "../../../test/kit/strategyFixture.ts";
import {
  itLooksAtNothingLater,
  itNeedsNoMoreHistory,
  itProposesWhatTheRulesSay,
} from "../../../test/kit/strategyProofs.ts";
import strategy from "../index.ts";
import { DEFAULTS } from "./defaults.ts";

const fixture = (name: string) => new URL(`../fixtures/${name}`, import.meta.url);

describe("Aggressive on made-up candles", () => {
  const proof = { strategy, parameters: DEFAULTS, candles: fixtureCandles(fixture("candles.csv")) };
  itProposesWhatTheRulesSay(proof, fixture("candidates.json"));
  itLooksAtNothingLater(proof);
  // Ten times the longest period: Wilder's averages of 14 forget slowly.
  itNeedsNoMoreHistory({ ...proof, candles: randomWalk(2_000) }, { left: 500, settled: 280 });
});
