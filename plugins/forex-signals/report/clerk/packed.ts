import type { Candle } from "@promostack/core/strategy";

/** Candles as plain numbers, which travel between threads without being copied: time, open, high, low, close, and length where one says its own. */
export type PackedCandles = Float64Array<ArrayBuffer>;

type Measured = Candle & { step?: number };

const FIELDS = 6;

export function packed(candles: readonly Measured[]): PackedCandles {
  const numbers = new Float64Array(candles.length * FIELDS);
  let at = 0;
  for (const { time, open, high, low, close, step = Number.NaN } of candles) {
    numbers.set([time, open, high, low, close, step], at);
    at += FIELDS;
  }
  return numbers;
}

export function unpacked(numbers: PackedCandles): Measured[] {
  return Array.from({ length: numbers.length / FIELDS }, (_, index) => {
    const [time = 0, open = 0, high = 0, low = 0, close = 0, step = Number.NaN] = numbers.subarray(
      index * FIELDS,
      (index + 1) * FIELDS,
    );
    return { time, open, high, low, close, ...(!Number.isNaN(step) && { step }) };
  });
}
