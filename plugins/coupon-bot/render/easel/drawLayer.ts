import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
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
  const canvas = createCanvas(area.width, area.height);
  const own = canvas.getContext("2d");
  own.setTransform(scale, 0, 0, scale, -area.x, -area.y);
  const below = { ...sheet, ink: own };
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
  ink.drawImage(canvas, area.x, area.y);
  ink.restore();
  release(ink, canvas);
}

/**
 * Drawing is put off until somebody looks at it, and keeps what it needs until then; and a canvas keeps its pixels until it is collected,
 * which nothing hurries. So large ones are drawn at once, and emptied.
 */
function release(ink: SKRSContext2D, canvas: Canvas): void {
  if (canvas.width * canvas.height < LARGE) return;
  ink.getImageData(0, 0, 1, 1);
  canvas.width = 1;
  canvas.height = 1;
}

/** Pixels. */
const LARGE = 200_000;

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

/** Whole pixels that a layer, or its shadow on the picture, may touch. */
function reach({ ink, scale }: Sheet, layer: DrawnLayer): Box {
  const { x, y, width, height } = inset(layer.box, -overhang(layer));
  const turned = (Math.abs(layer.rotation) * Math.PI) / 180;
  const [cos, sin] = [Math.abs(Math.cos(turned)), Math.abs(Math.sin(turned))];
  const [halfX, halfY] = [(width * cos + height * sin) / 2, (width * sin + height * cos) / 2];
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  const shadow = shadowOf(layer);
  const [besideX, besideY] = shadow
    ? [Math.abs(shadow.x) + shadow.blur * 2, Math.abs(shadow.y) + shadow.blur * 2]
    : [0, 0];
  const left = Math.floor(Math.max(-besideX * scale, (middleX - halfX) * scale));
  const top = Math.floor(Math.max(-besideY * scale, (middleY - halfY) * scale));
  const right = Math.ceil(Math.min(ink.canvas.width + besideX * scale, (middleX + halfX) * scale));
  const bottom = Math.ceil(Math.min(ink.canvas.height + besideY * scale, (middleY + halfY) * scale));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Pixels by which a layer may stand out of its box: strokes, and letters with long tails. */
function overhang(layer: DrawnLayer): number {
  if (layer.kind === "text") return (layer.stroke?.width ?? 0) + layer.largest;
  if (layer.kind === "shape")
    return (layer.stroke?.width ?? 0) + (layer.shape === "line" ? layer.thickness : 0);
  return layer.kind === "image" || layer.kind === "logo" ? (layer.stroke?.width ?? 0) : 0;
}
