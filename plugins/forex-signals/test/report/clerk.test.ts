import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { guardrailsFor } from "../../domain/guardrails.ts";
import { GOLD } from "../../domain/knownInstruments.ts";
import { defaultPolicy } from "../../domain/policy.ts";
import { workedOut } from "../../report/clerk/clerk.ts";
import { type ComparisonWork, testedSignals } from "../../report/clerk/comparisonWork.ts";
import { packed, unpacked } from "../../report/clerk/packed.ts";
import { type ReleaseWork, releaseReport } from "../../report/clerk/releaseWork.ts";
import { everyFew, walkedCandles } from "./pastSignals.ts";

const CANDLES = walkedCandles("2024-01-02T00:00:00Z", 2_000);
const quiet = new AbortController().signal;

/** Its candles move to the thread: each is used once. */
const work = (): ReleaseWork => ({
  strategy: { id: "scripted", version: "1.0.0", parameters: {} },
  instrument: GOLD,
  timeframe: "15min",
  candles: packed(CANDLES),
  step: 900_000,
  finest: packed(CANDLES),
  candidates: everyFew(CANDLES, 9),
  guardrails: guardrailsFor(GOLD, {}),
  policy: defaultPolicy(GOLD),
});

describe("a report's clerk", () => {
  it("computes in a thread of its own what the report is", async () => {
    const own = await workedOut("release", work(), quiet);
    expect(own.summary.trades).to.be.greaterThan(50);
    expect(own).to.deep.equal(releaseReport(work()));
  });

  it("tests what a tenant had chosen as the host's thread would", async () => {
    const rules = { guardrails: guardrailsFor(GOLD, {}), policy: defaultPolicy(GOLD) };
    const chosen = (): ComparisonWork => ({
      lanes: [{ instrument: GOLD, candles: packed(CANDLES), step: 900_000 }],
      candidates: everyFew(CANDLES, 9).map((each) => ({
        ...each,
        ...rules,
        symbol: GOLD.symbol,
        strategy: "scripted",
        version: "1.0.0",
      })),
    });
    const own = await workedOut("comparison", chosen(), quiet);
    expect(own.length).to.be.greaterThan(50);
    expect(own).to.deep.equal(testedSignals(chosen()));
  });

  it("says that it failed, and ends when it is told to, without an answer", async () => {
    const impossible = {
      ...work(),
      step: Number.NaN,
      instrument: { ...GOLD, tick: Number.NaN, digits: 200 },
    };
    const broken = await workedOut("release", impossible, quiet).catch((error: unknown) => error);
    expect(PlatformError.is(broken) && broken.code).to.equal("report.clerk_failed");
    const ending = new AbortController();
    const made = workedOut("release", work(), ending.signal).catch((error: unknown) => error);
    ending.abort(new Error("The host stops."));
    expect(await made).to.have.property("message", "The host stops.");
  });

  it("takes candles to the last bit, those of another length too", () => {
    const some = [...CANDLES.slice(0, 3), ...CANDLES.slice(3, 5).map((each) => ({ ...each, step: 60_000 }))];
    expect(unpacked(packed(some))).to.deep.equal(some);
  });
});
