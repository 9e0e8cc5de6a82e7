import type { Box, DrawnLayer } from "../../template/drawing.ts";
import { drawImage, drawLogo } from "./drawImage.ts";
import { drawQr } from "./drawQr.ts";
import { drawGradient, drawShape } from "./drawShape.ts";
import { drawText, isHollow } from "./drawText.ts";
import { inset } from "./outline.ts";
import type { Sheet } from "./sheet.ts";

/** Draws a layer where it stands, turned; one that is partly transparent or has a shadow, as a whole. */
export function drawLayer(sheet: Sheet, layer: DrawnLayer): void {
  const { ink } = sheet;
  if (layer.opacity < 1 || shadowOf(layer) !== undefined || isHollow(layer)) {
    drawWhole(sheet, layer);
    return;
  }
  ink.save();
  turn(sheet, layer);
  drawKind(sheet, layer);
  ink.restore();
}

function drawKind(sheet: Sheet, layer: DrawnLayer): void {
  if (layer.kind === "image") drawImage(sheet, layer);
  else if (layer.kind === "logo") drawLogo(sheet, layer);
  else if (layer.kind === "shape") drawShape(sheet, layer);
  else if (layer.kind === "gradient") drawGradient(sheet, layer);
  else if (layer.kind === "text") drawText(sheet, layer);
  else drawQr(sheet, layer);
}

/** On a sheet of its own, which is then laid on: what overlaps within the layer neither shines through nor throws a shadow on itself. */
function drawWhole(sheet: Sheet, layer: DrawnLayer): void {
  const { ink, scale } = sheet;
  const shadow = shadowOf(layer);
  const area = reach(sheet, layer);
  if (area.width <= 0 || area.height <= 0) return;
  const part = sheet.part(area.width, area.height);
  part.ink.setTransform(scale, 0, 0, scale, -area.x, -area.y);
  const below = { ...sheet, ink: part.ink };
  turn(below, layer);
  drawKind(below, layer);
  ink.save();
  ink.resetTransform();
  ink.globalAlpha = layer.opacity;
  if (shadow) {
    ink.shadowColor = shadow.colour;
    ink.shadowOffsetX = shadow.x * scale;
    ink.shadowOffsetY = shadow.y * scale;
    ink.shadowBlur = shadow.blur * scale;
  }
  part.layOnto(ink, area.x, area.y);
  ink.restore();
}

function turn({ ink }: Sheet, { box, rotation }: DrawnLayer): void {
  if (rotation === 0) return;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  ink.translate(x, y);
  ink.rotate((rotation * Math.PI) / 180);
  ink.translate(-x, -y);
}

function shadowOf(layer: DrawnLayer) {
  return layer.kind === "gradient" || layer.kind === "qr" ? undefined : layer.shadow;
}

/** Whole pixels of the picture that a layer, or its shadow, may touch. */
function reach({ ink, scale }: Sheet, layer: DrawnLayer): Box {
  const { x: besideX, y: besideY } = shadowReach(layer);
  const body = bodyOf(layer);
  const left = Math.floor(Math.max(-besideX * scale, body.x * scale));
  const top = Math.floor(Math.max(-besideY * scale, body.y * scale));
  const right = Math.ceil(Math.min(ink.canvas.width + besideX * scale, (body.x + body.width) * scale));
  const bottom = Math.ceil(Math.min(ink.canvas.height + besideY * scale, (body.y + body.height) * scale));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** All that a layer and its shadow may touch, in pixels of the drawing, beyond the picture's edges too. */
export function extentOf(layer: DrawnLayer): Box {
  const { x: besideX, y: besideY } = shadowReach(layer);
  const { x, y, width, height } = bodyOf(layer);
  return { x: x - besideX, y: y - besideY, width: width + 2 * besideX, height: height + 2 * besideY };
}

/** The upright box around a turned layer, with what stands out of its own. */
function bodyOf(layer: DrawnLayer): Box {
  const { x, y, width, height } = inset(layer.box, -overhang(layer));
  const turned = (Math.abs(layer.rotation) * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(turned)), Math.abs(Math.sin(turned))];
  const [halfX, halfY] = [(width * cos + height * sin) / 2, (width * sin + height * cos) / 2];
  return { x: x + width / 2 - halfX, y: y + height / 2 - halfY, width: 2 * halfX, height: 2 * halfY };
}

function shadowReach(layer: DrawnLayer): { x: number; y: number } {
  const shadow = shadowOf(layer);
  if (shadow === undefined) return { x: 0, y: 0 };
  return { x: Math.abs(shadow.x) + shadow.blur * 2, y: Math.abs(shadow.y) + shadow.blur * 2 };
}

/** Pixels by which a layer may stand out of its box: strokes, and letters with long tails. */
function overhang(layer: DrawnLayer): number {
  if (layer.kind === "text") return (layer.stroke?.width ?? 0) + layer.largest;
  if (layer.kind === "shape")
    return (layer.stroke?.width ?? 0) + (layer.shape === "line" ? layer.thickness : 0);
  return layer.kind === "image" || layer.kind === "logo" ? (layer.stroke?.width ?? 0) : 0;
}
