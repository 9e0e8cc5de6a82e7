import type { Setting } from "./parameterSpace.ts";

const NEAREST = 6;

/**
 * The mean of the values of the settings nearest to one (itself left out): a peak among poor neighbours is chance. Distances
 * are shares of each parameter's range; other values are the same or not. Null where there are no others.
 */
export function neighbourhood(
  best: Setting,
  others: readonly { setting: Setting; value: number | null }[],
): { count: number; mean: number } | null {
  const ranges = new Map<string, number>();
  for (const name of Object.keys(best)) {
    const numbers = others.flatMap(({ setting }) => {
      const value = setting[name];
      return typeof value === "number" ? [value] : [];
    });
    if (numbers.length > 0) ranges.set(name, Math.max(...numbers) - Math.min(...numbers));
  }
  const distance = (setting: Setting) =>
    Object.keys(best).reduce((sum, name) => {
      const [a, b] = [best[name], setting[name]];
      if (typeof a !== "number" || typeof b !== "number") return sum + (a === b ? 0 : 1);
      const range = ranges.get(name) ?? 0;
      return sum + (range > 0 ? Math.abs(a - b) / range : 0);
    }, 0);
  const near = others
    .flatMap(({ setting, value }) =>
      setting === best || value === null ? [] : [{ value, away: distance(setting) }],
    )
    .sort((a, b) => a.away - b.away)
    .slice(0, NEAREST);
  if (near.length === 0) return null;
  return { count: near.length, mean: near.reduce((sum, { value }) => sum + value, 0) / near.length };
}
