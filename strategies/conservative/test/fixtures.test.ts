import { toTimeframe } from "@promostack/core/strategy";
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

describe("Conservative on made-up candles", () => {
  const proof = { strategy, parameters: DEFAULTS, candles: fixtureCandles(fixture("candles.csv")) };
  itProposesWhatTheRulesSay(proof, fixture("candidates.json"));
  itLooksAtNothingLater(proof);
  const hours = toTimeframe(randomWalk(16_000), "15min", "1h");
  itNeedsNoMoreHistory({ ...proof, candles: hours }, { left: 500, settled: 1_000 });
});
