import { type Candle, TIMEFRAME_MS } from "@promostack/core/strategy";
import type { Instrument } from "../domain/instrument.ts";
import type { PictureKind } from "./pictureSettings.ts";
import type { Look, Scene } from "./scene.ts";

const STEP = TIMEFRAME_MS["15min"];
/** Candles of an example, and how many of them come after the entry in a result. */
const CANDLES = 32;
const AFTER = 6;
/** Closes of the candles after the entry, in parts of the risk: to target 1, and back to the entry. */
const PATH = [0.4, 0.9, 1.3, 0.8, 0.3, 0];

/** A made-up signal on the newest candles there are, so that a tenant sees its own look. Never sent. */
export function exampleScene(
  kind: PictureKind,
  look: Look,
  instrument: Instrument,
  newest: readonly Candle[],
  simulated: boolean,
): Scene {
  const { symbol, digits, pip, minStop } = instrument;
  const before = newest.slice(-(kind === "opening" ? CANDLES : CANDLES - AFTER));
  const openedAt = (before.at(-1)?.time ?? Date.UTC(2024, 2, 5, 10)) + STEP;
  const tick = (value: number) => Number(value.toFixed(digits));
  const entry = tick(before.at(-1)?.close ?? 2_000);
  const ranges = before.map(({ high, low }) => high - low);
  const mean = ranges.reduce((sum, each) => sum + each, 0) / Math.max(1, ranges.length);
  const risk = Math.max(2 * mean, minStop);
  const level = (parts: number) => tick(entry + parts * risk);
  const shared = {
    look,
    symbol,
    digits,
    pip,
    direction: "buy" as const,
    entry,
    stop: level(-1),
    targets: [level(1), level(1.7), level(2.5)],
    fractions: [0.5, 0.3, 0.2],
    openedAt,
    step: STEP,
    simulated,
  };
  if (kind === "opening") return { kind, ...shared, candles: before };
  const after = PATH.map((close, index) => {
    const [from, to] = [level(PATH[index - 1] ?? 0), level(close)];
    return {
      time: openedAt + index * STEP,
      open: from,
      high: tick(Math.max(from, to) + mean / 4),
      low: tick(Math.min(from, to) - mean / 4),
      close: to,
    };
  });
  const closedAt = openedAt + AFTER * STEP;
  const spread = instrument.spread / risk;
  return {
    kind,
    ...shared,
    candles: [...before, ...after],
    fills: [
      { time: openedAt + 3 * STEP, price: level(1), fraction: 0.5, reason: "target1" },
      { time: closedAt, price: entry, fraction: 0.5, reason: "stop" },
    ],
    closedAt,
    outcome: "win",
    resultR: 0.5 - spread,
    resultPips: ((0.5 - spread) * risk) / pip,
  };
}
