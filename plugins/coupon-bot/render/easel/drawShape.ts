import type { DrawnGradient, DrawnShape } from "../../template/drawing.ts";
import { fillStyle } from "./fill.ts";
import type { Ink } from "./ink.ts";
import { ellipse, inset, rectangle } from "./outline.ts";
import type { Sheet } from "./sheet.ts";

const INK = "#000000";

export function drawShape({ ink }: Sheet, shape: DrawnShape): void {
  if (shape.shape === "line") drawLine(ink, shape);
  else drawArea(ink, shape);
}

function drawArea(ink: Ink, { shape, box, fill, radius, stroke }: DrawnShape): void {
  const outline = (by: number) =>
    shape === "ellipse"
      ? ellipse(ink, inset(box, -by))
      : rectangle(ink, inset(box, -by), radius && radius + by);
  if (stroke) {
    // Along the edge, outside of it.
    outline(stroke.width / 2);
    ink.strokeStyle = stroke.colour;
    ink.lineWidth = stroke.width;
    ink.stroke();
  }
  if (fill === undefined) return;
  outline(0);
  ink.fillStyle = fillStyle(ink, fill, box);
  ink.fill();
}

function drawLine(ink: Ink, { box, fill = INK, thickness, dash }: DrawnShape): void {
  const y = box.y + box.height / 2;
  ink.strokeStyle = fillStyle(ink, fill, { ...box, y: y - thickness / 2, height: thickness });
  ink.lineWidth = thickness;
  ink.lineCap = "butt";
  ink.setLineDash(dash);
  ink.beginPath();
  ink.moveTo(box.x, y);
  ink.lineTo(box.x + box.width, y);
  ink.stroke();
  ink.setLineDash([]);
}

export function drawGradient({ ink }: Sheet, { fill, box }: DrawnGradient): void {
  ink.fillStyle = fillStyle(ink, fill, box);
  ink.fillRect(box.x, box.y, box.width, box.height);
}
