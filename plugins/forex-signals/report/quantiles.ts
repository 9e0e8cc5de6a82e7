/** Where a share `at` (0 to 1) of the values lies below, between neighbours by a straight line. `ascending` is not empty. */
export function quantile(ascending: ArrayLike<number>, at: number): number {
  const place = at * (ascending.length - 1);
  const below = ascending[Math.floor(place)] ?? 0;
  const above = ascending[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** The values in ascending order, as a copy. */
export function ascending(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values).sort();
}
