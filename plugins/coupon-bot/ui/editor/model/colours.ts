import type { Fill } from "../../../template/paint.ts";
import type { Template } from "../../../template/template.ts";

/** What is offered beside a template's own colours. */
const COMMON = ["#ffffff", "#171c24", "#d8ab3a", "#e4572e", "#0f766e", "#2563eb", "#7c3aed", "#db2777"];
const MOST = 16;

/** Colours to choose from: the template's own first, so that a picture keeps to few. */
export function coloursOf({ background, layers }: Template): string[] {
  const own = layers.flatMap((layer) => {
    const framed = "stroke" in layer && layer.stroke ? [layer.stroke.colour] : [];
    if (layer.kind === "text" || layer.kind === "qr") return [layer.colour, ...framed];
    if (layer.kind === "shape" || layer.kind === "gradient") return [...inFill(layer.fill), ...framed];
    return framed;
  });
  return [...new Set([...inFill(background.fill), ...own, ...COMMON])].slice(0, MOST);
}

function inFill(fill: Fill | undefined): string[] {
  if (fill === undefined) return [];
  return typeof fill === "string" ? [fill] : fill.stops.map(({ colour }) => colour);
}
