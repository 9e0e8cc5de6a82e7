import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import type { Part } from "./sheet.ts";

/** Pixels. */
const LARGE = 200_000;

export function newPart(width: number, height: number): Part<SKRSContext2D> {
  const canvas = createCanvas(width, height);
  return {
    ink: canvas.getContext("2d"),
    layOnto(ink, x, y) {
      ink.drawImage(canvas, x, y);
      release(ink, canvas);
    },
  };
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
