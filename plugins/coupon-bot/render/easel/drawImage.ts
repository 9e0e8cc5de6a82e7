import type { Box, DrawnImage, DrawnLogo } from "../../template/drawing.ts";
import type { Stroke } from "../../template/paint.ts";
import { ellipse, inset, rectangle, squareIn } from "./outline.ts";
import type { Sheet } from "./sheet.ts";

/** A photo in its box, whose corners may be round. */
export function drawImage(sheet: Sheet, image: DrawnImage): void {
  framed(
    sheet,
    image.box,
    image.stroke,
    (box, wider) => rectangle(sheet.ink, box, rounder(image.radius, wider)),
    () => sheet.photos.draw(sheet.ink, image, image.box, sheet.scale),
  );
}

/** A mark, whole: on a disc, or free in its box. */
export function drawLogo(sheet: Sheet, logo: DrawnLogo): void {
  const { ink, photos, scale } = sheet;
  const circle = logo.shape === "circle";
  const box = circle ? squareIn(logo.box) : logo.box;
  const outline = (within: Box) => (circle ? ellipse(ink, within) : rectangle(ink, within, 0));
  framed(sheet, box, logo.stroke, outline, () => {
    if (logo.background !== undefined) {
      ink.fillStyle = logo.background;
      ink.fillRect(box.x, box.y, box.width, box.height);
    }
    // On a disc without room a mark fills it, as profile pictures do.
    const fit = circle && logo.padding === 0 ? "cover" : "contain";
    photos.draw(ink, { file: logo.file, fit, focus: { x: 50, y: 50 } }, inset(box, logo.padding), scale);
  });
}

/** Draws within an outline, and around it the stroke. */
function framed(
  { ink }: Sheet,
  box: Box,
  stroke: Stroke | undefined,
  outline: (box: Box, wider: number) => void,
  content: () => void,
): void {
  if (stroke) {
    outline(inset(box, -stroke.width), stroke.width);
    ink.fillStyle = stroke.colour;
    ink.fill();
  }
  ink.save();
  outline(box, 0);
  ink.clip();
  content();
  ink.restore();
}

/** Outer corners run parallel to inner ones; square ones stay square. */
function rounder(radius: number, by: number): number {
  return radius === 0 ? 0 : radius + by;
}
