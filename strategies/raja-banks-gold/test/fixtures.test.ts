import { readFileSync } from "node:fs";
import { type Candle, createEngine } from "@promostack/core/strategy";
import { expect } from "chai";
import strategy from "../index.ts";

const DEFAULTS = {
  entryMode: "break",
  openingWaitMinutes: 60,
  minBodyAtr: 0.5,
  minStop: 1.5,
  swingReach: 5,
} as const;
const QUARTER = 900_000;

const read = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), "utf8");

const CANDLES: Candle[] = read("candles.csv")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [time = "", ...prices] = line.split(",");
    const [open = 0, high = 0, low = 0, close = 0] = prices.map(Number);
    return { time: Date.parse(time), open, high, low, close };
  });

/** Half away from zero, by the decimal price. */
const toTick = (price: number) => Math.floor(price * 100 + 0.5 + 1e-6) / 100;

function candidates(entryMode: "break" | "retest", candles: readonly Candle[] = CANDLES) {
  const engine = createEngine(strategy, { ...DEFAULTS, entryMode });
  return candles.flatMap((candle) => {
    const candidate = engine.push(candle);
    if (candidate === null) return [];
    const { direction, entry, stop, targets } = candidate;
    const time = new Date(candle.time + QUARTER).toISOString().replace(".000Z", "Z");
    return [{ time, direction, entry: toTick(entry), stop: toTick(stop), targets: targets.map(toTick) }];
  });
}

/** The expected candidates were computed from the rules by a program of its own, in another language. */
describe("Raja Banks Gold on made-up candles over a change of clocks", () => {
  for (const mode of ["break", "retest"] as const) {
    it(`proposes what the rules say: ${mode}`, () => {
      expect(candidates(mode)).to.deep.equal(JSON.parse(read(`${mode}.json`)));
    });
  }

  it("looks at nothing that came later: a shorter history proposes the same", () => {
    const whole = candidates("break");
    for (const length of [900, 1_111, 1_400]) {
      const end = new Date((CANDLES[length - 1]?.time ?? 0) + QUARTER).toISOString();
      const part = candidates("break", CANDLES.slice(0, length));
      expect(part).to.deep.equal(whole.filter(({ time }) => time <= end.replace(".000Z", "Z")));
    }
  });
});
