import qrcode from "qrcode";
import type { DrawnQr } from "../../template/drawing.ts";
import { Refusal } from "../refusal.ts";
import { rectangle, squareIn } from "./outline.ts";
import type { Sheet } from "./sheet.ts";

/** A code in the middle of its box; its modules are whole pixels, so that they are sharp. */
export function drawQr(
  { ink, scale }: Sheet,
  { content, box, colour, background, margin, correction, radius }: DrawnQr,
): void {
  const { size, data } = modulesOf(content, correction);
  const square = squareIn(box);
  if (background !== undefined) {
    ink.fillStyle = background;
    rectangle(ink, square, radius);
    ink.fill();
  }
  const across = size + 2 * margin;
  const module = Math.max(1, Math.floor((square.width * scale) / across)) / scale;
  const whole = (pixel: number) => Math.round(pixel * scale) / scale;
  const left = whole(square.x + (square.width - module * size) / 2);
  const top = whole(square.y + (square.height - module * size) / 2);
  ink.fillStyle = colour;
  ink.beginPath();
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      if (data[row * size + column] !== 1) continue;
      let run = 1;
      while (column + run < size && data[row * size + column + run] === 1) run++;
      ink.rect(left + column * module, top + row * module, run * module, module);
      column += run - 1;
    }
  ink.fill();
}

function modulesOf(
  content: string,
  errorCorrectionLevel: DrawnQr["correction"],
): { size: number; data: Uint8Array } {
  try {
    return qrcode.create(content, { errorCorrectionLevel }).modules;
  } catch (cause) {
    throw new Refusal("The text is too long for a QR code.", {
      code: "picture.qr_too_long",
      hint: "Use a shorter link, or a lower error correction.",
      cause,
    });
  }
}
