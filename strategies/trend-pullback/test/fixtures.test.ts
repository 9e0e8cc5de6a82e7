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

describe("Trend pullback on made-up candles", () => {
  const proof = { strategy, parameters: DEFAULTS, candles: fixtureCandles(fixture("candles.csv")) };
  itProposesWhatTheRulesSay(proof, fixture("candidates.json"));
  itLooksAtNothingLater(proof);
  // A thousand hours, five times the longest period.
  itNeedsNoMoreHistory({ ...proof, candles: randomWalk(12_000) }, { left: 800, settled: 4_000 });
});
