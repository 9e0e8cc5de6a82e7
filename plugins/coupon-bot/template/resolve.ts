import { PlatformError } from "@promostack/core";
import { directionOf, isolated, mixesDirections } from "./direction.ts";
import type { Drawing, DrawnLayer, DrawnText, Face, Photo } from "./drawing.ts";
import type { Layer, TextLayer } from "./layer.ts";
import type { Fit, Point, Shadow, Stroke } from "./paint.ts";
import { pixelsOf, REFERENCE_SIDE, type Size, type SizeId } from "./pixels.ts";
import type { Background, Template } from "./template.ts";
import type { Typeface } from "./typeface.ts";
import { fillText, type Variables } from "./variables.ts";

/** Says which file stands for an asset that a template names: the SHA-256 of its content. */
export type FileOf = (asset: string) => string | undefined;

/** Longest text that is laid out, in characters; what a variable brings beyond it is cut. */
const MOST_TEXT = 1_500;

/**
 * A template in one of its sizes, with its variables' values. @throws PlatformError `template.size_unknown`,
 * `picture.asset_missing`.
 */
export function resolveTemplate(
  template: Template,
  { size, variables, fileOf }: { size: SizeId; variables: Variables; fileOf: FileOf },
): Drawing {
  const pixels = template.sizes.includes(size) ? pixelsOf(size, template.custom) : undefined;
  if (pixels === undefined) throw unknownSize(template, size);
  const language = template.language ?? "en";
  const sheet: Sheet = {
    pixels,
    unit: Math.min(pixels.width, pixels.height) / REFERENCE_SIDE,
    size,
    language,
    variables,
    fileOf,
  };
  return {
    ...pixels,
    language,
    background: backgroundOn(sheet, template.background),
    layers: template.layers.flatMap((layer) => drawn(sheet, layer) ?? []),
  };
}

interface Sheet {
  pixels: Size;
  /** Pixels of a length of one. */
  unit: number;
  size: SizeId;
  language: string;
  variables: Variables;
  fileOf: FileOf;
}

function backgroundOn(sheet: Sheet, { fill, photo }: Background): Drawing["background"] {
  if (photo === undefined) return { fill };
  const seen = { ...photo, ...photo.bySize?.[sheet.size] };
  return { fill, photo: { ...view(sheet, photo.asset, seen), opacity: photo.opacity ?? 1 } };
}

/** Undefined where there is nothing to draw. */
function drawn(sheet: Sheet, layer: Layer): DrawnLayer | undefined {
  const placed = placedOn(sheet, layer);
  if (placed === undefined) return undefined;
  const { unit, variables } = sheet;
  switch (layer.kind) {
    case "image": {
      if (layer.asset === undefined) return undefined;
      const seen = { ...layer, ...layer.bySize?.[sheet.size] };
      return {
        kind: "image",
        ...placed,
        ...view(sheet, layer.asset, seen),
        radius: (layer.radius ?? 0) * unit,
        ...framed(sheet, layer),
      };
    }
    case "logo": {
      if (layer.asset === undefined) return undefined;
      const { shape, background, padding = 0 } = layer;
      return {
        kind: "logo",
        ...placed,
        file: fileOn(sheet, layer.asset),
        shape,
        ...(background !== undefined && { background }),
        padding: (padding / 100) * Math.min(placed.box.width, placed.box.height),
        ...framed(sheet, layer),
      };
    }
    case "shape": {
      const { shape, fill, radius = 0, thickness = 4, dash = [] } = layer;
      return {
        kind: "shape",
        ...placed,
        shape,
        ...(fill !== undefined && { fill }),
        radius: radius * unit,
        thickness: thickness * unit,
        dash: dash.map((each) => each * unit),
        ...framed(sheet, layer),
      };
    }
    case "gradient":
      return { kind: "gradient", ...placed, fill: layer.fill };
    case "text": {
      const words = wordsOn(sheet, layer);
      return words === "" ? undefined : { kind: "text", ...placed, words, ...typeOn(sheet, layer, words) };
    }
    case "qr": {
      const content = fillText(layer.text, variables).trim();
      if (content === "") return undefined;
      const { colour, background, margin = 4, correction = "M", radius = 0 } = layer;
      return {
        kind: "qr",
        ...placed,
        content,
        colour,
        ...(background !== undefined && { background }),
        margin,
        correction,
        radius: radius * unit,
      };
    }
  }
}

function placedOn({ pixels, size }: Sheet, layer: Layer) {
  const {
    x,
    y,
    width,
    height,
    rotation = 0,
    opacity = 1,
    visible = true,
  } = { ...layer, ...layer.bySize?.[size] };
  if (!visible || opacity === 0) return undefined;
  const box = {
    x: (x / 100) * pixels.width,
    y: (y / 100) * pixels.height,
    width: (width / 100) * pixels.width,
    height: (height / 100) * pixels.height,
  };
  return { box, rotation, opacity };
}

function wordsOn({ variables, language }: Sheet, { text, upperCase = false }: TextLayer): string {
  const plain = fillText(text, variables);
  // A code among words of the other direction keeps its own order, whatever it begins or ends with.
  const words = mixesDirections(plain) ? fillText(text, variables, isolated) : plain;
  const cut = Array.from(words.normalize("NFC")).slice(0, MOST_TEXT).join("").trim();
  return upperCase ? cut.toLocaleUpperCase(language) : cut;
}

function typeOn(
  sheet: Sheet,
  layer: TextLayer,
  words: string,
): Omit<DrawnText, "kind" | "words" | "box" | "rotation" | "opacity"> {
  const { unit, size } = sheet;
  const sized = { ...layer, ...layer.bySize?.[size] };
  const direction =
    layer.direction === "ltr" || layer.direction === "rtl" ? layer.direction : directionOf(words);
  return {
    face: faceOn(sheet, layer.typeface),
    weight: layer.weight ?? 400,
    colour: layer.colour,
    smallest: sized.size.smallest * unit,
    largest: sized.size.largest * unit,
    lineHeight: layer.lineHeight ?? 1.2,
    letterSpacing: (layer.letterSpacing ?? 0) / 100,
    direction,
    align: sideOf(sized.align ?? "start", direction),
    vertical: sized.vertical ?? "top",
    maxLines: sized.maxLines ?? 30,
    ...framed(sheet, layer),
  };
}

function sideOf(align: NonNullable<TextLayer["align"]>, direction: "ltr" | "rtl"): DrawnText["align"] {
  if (align === "start") return direction === "rtl" ? "right" : "left";
  if (align === "end") return direction === "rtl" ? "left" : "right";
  return align;
}

function framed(
  { unit }: Sheet,
  { stroke, shadow }: { stroke?: Stroke | undefined; shadow?: Shadow | undefined },
) {
  return {
    ...(stroke !== undefined && stroke.width > 0 && { stroke: { ...stroke, width: stroke.width * unit } }),
    ...(shadow !== undefined && {
      shadow: { colour: shadow.colour, x: shadow.x * unit, y: shadow.y * unit, blur: shadow.blur * unit },
    }),
  };
}

function view(
  sheet: Sheet,
  asset: string,
  { fit = "cover", focus = MIDDLE }: { fit?: Fit | undefined; focus?: Point | undefined },
): Photo {
  return { file: fileOn(sheet, asset), fit, focus };
}

const MIDDLE: Point = { x: 50, y: 50 };

function faceOn(sheet: Sheet, typeface: Typeface): Face {
  return "asset" in typeface ? { file: fileOn(sheet, typeface.asset) } : { family: typeface.family };
}

function fileOn({ fileOf }: Sheet, asset: string): string {
  const file = fileOf(asset);
  if (file !== undefined) return file;
  throw new PlatformError("A file that the template uses is gone.", {
    code: "picture.asset_missing",
    status: 422,
    hint: "Choose another picture or font in the template's editor.",
    details: { asset },
  });
}

function unknownSize(template: Template, size: string): PlatformError {
  return new PlatformError(`This template has no size “${size}”.`, {
    code: "template.size_unknown",
    status: 422,
    hint: `It comes as ${template.sizes.join(", ")}.`,
  });
}
