import type { Box } from "../../../template/drawing.ts";
import type { Size } from "../../../template/pixels.ts";

/** A line that shows what something has snapped to, in pixels of the picture. */
export interface Guide {
  /** `x`: the line is upright and stands at this x. */
  axis: "x" | "y";
  at: number;
  from: number;
  to: number;
}

export interface Snapped {
  /** What is to be added so that it stands where it snapped. */
  dx: number;
  dy: number;
  guides: Guide[];
}

/** Which of a box's lines may snap; in a move all of them, in a resize those that are drawn. */
export interface Lines {
  x: readonly ("start" | "middle" | "end")[];
  y: readonly ("start" | "middle" | "end")[];
}

export const EVERY_LINE: Lines = { x: ["start", "middle", "end"], y: ["start", "middle", "end"] };
/** Differences that rounding makes. */
const SAME = 0.01;

/** Snaps a box to the picture's edges and middles and to those of other layers, where they are nearer than `reach`. */
export function snapped(
  box: Box,
  others: readonly Box[],
  frame: Size,
  reach: number,
  lines: Lines = EVERY_LINE,
): Snapped {
  const page = { x: 0, y: 0, ...frame };
  const all = [page, ...others];
  const dx = nearest(spanOf(box, "x"), all, "x", lines.x, reach);
  const dy = nearest(spanOf(box, "y"), all, "y", lines.y, reach);
  const stands = { ...box, x: box.x + (dx ?? 0), y: box.y + (dy ?? 0) };
  return {
    dx: dx ?? 0,
    dy: dy ?? 0,
    guides: [
      ...(dx === undefined ? [] : guidesOf(stands, all, "x", lines.x)),
      ...(dy === undefined ? [] : guidesOf(stands, all, "y", lines.y)),
    ],
  };
}

type Line = "start" | "middle" | "end";
type Span = Record<Line, number>;

function spanOf(box: Box, axis: "x" | "y"): Span {
  const [start, length] = axis === "x" ? [box.x, box.width] : [box.y, box.height];
  return { start, middle: start + length / 2, end: start + length };
}

function nearest(
  span: Span,
  others: readonly Box[],
  axis: "x" | "y",
  lines: readonly Line[],
  reach: number,
): number | undefined {
  let best: number | undefined;
  for (const other of others)
    for (const to of Object.values(spanOf(other, axis)))
      for (const line of lines) {
        const by = to - span[line];
        if (Math.abs(by) <= reach && (best === undefined || Math.abs(by) < Math.abs(best))) best = by;
      }
  return best;
}

/** One guide a place, as long as what it aligns. */
function guidesOf(box: Box, others: readonly Box[], axis: "x" | "y", lines: readonly Line[]): Guide[] {
  const across = axis === "x" ? "y" : "x";
  const [own, side] = [spanOf(box, axis), spanOf(box, across)];
  const found = new Map<number, Guide>();
  for (const other of others)
    for (const to of Object.values(spanOf(other, axis)))
      for (const line of lines) {
        if (Math.abs(own[line] - to) > SAME) continue;
        const at = Math.round(to * 100) / 100;
        const beside = spanOf(other, across);
        const known = found.get(at);
        found.set(at, {
          axis,
          at,
          from: Math.min(known?.from ?? side.start, beside.start),
          to: Math.max(known?.to ?? side.end, beside.end),
        });
      }
  return [...found.values()];
}
