import type { Candle } from "@promostack/core/strategy";

const QUARTER = 900_000;

/** 15-minute candles from `start`; each row is open, high, low, close, and null leaves a gap. */
export function quarters(
  start: string,
  rows: readonly (readonly [number, number, number, number] | null)[],
): Candle[] {
  const first = Date.parse(start);
  return rows.flatMap((row, index) => {
    if (row === null) return [];
    const [open, high, low, close] = row;
    return [{ time: first + index * QUARTER, open, high, low, close }];
  });
}

/** `count` candles that stay at one price. */
export function flat(count: number, price = 2000): [number, number, number, number][] {
  return Array.from({ length: count }, () => [price, price + 0.5, price - 0.5, price]);
}
