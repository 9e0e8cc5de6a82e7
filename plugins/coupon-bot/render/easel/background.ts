import type { Drawing } from "../../template/drawing.ts";
import { fillStyle } from "./fill.ts";
import type { Sheet } from "./sheet.ts";

const PAPER = "#ffffff";

/** Every picture is opaque: what shows through the fill is white. */
export function drawBackground(
  { ink, photos, scale }: Sheet,
  { width, height, background: { fill, photo } }: Drawing,
): void {
  const box = { x: 0, y: 0, width, height };
  ink.fillStyle = PAPER;
  ink.fillRect(0, 0, width, height);
  ink.fillStyle = fillStyle(ink, fill, box);
  ink.fillRect(0, 0, width, height);
  if (photo === undefined) return;
  ink.globalAlpha = photo.opacity;
  photos.draw(ink, photo, box, scale);
  ink.globalAlpha = 1;
}
