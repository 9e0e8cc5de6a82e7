import { expect } from "chai";
import fc from "fast-check";
import { GOLD, KNOWN_INSTRUMENTS, knownInstrument } from "../domain/knownInstruments.ts";
import { type Levels, levelsOf, riskOf, sideOf, WHOLE } from "../domain/levels.ts";
import { defaultPolicy, type SignalPolicy } from "../domain/policy.ts";
import { resultOf } from "../domain/result.ts";
import { advance, type OpenSignal, openSignal, type SignalEvent } from "../domain/signal.ts";
import { type TickCandle, toPips, toPrice, toTicks } from "../domain/ticks.ts";

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const POLICY = defaultPolicy(GOLD);

const BUY: Levels = {
  direction: "buy",
  entry: 200_000,
  stop: 199_500,
  targets: [200_500, 201_000, 201_500],
  fractions: [5000, 3000, 2000],
};

/** Candles of a quarter, closing one after the other from the first close after opening. */
function run(levels: Levels, rows: [number, number, number, number][], policy: SignalPolicy = POLICY) {
  let signal = openSignal(levels, 0);
  const events: SignalEvent[] = [];
  rows.forEach(([open, high, low, close], index) => {
    const step = advance(signal, { closeTime: (index + 1) * QUARTER, open, high, low, close }, policy);
    signal = step.signal;
    events.push(...step.events);
  });
  return {
    signal,
    events,
    fills: signal.fills.map(({ reason, price, fraction }) => [reason, price, fraction]),
  };
}

describe("a signal's life", () => {
  it("fills the targets in order and moves the stop to the entry, then to target 1", () => {
    const { signal, events, fills } = run(BUY, [
      [200_000, 200_500, 199_900, 200_400],
      [200_400, 201_050, 200_100, 200_900],
      [200_900, 201_500, 200_600, 201_400],
    ]);
    expect(fills).to.deep.equal([
      ["target1", 200_500, 5000],
      ["target2", 201_000, 3000],
      ["target3", 201_500, 2000],
    ]);
    expect(events.flatMap((each) => (each.kind === "stop-moved" ? [each.stop] : []))).to.deep.equal([
      200_000, 200_500,
    ]);
    expect(signal.status).to.equal("closed");
    expect(resultOf(signal, 0, GOLD).resultR).to.be.closeTo(0.5 * 1 + 0.3 * 2 + 0.2 * 3, 1e-12);
  });

  it("counts a moved stop from the next candle on", () => {
    const { fills } = run(BUY, [
      [200_000, 200_500, 199_600, 200_200],
      [200_200, 200_300, 199_990, 200_000],
    ]);
    expect(fills).to.deep.equal([
      ["target1", 200_500, 5000],
      ["stop", 200_000, 5000],
    ]);
  });

  it("takes the stop first where a candle touches both, and marks the fill ambiguous", () => {
    const { signal } = run(BUY, [[200_000, 200_500, 199_500, 200_000]]);
    expect(signal.fills).to.deep.equal([
      { time: QUARTER, price: 199_500, fraction: WHOLE, reason: "stop", ambiguous: true },
    ]);
  });

  it("does not call a stop ambiguous that came without the next target", () => {
    const { signal } = run(BUY, [[200_000, 200_499, 199_400, 199_600]]);
    expect(signal.fills[0]).to.include({ price: 199_500, ambiguous: false });
  });

  it("fills at the open where a candle opened beyond the stop", () => {
    expect(run(BUY, [[199_100, 199_400, 199_000, 199_300]]).fills).to.deep.equal([["stop", 199_100, WHOLE]]);
  });

  it("mirrors everything for a sell", () => {
    const sell: Levels = { ...BUY, direction: "sell", stop: 200_500, targets: [199_500, 199_000, 198_500] };
    const { fills } = run(sell, [
      [200_000, 200_100, 199_500, 199_600],
      [199_600, 200_000, 199_400, 199_900],
    ]);
    expect(fills).to.deep.equal([
      ["target1", 199_500, 5000],
      ["stop", 200_000, 5000],
    ]);
  });

  it("times out at the close of the first candle that ends three hours after entry, not before", () => {
    const quiet: [number, number, number, number] = [200_000, 200_100, 199_900, 200_050];
    expect(run(BUY, Array(11).fill(quiet)).signal.status).to.equal("open");
    expect(run(BUY, Array(12).fill(quiet)).fills).to.deep.equal([["timeout", 200_050, WHOLE]]);
  });

  it("ignores a candle that closed before the signal opened", () => {
    const signal = openSignal(BUY, QUARTER);
    const candle = { closeTime: QUARTER, open: 1, high: 1, low: 1, close: 1 };
    expect(advance(signal, candle, POLICY)).to.deep.equal({ signal, events: [] });
  });

  it("follows the stop policy that was chosen", () => {
    const rows: [number, number, number, number][] = [
      [200_000, 200_500, 199_900, 200_400],
      [200_400, 201_000, 200_400, 200_900],
    ];
    expect(run(BUY, rows, { ...POLICY, stopPolicy: "entry" }).signal.effectiveStop).to.equal(200_000);
    expect(run(BUY, rows, { ...POLICY, stopPolicy: "fixed" }).signal.effectiveStop).to.equal(199_500);
  });

  it("announces each milestone once, at most one in ten minutes", () => {
    let signal = openSignal(BUY, 0);
    const said: string[] = [];
    for (let minute = 1; minute <= 30; minute++) {
      const high = minute < 5 ? 200_210 : 200_360;
      const candle = { closeTime: minute * MINUTE, open: 200_000, high, low: 199_950, close: 200_000 };
      const step = advance(signal, candle, POLICY);
      signal = step.signal;
      for (const event of step.events)
        if (event.kind === "milestone") said.push(`${event.milestone} ${minute}`);
    }
    expect(said).to.deep.equal(["way40 1", "way70 11"]);
  });

  it("calls win and loss beyond 0.05 R only", () => {
    const at = (price: number) =>
      resultOf(
        { ...BUY, fills: [{ time: 0, price, fraction: WHOLE, reason: "timeout", ambiguous: false }] },
        0,
        GOLD,
      ).outcome;
    expect([at(200_025), at(200_026), at(199_975), at(199_974)]).to.deep.equal([
      "break-even",
      "win",
      "break-even",
      "loss",
    ]);
  });
});

describe("ticks", () => {
  it("round half away from zero, by the decimal price and not its binary shadow", () => {
    expect([1.005, 2049.945, 1284.455, -1.005, 2065.0049].map((price) => toTicks(price, GOLD))).to.deep.equal(
      [101, 204_995, 128_446, -101, 206_500],
    );
  });

  it("come back as the decimal price, on every instrument", () => {
    for (const each of KNOWN_INSTRUMENTS.values()) {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 20_000_000 }), (ticks) => {
          const price = toPrice(ticks, each);
          return toTicks(price, each) === ticks && Number(price.toFixed(each.digits)) === price;
        }),
      );
    }
  });

  it("count pips as people do", () => {
    const pips = ["XAU/USD", "EUR/USD", "USD/JPY", "BTC/USD"].map((symbol) => {
      const each = knownInstrument(symbol);
      return [toPips(toTicks(1, each), each), each.digits, each.pipValuePerLot];
    });
    expect(pips).to.deep.equal([
      [10, 2, 10],
      [10_000, 5, 10],
      [100, 3, 1000],
      [1, 2, 1],
    ]);
  });
});

const levels = fc
  .record({
    buy: fc.boolean(),
    entry: fc.integer({ min: 100_000, max: 300_000 }),
    risk: fc.integer({ min: 150, max: 2_000 }),
    steps: fc.array(fc.integer({ min: 120, max: 1_500 }), { minLength: 1, maxLength: 3 }),
    first: fc.integer({ min: 1, max: 8 }),
  })
  .map(({ buy, entry, risk, steps, first }) => {
    const side = buy ? 1 : -1;
    const targets = steps.map((_, index) =>
      toPrice(entry + side * steps.slice(0, index + 1).reduce((sum, step) => sum + step, 0), GOLD),
    );
    const fractions = [first / 10, (1 - first / 10) / 2];
    const candidate = {
      direction: buy ? ("buy" as const) : ("sell" as const),
      entry: toPrice(entry, GOLD),
      stop: toPrice(entry - side * risk, GOLD),
      targets,
      fractions,
    };
    return levelsOf(candidate, GOLD);
  });

const walk = fc.array(
  fc.record({
    move: fc.integer({ min: -900, max: 900 }),
    up: fc.integer({ min: 0, max: 500 }),
    down: fc.integer({ min: 0, max: 500 }),
    gap: fc.integer({ min: -300, max: 300 }),
  }),
  { minLength: 14, maxLength: 40 },
);

interface Life {
  levels: Levels;
  candles: TickCandle[];
  steps: { before: OpenSignal; after: OpenSignal; events: SignalEvent[] }[];
}

const life = fc.tuple(levels, walk).map(([each, moves]): Life => {
  let price = each.entry;
  let signal = openSignal(each, 0);
  const candles: TickCandle[] = [];
  const steps: Life["steps"] = [];
  moves.forEach(({ move, up, down, gap }, index) => {
    const open = price + gap;
    const close = open + move;
    price = close;
    const candle = {
      closeTime: (index + 1) * QUARTER,
      open,
      high: Math.max(open, close) + up,
      low: Math.min(open, close) - down,
      close,
    };
    const step = advance(signal, candle, POLICY);
    candles.push(candle);
    steps.push({ before: signal, after: step.signal, events: step.events });
    signal = step.signal;
  });
  return { levels: each, candles, steps };
});

describe("any signal on any market", () => {
  it("closes within the time limit, with fractions that total one", () => {
    fc.assert(
      fc.property(life, ({ steps }) => {
        const end = steps.at(-1)?.after;
        expect(end?.status).to.equal("closed");
        expect(end?.fills.reduce((sum, fill) => sum + fill.fraction, 0)).to.equal(WHOLE);
        expect(end?.closedAt).to.be.at.most(12 * QUARTER);
      }),
    );
  });

  it("fills nothing outside the candle's range, nor after it closed", () => {
    fc.assert(
      fc.property(life, ({ candles, steps }) => {
        steps.forEach(({ before, events }, index) => {
          const candle = candles[index];
          if (before.status === "closed") expect(events).to.deep.equal([]);
          for (const event of events) {
            if (event.kind !== "fill" || candle === undefined) continue;
            // A target that the market gapped over is filled at its level, as the rules say.
            const low = event.fill.reason.startsWith("target")
              ? Math.min(candle.low, event.fill.price)
              : candle.low;
            const high = event.fill.reason.startsWith("target")
              ? Math.max(candle.high, event.fill.price)
              : candle.high;
            expect(event.fill.price).to.be.within(low, high);
          }
        });
      }),
    );
  });

  it("never moves the stop backwards, and tells of targets before the close, the close last", () => {
    fc.assert(
      fc.property(life, ({ levels: { direction }, steps }) => {
        const side = sideOf(direction);
        for (const { before, after, events } of steps) {
          expect((after.effectiveStop - before.effectiveStop) * side).to.be.at.least(0);
          const kinds = events.map((event) => event.kind);
          if (kinds.includes("closed")) expect(kinds.at(-1)).to.equal("closed");
          const reasons = events.flatMap((event) => (event.kind === "fill" ? [event.fill.reason] : []));
          expect(reasons).to.deep.equal([...reasons].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)));
        }
      }),
    );
  });

  it("never loses more than the risk and the spread, but for a gap", () => {
    fc.assert(
      fc.property(life, ({ levels: each, candles, steps }) => {
        const end = steps.at(-1)?.after;
        if (end === undefined) return;
        const gapped = end.fills.some(
          (fill) => fill.reason === "stop" && candles.some(({ open }) => open === fill.price),
        );
        const { resultR } = resultOf(end, POLICY.spread, GOLD);
        if (!gapped) expect(resultR).to.be.at.least(-1 - POLICY.spread / riskOf(each) - 1e-9);
      }),
    );
  });

  it("changes nothing in the state it was given", () => {
    fc.assert(
      fc.property(life, ({ levels: each, candles }) => {
        const signal = openSignal(each, 0);
        const before = structuredClone(signal);
        for (const candle of candles) advance(signal, candle, POLICY);
        expect(signal).to.deep.equal(before);
      }),
    );
  });
});

const ORDER = ["target1", "target2", "target3", "timeout", "stop"];
