import type { FamilyId } from "../families.ts";
import type { Layer, QrLayer, ShapeLayer, TextLayer } from "../layer.ts";
import type { Background, Template } from "../template.ts";

/** A template that a tenant may begin with. */
export interface GalleryTemplate {
  id: string;
  title: string;
  template: Template;
}

/** Left, top, width, height in per cent. */
export type Area = readonly [x: number, y: number, width: number, height: number];

/** A template in the three sizes of Telegram and its neighbours. */
export function inAllSizes(fill: Background["fill"], layers: Layer[], language = "en"): Template {
  return { format: 1, sizes: ["square", "feed", "story"], language, background: { fill }, layers };
}

export function text(
  id: string,
  words: string,
  [x, y, width, height]: Area,
  family: FamilyId,
  colour: string,
  rest: Partial<TextLayer> = {},
): TextLayer {
  const size = rest.size ?? { smallest: 12, largest: 120 };
  const taller = { size: { ...size, largest: Math.min(1000, size.largest * STORY_TYPE) } };
  return {
    id,
    kind: "text",
    text: words,
    x,
    y,
    width,
    height,
    typeface: { family },
    weight: 700,
    colour,
    align: "center",
    vertical: "middle",
    ...rest,
    size,
    bySize: { story: taller },
  };
}

/** A story has room for larger type. */
const STORY_TYPE = 1.3;

/** One line, as large as fits: a code, a percentage. */
export function line(...[id, words, area, family, colour, rest]: Parameters<typeof text>): TextLayer {
  return text(id, words, area, family, colour, {
    size: { smallest: 16, largest: 600 },
    ...rest,
    maxLines: 1,
  });
}

export function rectangle(
  id: string,
  [x, y, width, height]: Area,
  fill: ShapeLayer["fill"],
  rest: Partial<ShapeLayer> = {},
): ShapeLayer {
  return { id, kind: "shape", shape: "rectangle", x, y, width, height, fill, ...rest };
}

export function rule(
  id: string,
  [x, y, width, height]: Area,
  fill: string,
  thickness: number,
  dash?: number[],
): ShapeLayer {
  return { id, kind: "shape", shape: "line", x, y, width, height, fill, thickness, ...(dash && { dash }) };
}

/** Widths over heights. */
const PROPORTIONS = { square: 1, feed: 1080 / 1440, story: 1080 / 1920 };

/** Round in every size: the middle, and how wide it is in per cent of the width. */
export function disc(
  id: string,
  [x, y, across]: readonly [number, number, number],
  fill: ShapeLayer["fill"],
  rest: Partial<ShapeLayer> = {},
): ShapeLayer {
  const { square, ...bySize } = squareAt(x, y, across);
  return { id, kind: "shape", shape: "ellipse", fill, ...square, bySize, ...rest };
}

/** A QR code of the personal link, as wide in every size. */
export function qr(
  id: string,
  [x, y, across]: readonly [number, number, number],
  colour: string,
  rest: Partial<QrLayer> = {},
): QrLayer {
  const { square, ...bySize } = squareAt(x, y, across);
  return {
    id,
    kind: "qr",
    text: "{link}",
    colour,
    background: "#ffffff",
    margin: 2,
    ...square,
    bySize,
    ...rest,
  };
}

function squareAt(x: number, y: number, across: number) {
  const at = (proportion: number) => ({
    x: x - across / 2,
    y: y - (across * proportion) / 2,
    width: across,
    height: across * proportion,
  });
  return { square: at(PROPORTIONS.square), feed: at(PROPORTIONS.feed), story: at(PROPORTIONS.story) };
}
