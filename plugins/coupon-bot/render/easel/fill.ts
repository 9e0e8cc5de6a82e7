import type { Box } from "../../template/drawing.ts";
import type { Fill, Gradient } from "../../template/paint.ts";
import type { ColourRun, Ink } from "./ink.ts";

/** A fill for what stands in the box. */
export function fillStyle(ink: Ink, fill: Fill, box: Box): string | ColourRun {
  if (typeof fill === "string") return fill;
  const made = fill.kind === "linear" ? linear(ink, fill, box) : radial(ink, fill, box);
  for (const { at, colour } of fill.stops) made.addColorStop(at / 100, colour);
  return made;
}

/** As CSS has it: the line is so long that the corners get the first and the last colour. */
function linear(ink: Ink, { angle = 180 }: Gradient, { x, y, width, height }: Box): ColourRun {
  const turn = (angle * Math.PI) / 180;
  const [across, down] = [Math.sin(turn), -Math.cos(turn)];
  const half = (Math.abs(width * across) + Math.abs(height * down)) / 2;
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  return ink.createLinearGradient(
    middleX - across * half,
    middleY - down * half,
    middleX + across * half,
    middleY + down * half,
  );
}

/** Reaches the farthest corner. */
function radial(ink: Ink, { centre = { x: 50, y: 50 } }: Gradient, box: Box): ColourRun {
  const x = box.x + (box.width * centre.x) / 100;
  const y = box.y + (box.height * centre.y) / 100;
  const reach = Math.hypot(
    Math.max(x - box.x, box.x + box.width - x),
    Math.max(y - box.y, box.y + box.height - y),
  );
  return ink.createRadialGradient(x, y, 0, x, y, reach);
}
