import type { Box } from "../../../template/drawing.ts";
import type { Layer } from "../../../template/layer.ts";
import type { Size, SizeId } from "../../../template/pixels.ts";

/** The size that somebody works in, and whether changes are for it alone. */
export interface View {
  size: SizeId;
  only: boolean;
}

/** Where a layer stands in one size, in per cent of the picture and degrees. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
  rotation: number;
}

/** What may be different in one of the sizes, by kind of layer. */
export type Sized<L extends Layer> = L extends Layer
  ? NonNullable<NonNullable<L["bySize"]>["square"]>
  : never;

const EDGES = { place: [-200, 300], extent: [0.1, 400], rotation: [-360, 360] } as const;

/** A layer as it is in one size. */
export function seenIn<L extends Layer>(layer: L, size: SizeId): L {
  return { ...layer, ...layer.bySize?.[size] };
}

export function placeOf(layer: Layer, size: SizeId): Place {
  const { x, y, width, height, rotation = 0 } = { ...layer, ...layer.bySize?.[size] };
  return { x, y, width, height, rotation };
}

/** Per cent as pixels of a picture. */
export function boxOf({ x, y, width, height }: Omit<Place, "rotation">, frame: Size): Box {
  return {
    x: (x / 100) * frame.width,
    y: (y / 100) * frame.height,
    width: (width / 100) * frame.width,
    height: (height / 100) * frame.height,
  };
}

/** Pixels of a picture as per cent. */
export function placeFrom({ x, y, width, height }: Box, frame: Size): Omit<Place, "rotation"> {
  return {
    x: (x / frame.width) * 100,
    y: (y / frame.height) * 100,
    width: (width / frame.width) * 100,
    height: (height / frame.height) * 100,
  };
}

/** Sets what may differ by size: in the one size, or in all of them, where what was different in some is no more. */
export function setIn<L extends Layer>(layer: L, { size, only }: View, patch: Sized<L>): L {
  if (only) return withOverride(layer, size, patch);
  const names = Object.keys(patch);
  return { ...layer, ...patch, bySize: bySize(layer, (own) => without(own, names)) };
}

/**
 * Puts a layer elsewhere. In all sizes it goes as far, turns as much and grows by as much in those where it has a place of its own, so
 * that what was arranged for a size stays so.
 */
export function putIn<L extends Layer>(layer: L, { size, only }: View, to: Partial<Place>): L {
  const before = placeOf(layer, size);
  const after = { ...before, ...to };
  if (only) return withOverride(layer, size, tidy(changed(before, after)));
  const moved = (from: Partial<Place>): Partial<Place> => ({
    ...(from.x !== undefined && { x: from.x + after.x - before.x }),
    ...(from.y !== undefined && { y: from.y + after.y - before.y }),
    ...(from.width !== undefined && { width: from.width * (after.width / before.width) }),
    ...(from.height !== undefined && { height: from.height * (after.height / before.height) }),
    ...(from.rotation !== undefined && { rotation: from.rotation + after.rotation - before.rotation }),
  });
  const { x, y, width, height, rotation = 0 } = layer;
  const base = tidy(moved({ x, y, width, height, rotation }));
  return {
    ...layer,
    ...base,
    ...(layer.rotation === undefined && base.rotation === 0 && { rotation: undefined }),
    bySize: bySize(layer, (own) => ({ ...own, ...tidy(moved(own)) })),
  };
}

/** Whether the layer has something of its own in this size. */
export function isOwnIn(layer: Layer, size: SizeId): boolean {
  return Object.keys(layer.bySize?.[size] ?? {}).length > 0;
}

/** Forgets what is different in this size. */
export function asElsewhere<L extends Layer>(layer: L, size: SizeId): L {
  return { ...layer, bySize: bySize(layer, (own, id) => (id === size ? {} : own)) };
}

function withOverride<L extends Layer>(layer: L, size: SizeId, patch: object): L {
  if (Object.keys(patch).length === 0) return layer;
  return { ...layer, bySize: { ...layer.bySize, [size]: { ...layer.bySize?.[size], ...patch } } };
}

/** Every size's own things anew; undefined where none is left. */
function bySize(layer: Layer, change: (own: Partial<Place>, size: string) => object): object | undefined {
  const entries = Object.entries(layer.bySize ?? {})
    .map(([size, own]) => [size, change(own, size)] as const)
    .filter(([, own]) => Object.keys(own).length > 0);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function without(own: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(own).filter(([name]) => !names.includes(name)));
}

function changed(before: Place, after: Place): Partial<Place> {
  return {
    ...(after.x !== before.x && { x: after.x }),
    ...(after.y !== before.y && { y: after.y }),
    ...(after.width !== before.width && { width: after.width }),
    ...(after.height !== before.height && { height: after.height }),
    ...(after.rotation !== before.rotation && { rotation: after.rotation }),
  };
}

/** Within what a template may have, to a thousandth of a per cent. */
function tidy(place: Partial<Place>): Partial<Place> {
  const { x, y, width, height, rotation } = place;
  return {
    ...(x !== undefined && { x: within(x, EDGES.place) }),
    ...(y !== undefined && { y: within(y, EDGES.place) }),
    ...(width !== undefined && { width: within(width, EDGES.extent) }),
    ...(height !== undefined && { height: within(height, EDGES.extent) }),
    ...(rotation !== undefined && { rotation: within(rotation % 360, EDGES.rotation) }),
  };
}

function within(value: number, [least, most]: readonly [number, number]): number {
  return Math.round(Math.min(most, Math.max(least, value)) * 1000) / 1000;
}
