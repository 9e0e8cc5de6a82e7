const BLOCKS = "▁▂▃▄▅▆▇█";

/** A course of values as a line of so many block characters, or fewer; empty where there is no course. */
export function sparkline(values: readonly number[], width: number): string {
  if (values.length < 2) return "";
  const points = Math.min(width, values.length);
  const picked = Array.from({ length: points }, (_, index) => {
    return values[Math.round((index * (values.length - 1)) / (points - 1))] ?? 0;
  });
  const low = Math.min(...picked);
  const span = Math.max(...picked) - low || 1;
  return picked.map((value) => BLOCKS[Math.round(((value - low) / span) * (BLOCKS.length - 1))]).join("");
}
