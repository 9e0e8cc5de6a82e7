/** One line of the benchmark. A ratio compares two measurements of the same run, so that it holds on any machine. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** What stands on the other side of a ratio, with its own value. */
  against?: { name: string; value: number; unit: string };
  /** `at least` or `at most` this value. */
  goal: { kind: "at least" | "at most"; value: number };
}

export interface Benchmark {
  name: string;
  /** Measures; says what it does by `note`, a line for people. */
  run(note: (line: string) => void): Promise<Figure[]>;
}

export function reaches({ value, goal }: Figure): boolean {
  return goal.kind === "at least" ? value >= goal.value : value <= goal.value;
}

/** The value at a fraction of the sorted sample, nearest rank. */
export function percentile(sample: readonly number[], fraction: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * fraction) - 1)] ?? Number.NaN;
}

/** Milliseconds that `work` took, by the monotonic clock. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
