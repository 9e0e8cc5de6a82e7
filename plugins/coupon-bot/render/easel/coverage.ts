/** Ranges of code points, from and to, in ascending order: `[0x20, 0x7e, 0xa0, 0xa0]`. */
export type Coverage = Uint32Array;

/** Reads CSS's `unicode-range`: `U+0000-00FF, U+0131`. Ranges may overlap. */
export function coverageOf(ranges: string): Coverage {
  const pairs = ranges
    .split(",")
    .map((range) => range.trim().replace(/^U\+/i, "").split("-"))
    .map(([from = "", to = from]): Range => [Number.parseInt(from, 16), Number.parseInt(to, 16)]);
  return joined(pairs);
}

/** Of single code points. */
export function coverageOfPoints(points: readonly number[]): Coverage {
  return joined(points.map((point): Range => [point, point]));
}

type Range = [from: number, to: number];

function joined(ranges: Range[]): Coverage {
  const pairs = ranges.sort(([a], [b]) => a - b);
  const apart: Range[] = [];
  for (const [from, to] of pairs) {
    const last = apart.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else apart.push([from, to]);
  }
  return Uint32Array.from(apart.flat());
}

export function covers(coverage: Coverage, point: number): boolean {
  let low = 0;
  let high = coverage.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (point < (coverage[middle * 2] ?? 0)) high = middle - 1;
    else if (point > (coverage[middle * 2 + 1] ?? 0)) low = middle + 1;
    else return true;
  }
  return false;
}
