import assert from "node:assert/strict";
import { type Candle, createEngine } from "@promostack/core/strategy";
import strategy from "../index.ts";

const QUARTER = 900_000;

/** Candles from a Tuesday's midnight on, each closing as far from the one before as `moves` says. */
function candlesOf(moves: readonly number[]): Candle[] {
  let close = 2_000;
  return moves.map((move, index) => {
    const open = close;
    close = open + move;
    const time = Date.UTC(2024, 2, 5) + index * QUARTER;
    return { time, open, close, high: Math.max(open, close) + 0.5, low: Math.min(open, close) - 0.5 };
  });
}

const repeat = (count: number, ...moves: number[]) => Array.from({ length: count }, () => moves).flat();

/** Most of a day of a rising market, a dip, and the turn. */
const DIP = [...repeat(32, 3, -1), ...repeat(8, -3), ...repeat(5, 2)];

function candidatesOf(moves: readonly number[]) {
  const engine = createEngine(strategy, { turn: 45, stopAtr: 1.5, firstTarget: 1 });
  return candlesOf(moves).flatMap((candle) => engine.push(candle) ?? []);
}

describe("{{title}}", () => {
  it("buys once when a dip in a rising market ends, with its stop one and a half ranges below", () => {
    const [candidate, ...others] = candidatesOf(DIP);
    assert.equal(others.length, 0);
    assert.equal(candidate?.direction, "buy");
    const { entry = 0, stop = 0, indicators = {} } = candidate ?? {};
    assert.ok(Math.abs(entry - stop - 1.5 * (indicators["atr(14)"] ?? 0)) < 1e-9);
  });

  it("sells the mirrored market", () => {
    const [candidate] = candidatesOf(DIP.map((move) => -move));
    assert.equal(candidate?.direction, "sell");
  });

  it("stays away from a dip in a falling market", () => {
    assert.deepEqual(candidatesOf([...repeat(32, -3, 1), ...repeat(8, -3), ...repeat(5, 2)]), []);
  });
});
