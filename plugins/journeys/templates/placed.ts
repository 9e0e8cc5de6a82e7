import type { Step } from "../graph/step.ts";
import type { Unplaced } from "./template.ts";

const COLUMN = 320;
const ROW = 230;

/** Steps with their places: each a column further than the step that leads to it first, those of a column below each other. */
export function placed(first: string, steps: readonly Unplaced[]): Step[] {
  const columns = columnsFrom(first, steps);
  const rows = new Map<number, number>();
  return steps.map((step) => {
    const column = columns.get(step.id) ?? 0;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { ...step, x: column * COLUMN, y: row * ROW, exits: step.exits ?? {} };
  });
}

function columnsFrom(first: string, steps: readonly Unplaced[]): Map<string, number> {
  const columns = new Map([[first, 0]]);
  for (const [id, column] of columns) {
    const exits = steps.find((step) => step.id === id)?.exits ?? {};
    for (const next of Object.values(exits)) if (!columns.has(next)) columns.set(next, column + 1);
  }
  return columns;
}
