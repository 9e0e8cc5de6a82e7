/** Of the normal distribution, for 95 in 100. */
const Z = 1.959964;

/** A share with Wilson's score interval, which keeps within 0 and 1 and is honest for few walks. All 0 to 1 where there are none. */
export function wilson(count: number, of: number): { share: number; low: number; high: number } {
  if (of === 0) return { share: 0, low: 0, high: 1 };
  const share = count / of;
  const square = Z * Z;
  const middle = (share + square / (2 * of)) / (1 + square / of);
  const half = (Z / (1 + square / of)) * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of));
  return { share, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
