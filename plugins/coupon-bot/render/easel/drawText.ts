import type { DrawnLayer, DrawnText } from "../../template/drawing.ts";
import type { Ink } from "./ink.ts";
import { layOut } from "./layout.ts";
import type { Sheet } from "./sheet.ts";

/** The size at which widths are measured; all others are in proportion to it, as nothing is hinted. */
const MEASURED = 100;
/** Letters of these scripts hang together: space between them would tear words apart. */
const JOINED =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}]/u;

/** Text in its box: laid out, its strokes under all of its letters. */
export function drawText({ ink, fonts, tenantId, language }: Sheet, text: DrawnText): void {
  const { words, families } = fonts.typeFor(text.words, text.face, { tenantId, language });
  const spacing = JOINED.test(words) ? 0 : text.letterSpacing;
  const type = (size: number) => {
    ink.font = `${text.weight} ${size}px ${families}`;
    ink.letterSpacing = `${spacing * size}px`;
  };
  ink.lang = language;
  ink.direction = text.direction;
  ink.textAlign = "left";
  ink.textBaseline = "alphabetic";

  type(MEASURED);
  const measure = (line: string) => ink.measureText(line).width / MEASURED - (line === "" ? 0 : spacing);
  const { size, lines } = layOut(words, language, text, measure);
  type(size);
  const placed = placeLines(ink, text, size, lines, spacing);

  if (text.stroke) {
    ink.strokeStyle = text.stroke.colour;
    // Half of a line lies within the letters, where the fill covers it.
    ink.lineWidth = text.stroke.width * 2;
    ink.lineJoin = "round";
    for (const { line, x, y } of placed) ink.strokeText(line, x, y);
    if (isHollow(text)) {
      ink.globalCompositeOperation = "destination-out";
      ink.fillStyle = OPAQUE;
      for (const { line, x, y } of placed) ink.fillText(line, x, y);
      ink.globalCompositeOperation = "source-over";
    }
  }
  ink.fillStyle = text.colour;
  for (const { line, x, y } of placed) ink.fillText(line, x, y);
}

const OPAQUE = "#000000";

/** Whether a stroke would be seen through the letters: it is cut out of them then, which needs a sheet of the layer's own. */
export function isHollow(layer: DrawnLayer): boolean {
  return layer.kind === "text" && layer.stroke !== undefined && /^#.{6}(?!ff$)..$/i.test(layer.colour);
}

interface PlacedLine {
  line: string;
  x: number;
  /** Of the baseline. */
  y: number;
}

function placeLines(
  ink: Ink,
  { box, lineHeight, vertical, align }: DrawnText,
  size: number,
  lines: readonly string[],
  spacing: number,
): PlacedLine[] {
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = ink.measureText("x");
  const step = lineHeight * size;
  const spare = box.height - step * lines.length;
  const top = box.y + (vertical === "top" ? 0 : vertical === "middle" ? spare / 2 : spare);
  // The letters stand in the middle of their line, as in CSS.
  const baseline = top + (step - ascent - descent) / 2 + ascent;
  return lines.map((line, index) => {
    const room = box.width - (ink.measureText(line).width - spacing * size);
    const x = box.x + (align === "left" ? 0 : align === "center" ? room / 2 : room);
    return { line, x, y: baseline + index * step };
  });
}
