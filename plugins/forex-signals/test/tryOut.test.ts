import type { Candle } from "@promostack/core/strategy";
import { expect } from "chai";
import { knownInstrument } from "../domain/knownInstruments.ts";
import { forexSettings } from "../signals/settings.ts";
import { TryOutResults } from "../tryOut/results.ts";
import { tryOut } from "../tryOut/tryOut.ts";
import { flat, quarters } from "./candles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";

const instrument = knownInstrument("XAU/USD");

/** Counts what is evaluated, and by which parameters. */
class Counting extends ScriptedSandbox {
  asked: unknown[] = [];
  fail = false;

  override async evaluateSeries(request?: { choice: { parameters: unknown } }, signal?: AbortSignal) {
    this.asked.push(request?.choice.parameters);
    signal?.throwIfAborted();
    if (this.fail) throw new Error("A runner is gone.");
    return super.evaluateSeries();
  }
}

describe("trying a change out", () => {
  let sandbox: Counting;
  let results: TryOutResults;
  let candles: Candle[];
  beforeEach(() => {
    sandbox = new Counting();
    results = new TryOutResults();
    candles = quarters("2024-03-04T08:00:00Z", flat(40));
  });

  const attempt = (size: number, own: object = {}, signal = new AbortController().signal) => {
    const settings = forexSettings({ strategy: "scripted", ...own });
    const wish = { strategy: "scripted", version: "", parameters: { size } };
    return tryOut({ sandbox }, { instrument, candles, settings }, wish, results, signal);
  };

  it("backtests the setting until now once, however often the change changes", async () => {
    for (const size of [1, 2, 3, 2]) await attempt(size);
    expect(sandbox.asked).to.deep.equal([{ size: 1 }, {}, { size: 2 }, { size: 3 }]);
  });

  it("backtests again for a candle more, for other candles, and for other rules of the tenant", async () => {
    await attempt(1);
    const again = async (what: string, own: object = {}) => {
      sandbox.asked = [];
      await attempt(1, own);
      expect(sandbox.asked, what).to.have.length(2);
    };
    candles.push(...quarters("2024-03-04T18:00:00Z", flat(1)));
    await again("a candle more");
    candles = structuredClone(candles);
    await again("another series");
    await again("another spread", { spread: 0.5 });
    await again("other guardrails", { guardrails: { maxSignalsPerDay: 1 } });
    sandbox.asked = [];
    await attempt(1, { spread: 0.5 });
    expect(sandbox.asked, "all of it known").to.deep.equal([]);
  });

  it("keeps nothing of an attempt that failed or was given up", async () => {
    sandbox.fail = true;
    await attempt(1).catch(() => undefined);
    sandbox.fail = false;
    await attempt(1, {}, AbortSignal.abort()).catch(() => undefined);
    sandbox.asked = [];
    expect((await attempt(1)).proposed.candidates).to.equal(0);
    expect(sandbox.asked).to.have.length(2);
  });
});
