import type { StrategyDescription, TimedCandidate } from "@promostack/core";
import { PlatformError } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import { expect } from "chai";
import { type CheckReport, type CheckSubject, checkStrategy, madeUpCandles } from "./index.ts";

const QUARTER = 900_000;
const CANDLES = madeUpCandles("15min", 3_000);

const DESCRIPTION: StrategyDescription = {
  id: "sample",
  version: "1.0.0",
  title: "Sample",
  summary: "A sample.",
  timeframe: "15min",
  warmUp: 20,
  higherTimeframes: [],
  parametersSchema: {},
  defaults: {},
  guardrails: {},
  status: "active",
  publisher: "Test",
};

/** Says at a close, with the whole series at hand, whether to buy: a cheat may look anywhere. */
type Rule = (candles: readonly Candle[], index: number) => boolean | Partial<TimedCandidate>;

function subject(rule: Rule, description: Partial<StrategyDescription> = {}): CheckSubject {
  const evaluate = async ({ candles }: { candles: readonly Candle[] }) => {
    const candidates = candles.flatMap((candle, index): TimedCandidate[] => {
      const answer = index >= 20 && rule(candles, index);
      const { close } = candle;
      const proposal = { direction: "buy" as const, entry: close, stop: close - 5, targets: [close + 6] };
      return answer ? [{ time: candle.time + QUARTER, ...proposal, ...(answer === true ? {} : answer) }] : [];
    });
    return { candidates, milliseconds: 0 };
  };
  return { description: { ...DESCRIPTION, ...description }, evaluate, evaluateAfresh: evaluate };
}

const close = (candles: readonly Candle[], index: number) => candles[index]?.close ?? Number.NaN;
const falls: Rule = (candles, index) => close(candles, index) < close(candles, index - 3) - 3;

const check = (of: CheckSubject) => checkStrategy(of, [{ name: "made up", candles: CANDLES }]);
const found = ({ series }: CheckReport) =>
  series.flatMap(({ findings }) => findings.map((each) => `${each.severity} ${each.check}`));

describe("the checks of a strategy", () => {
  it("find nothing wrong with a sound one, and say what they looked at", async () => {
    const report = await check(subject(falls));
    expect(found(report)).to.deep.equal([]);
    expect(report.passed).to.equal(true);
    expect(report.series[0]?.checks.map(({ state }) => state)).to.deep.equal(Array(7).fill("passed"));
    expect(report.series[0]?.figures?.candidates).to.be.greaterThan(50);
  });

  it("find one that reads the next candle, and name the candle", async () => {
    const report = await check(
      subject((candles, index) => close(candles, index + 1) > close(candles, index) + 3),
    );
    expect(found(report)).to.include("error look-ahead");
    const [finding] = report.series[0]?.findings.filter((each) => each.check === "look-ahead") ?? [];
    expect(finding?.what).to.match(/BUY \d+\.\d\d stop/);
    expect(finding?.at).to.match(/^2020-.*Z$/);
  });

  it("find one that reads far ahead, only at its own series' end", async () => {
    const report = await check(
      subject(
        (candles, index) =>
          falls(candles, index) && close(candles, candles.length - 1) > close(candles, index),
      ),
    );
    expect(found(report)).to.include("error look-ahead");
  });

  it("find one that behaves otherwise on a long series", async () => {
    const report = await check(
      subject((candles, index) => candles.length >= 3_000 && falls(candles, index) === true),
    );
    expect(found(report)).to.include("error look-ahead");
  });

  it("find one whose warm-up is too short, and say which would do", async () => {
    const mean = (candles: readonly Candle[], index: number) =>
      candles.slice(Math.max(0, index - 299), index + 1).reduce((sum, each) => sum + each.close, 0) /
      Math.min(300, index + 1);
    const report = await check(
      subject((candles, index) => Math.abs(close(candles, index) - mean(candles, index)) > 12),
    );
    expect(found(report)).to.include("error recursion");
    expect(report.series[0]?.findings.at(-1)?.fix).to.include("declare 4 times the warm-up (warmUp: 80)");
  });

  it("find one that counts from the beginning of the series, and say that more history does not mend it", async () => {
    const report = await check(subject((candles, index) => index % 9 === 0 && close(candles, index) > 0));
    expect(found(report)).to.include("error recursion");
    expect(report.series[0]?.findings[0]?.fix).to.include("remembers something");
  });

  it("find one that remembers the highest price it has seen", async () => {
    const report = await check(
      subject((candles, index) => {
        if (!falls(candles, index)) return false;
        const highest = Math.max(...candles.slice(0, index).map((each) => each.high));
        return close(candles, index) > highest - 30;
      }),
    );
    expect(found(report)).to.include("error recursion");
  });

  it("find one that knows dates", async () => {
    const report = await check(
      subject((candles, index) => {
        const day = new Date(candles[index]?.time ?? 0);
        return day.getUTCDate() % 3 === 0 && day.getUTCMonth() === 0 && day.getUTCMinutes() === 0;
      }),
    );
    expect(found(report)).to.include("error hindsight");
  });

  it("find one that is not the same twice", async () => {
    let calls = 0;
    const report = await check(
      subject((candles, index) => falls(candles, index) === true && calls++ % 50 !== 7),
    );
    expect(found(report)).to.include("error determinism");
  });

  it("find an entry at a price that is gone, a stop on the wrong side, targets out of order, odd fractions", async () => {
    const at = (change: (price: number, low: number) => Partial<TimedCandidate>) =>
      check(
        subject(
          (candles, index) =>
            falls(candles, index) === true && change(close(candles, index), candles[index]?.low ?? 0),
        ),
      );
    const reports = await Promise.all([
      at((_, low) => ({ entry: low - 1 })),
      at((price) => ({ stop: price + 1 })),
      at((price) => ({ targets: [price + 9, price + 8] })),
      at((price) => ({ targets: [price + 8, price + 9], fractions: [0.5, 0.6] })),
    ]);
    expect(reports.map(found)).to.deep.equal(Array(4).fill(["error levels"]));
  });

  it("warn of chatter and refuse a proposal at every other close", async () => {
    const [often, always] = await Promise.all([
      check(subject((_, index) => index > 0, { warmUp: 0 })),
      check(subject((candles, index) => close(candles, index) > close(candles, index - 3) + 0.5)),
    ]);
    expect(found(often)).to.include("error limits");
    expect(found(always)).to.deep.equal(["warning limits"]);
    expect(always.passed).to.equal(true);
  });

  it("warn of one that is always slow, and not of one that a busy machine held up", async () => {
    const timed = (milliseconds: (times: number) => number) => {
      let times = 0;
      const sound = subject(falls);
      const evaluate: CheckSubject["evaluate"] = async (series) => {
        const { candidates } = await sound.evaluate(series);
        return {
          candidates,
          milliseconds: milliseconds(series.candles.length === CANDLES.length ? ++times : 0),
        };
      };
      return { ...sound, evaluate };
    };
    expect(found(await check(timed(() => 150)))).to.deep.equal(["warning limits"]);
    expect(found(await check(timed((times) => (times === 4 ? 12 : 150))))).to.deep.equal([]);
  });

  it("turn a stop by the sandbox into a finding, and pass other errors on", async () => {
    const failing = (code: string): CheckSubject => {
      const evaluate = () =>
        Promise.reject(new PlatformError("It was stopped.", { code, hint: "Look for a loop." }));
      return { description: DESCRIPTION, evaluate, evaluateAfresh: evaluate };
    };
    const report = await check(failing("sandbox.timeout"));
    expect(found(report)).to.deep.equal(["error limits"]);
    expect(report.series[0]?.findings[0]?.fix).to.equal("Look for a loop.");
    const other = await check(failing("strategy.not_found")).catch((error: unknown) => error);
    expect(PlatformError.is(other) && other.code).to.equal("strategy.not_found");
  });

  it("say of a silent one that nothing was checked", async () => {
    expect(found(await check(subject(() => false)))).to.deep.equal(["warning evaluation"]);
  });

  it("skip what too few candles cannot show", async () => {
    const report = await checkStrategy(subject(falls), [{ name: "few", candles: CANDLES.slice(0, 150) }]);
    expect(report.series[0]?.checks.find(({ check }) => check === "recursion")).to.deep.include({
      state: "skipped",
    });
  });
});
