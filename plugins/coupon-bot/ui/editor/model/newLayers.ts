import type { ImageLayer, Layer, LogoLayer, ShapeLayer } from "../../../template/layer.ts";
import type { Size } from "../../../template/pixels.ts";
import type { NewId } from "./ids.ts";
import { placeFrom } from "./placing.ts";

/** What the menu offers to insert. */
export const INSERTS = [
  "heading",
  "text",
  "code",
  "image",
  "logo",
  "rectangle",
  "ellipse",
  "line",
  "gradient",
  "qr",
] as const;
export type Insert = (typeof INSERTS)[number];

/** A layer of this kind in the middle of a picture of this size, as somebody would begin it. */
export function newLayer(insert: Insert, newId: NewId, frame: Size): Layer {
  const id = newId();
  switch (insert) {
    case "heading":
      return textLayer(id, "Your headline", 10, 12, 80, 20, 130, 800);
    case "text":
      return textLayer(id, "Say something", 10, 40, 80, 12, 48, 500);
    case "code":
      return { ...textLayer(id, "{code}", 10, 68, 80, 14, 220, 800), maxLines: 1 };
    case "image":
      return { id, kind: "image", ...square(frame, 0.5), fit: "cover" };
    case "logo":
      return { id, kind: "logo", shape: "free", ...square(frame, 0.2) };
    case "rectangle":
      return { id, kind: "shape", shape: "rectangle", ...square(frame, 0.4), fill: ACCENT, radius: 24 };
    case "ellipse":
      return { id, kind: "shape", shape: "ellipse", ...square(frame, 0.4), fill: ACCENT };
    case "line":
      return {
        id,
        kind: "shape",
        shape: "line",
        x: 20,
        y: 49,
        width: 60,
        height: 2,
        fill: INK,
        thickness: 6,
      };
    case "gradient":
      return { id, kind: "gradient", x: 0, y: 50, width: 100, height: 50, fill: SHADE };
    case "qr":
      return {
        id,
        kind: "qr",
        text: "{link}",
        ...square(frame, 0.28),
        colour: INK,
        background: "#ffffff",
        margin: 2,
      };
  }
}

const ACCENT = "#d8ab3a";
const INK = "#171c24";
const SHADE = {
  kind: "linear" as const,
  angle: 180,
  stops: [
    { at: 0, colour: "#00000000" },
    { at: 100, colour: "#000000b3" },
  ],
};

/** The share of a picture's shorter side that an uploaded one takes at first. */
const SHARE = { image: 0.6, logo: 0.22 };

/** A picture that was just uploaded, in its proportions; around a place where it was dropped, in pixels. */
export function pictureLayer(
  kind: "image" | "logo",
  asset: { id: string; width: number | null; height: number | null },
  id: string,
  frame: Size,
  at = { x: frame.width / 2, y: frame.height / 2 },
): ImageLayer | LogoLayer {
  const { width, height } = { width: asset.width ?? 1, height: asset.height ?? 1 };
  const scale = (Math.min(frame.width, frame.height) * SHARE[kind]) / Math.max(width, height);
  const [w, h] = [width * scale, height * scale];
  const place = rounded(placeFrom({ x: at.x - w / 2, y: at.y - h / 2, width: w, height: h }, frame));
  return kind === "image"
    ? { id, kind, asset: asset.id, ...place, fit: "cover" }
    : { id, kind, asset: asset.id, shape: "free", ...place };
}

function textLayer(
  id: string,
  text: string,
  x: number,
  y: number,
  width: number,
  height: number,
  largest: number,
  weight: number,
) {
  return {
    id,
    kind: "text" as const,
    text,
    x,
    y,
    width,
    height,
    typeface: { family: "inter" as const },
    weight,
    colour: INK,
    size: { smallest: 14, largest },
    align: "center" as const,
    vertical: "middle" as const,
  };
}

/** A square in the middle, as wide as a share of the shorter side. */
function square(frame: Size, share: number): Pick<ShapeLayer, "x" | "y" | "width" | "height"> {
  const side = Math.min(frame.width, frame.height) * share;
  return rounded(
    placeFrom(
      { x: (frame.width - side) / 2, y: (frame.height - side) / 2, width: side, height: side },
      frame,
    ),
  );
}

function rounded<Place extends Record<string, number>>(place: Place): Place {
  const entries = Object.entries(place).map(([key, value]) => [key, Math.round(value * 1000) / 1000]);
  return { ...place, ...Object.fromEntries(entries) };
}
