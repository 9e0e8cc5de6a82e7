import type { Layer } from "../../../template/layer.ts";
import { MOST_LAYERS } from "../../../template/limits.ts";
import type { Template } from "../../../template/template.ts";
import type { NewId } from "./ids.ts";
import { placeOf, putIn, type View } from "./placing.ts";

/** Room for so many layers more. */
export function roomLeft({ layers }: Template): number {
  return MOST_LAYERS - layers.length;
}

/** Changes the named layers; the others stay the same objects, so that only what changed is drawn anew. */
export function changeLayers(
  template: Template,
  ids: ReadonlySet<string>,
  change: (layer: Layer) => Layer,
): Template {
  if (ids.size === 0) return template;
  return { ...template, layers: template.layers.map((layer) => (ids.has(layer.id) ? change(layer) : layer)) };
}

export function changeLayer(template: Template, layer: Layer): Template {
  return changeLayers(template, new Set([layer.id]), () => layer);
}

/** Adds layers on top, or above another one. Beyond what a template may hold nothing is added. */
export function addLayers(template: Template, layers: readonly Layer[], above?: string): Template {
  const more = layers.slice(0, roomLeft(template));
  const at = above === undefined ? -1 : template.layers.findIndex(({ id }) => id === above);
  const index = at < 0 ? template.layers.length : at + 1;
  return { ...template, layers: template.layers.toSpliced(index, 0, ...more) };
}

export function removeLayers(template: Template, ids: ReadonlySet<string>): Template {
  return { ...template, layers: template.layers.filter(({ id }) => !ids.has(id)) };
}

/** Per cent by which a copy stands beside what it was made of. */
const BESIDE = 2.5;

/** Copies with ids of their own, a little beside in every size. */
export function copiesOf(layers: readonly Layer[], newId: NewId, { size }: Pick<View, "size">): Layer[] {
  return layers.map((layer) => {
    const { x, y } = placeOf(layer, size);
    return { ...putIn(layer, { size, only: false }, { x: x + BESIDE, y: y + BESIDE }), id: newId() };
  });
}

export type Way = "front" | "forward" | "backward" | "back";

/** Brings layers nearer or farther; several keep their order. */
export function reorder(template: Template, ids: ReadonlySet<string>, way: Way): Template {
  const { layers } = template;
  const chosen = layers.filter(({ id }) => ids.has(id));
  const rest = layers.filter(({ id }) => !ids.has(id));
  if (way === "front") return { ...template, layers: [...rest, ...chosen] };
  if (way === "back") return { ...template, layers: [...chosen, ...rest] };
  const first = layers.findIndex(({ id }) => ids.has(id));
  const last = layers.findLastIndex(({ id }) => ids.has(id));
  const below = layers.slice(0, way === "forward" ? last + 2 : Math.max(0, first - 1));
  const at = below.filter(({ id }) => !ids.has(id)).length;
  return { ...template, layers: rest.toSpliced(at, 0, ...chosen) };
}

/** Puts a layer at a place in the order, 0 at the bottom. */
export function putAt(template: Template, id: string, index: number): Template {
  const from = template.layers.findIndex((layer) => layer.id === id);
  const layer = template.layers[from];
  if (layer === undefined || from === index) return template;
  return { ...template, layers: template.layers.toSpliced(from, 1).toSpliced(index, 0, layer) };
}
