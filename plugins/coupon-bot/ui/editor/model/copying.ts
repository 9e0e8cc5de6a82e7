import type { Layer } from "../../../template/layer.ts";
import { words as W } from "../texts.ts";

/** Marks a clipboard's text as layers of a template. */
const MARK = "promostack/coupon-layers@1";

/** Layers as text, for the clipboard: they can be pasted into another template or window. */
export function asText(layers: readonly Layer[]): string {
  return JSON.stringify({ [MARK]: layers });
}

/** Reads layers from a clipboard's text; undefined for anything else. The server checks them when the draft is saved. */
export function layersFrom(text: string): Layer[] | undefined {
  if (!text.includes(MARK)) return undefined;
  try {
    const found: unknown = Object(JSON.parse(text))[MARK];
    return Array.isArray(found) && found.every(isLayer) ? found : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isLayer(value: unknown): value is Layer {
  const layer: Record<string, unknown> = Object(value);
  return (
    typeof layer.id === "string" &&
    typeof layer.kind === "string" &&
    Object.hasOwn(W.kinds, layer.kind) &&
    [layer.x, layer.y, layer.width, layer.height].every((each) => typeof each === "number")
  );
}
