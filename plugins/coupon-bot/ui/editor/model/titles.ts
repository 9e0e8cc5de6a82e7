import type { Layer } from "../../../template/layer.ts";
import { words as W } from "../texts.ts";

/** A layer's name in the list: its own, or what it is. */
export function titleOf(layer: Layer): string {
  if (layer.name !== undefined && layer.name.trim() !== "") return layer.name;
  if (layer.kind === "text") return layer.text.replace(/\s+/g, " ").trim().slice(0, 60) || W.kinds.text;
  if (layer.kind === "shape") return W.shapes[layer.shape];
  return W.kinds[layer.kind];
}
