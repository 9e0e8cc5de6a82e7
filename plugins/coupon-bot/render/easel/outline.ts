import type { Box } from "../../template/drawing.ts";
import type { Ink } from "./ink.ts";

/** Makes a rectangle the current path, its corners as round as its sides allow. */
export function rectangle(ink: Ink, { x, y, width, height }: Box, radius: number): void {
  ink.beginPath();
  if (radius > 0) ink.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2));
  else ink.rect(x, y, width, height);
}

export function ellipse(ink: Ink, { x, y, width, height }: Box): void {
  ink.beginPath();
  ink.ellipse(x + width / 2, y + height / 2, width / 2, height / 2, 0, 0, 2 * Math.PI);
}

/** The box with this much less at each side; more where negative. */
export function inset({ x, y, width, height }: Box, by: number): Box {
  return { x: x + by, y: y + by, width: Math.max(0, width - 2 * by), height: Math.max(0, height - 2 * by) };
}

/** The largest square in the middle of a box. */
export function squareIn({ x, y, width, height }: Box): Box {
  const side = Math.min(width, height);
  return { x: x + (width - side) / 2, y: y + (height - side) / 2, width: side, height: side };
}
