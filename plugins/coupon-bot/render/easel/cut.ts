import type { Box, Photo } from "../../template/drawing.ts";
import type { Size } from "../../template/pixels.ts";

/** Which part of a picture goes where. */
export interface Cut {
  from: Box;
  to: Box;
}

/** `cover` fills the box with as much as has its proportions, around the focal point; `contain` is the whole picture, at the focal point's side. */
export function cutOf({ width, height }: Size, { fit, focus }: Pick<Photo, "fit" | "focus">, box: Box): Cut {
  const whole = { x: 0, y: 0, width, height };
  const [across, down] = [focus.x / 100, focus.y / 100];
  if (fit === "contain") {
    const scale = Math.min(box.width / width, box.height / height);
    const shown = { width: width * scale, height: height * scale };
    const x = box.x + (box.width - shown.width) * across;
    const y = box.y + (box.height - shown.height) * down;
    return { from: whole, to: { x, y, ...shown } };
  }
  const scale = Math.max(box.width / width, box.height / height);
  const seen = { width: box.width / scale, height: box.height / scale };
  // The focal point comes as near to the middle as the picture's edges allow.
  const x = within(width * across - seen.width / 2, width - seen.width);
  const y = within(height * down - seen.height / 2, height - seen.height);
  return { from: { x, y, ...seen }, to: box };
}

function within(value: number, most: number): number {
  return Math.min(Math.max(0, value), Math.max(0, most));
}
