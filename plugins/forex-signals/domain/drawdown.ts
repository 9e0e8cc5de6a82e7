/** Deepest fall below the highest running total of results, in their order. The total starts at 0. */
export function deepestFall(results: ArrayLike<number>): number {
  let total = 0;
  let peak = 0;
  let deepest = 0;
  for (let index = 0; index < results.length; index++) {
    total += results[index] ?? 0;
    if (total > peak) peak = total;
    else if (peak - total > deepest) deepest = peak - total;
  }
  return deepest;
}
