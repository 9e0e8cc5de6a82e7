import type { Box } from "../../../template/drawing.ts";
import type { LayerKind } from "../../../template/layer.ts";
import type { Size } from "../../../template/pixels.ts";
import type { Template } from "../../../template/template.ts";
import { boundsIn, type Chosen, moveBy } from "./arranging.ts";
import { isWithin, middleOf, type Spot, touches, unionOf } from "./geometry.ts";
import { changeLayers } from "./layers.ts";
import { boxOf, type Place, placeFrom, placeOf, putIn, seenIn, type View } from "./placing.ts";
import { type Handle, linesOf, pullOf, resized, rotationTowards, scaledWithin } from "./resizing.ts";
import { EVERY_LINE, type Guide, snapped } from "./snapping.ts";

/** What a hand has taken hold of. */
export type Grip = { do: "move" } | { do: "resize"; handle: Handle } | { do: "turn" };

/** Layers in a hand, as they stood when it took them. */
export interface Grasp {
  template: Template;
  view: View;
  frame: Size;
  chosen: Chosen;
  grip: Grip;
  /** Where it took hold, in pixels of the picture. */
  from: Spot;
  /** How near something must be to snap, in pixels of the picture. */
  reach: number;
}

export interface Hand {
  at: Spot;
  /** Straight; proportions the other way round; in steps. */
  shift: boolean;
  /** From the middle. */
  alt: boolean;
  /** Freely, without snapping. */
  free: boolean;
}

export interface Dragged {
  template: Template;
  guides: Guide[];
}

/** Where layers stand while a hand drags them. */
export function dragged(grasp: Grasp, hand: Hand): Dragged {
  if (grasp.grip.do === "move") return moved(grasp, hand);
  if (grasp.grip.do === "turn") return turnedBy(grasp, hand);
  return grasp.chosen.size === 1
    ? resizedOne(grasp, hand, grasp.grip.handle)
    : resizedMany(grasp, hand, grasp.grip.handle);
}

/** The uppermost layer that a hand can take at a point, or one of those that it has already. */
export function layerAt(
  template: Template,
  { size }: View,
  frame: Size,
  point: Spot,
  near: number,
  among?: Chosen,
): string | undefined {
  return template.layers.findLast((layer) => {
    if (!isFree(layer, size) || (among !== undefined && !among.has(layer.id))) return false;
    const place = placeOf(layer, size);
    return isWithin(point, boxOf(place, frame), place.rotation, near);
  })?.id;
}

/** Those that a rubber band touches. */
export function layersIn(template: Template, view: View, frame: Size, band: Box): string[] {
  const free = template.layers.filter((layer) => isFree(layer, view.size)).map(({ id }) => id);
  const bounds = boundsIn(template, view, frame, new Set(free));
  return [...bounds].flatMap(([id, box]) => (touches(box, band) ? [id] : []));
}

/** What is seen and not locked. */
export function isFree(layer: Template["layers"][number], size: View["size"]): boolean {
  return layer.locked !== true && seenIn(layer, size).visible !== false;
}

function moved({ template, view, frame, chosen, from, reach }: Grasp, hand: Hand): Dragged {
  let [dx, dy] = [hand.at.x - from.x, hand.at.y - from.y];
  if (hand.shift) [dx, dy] = Math.abs(dx) > Math.abs(dy) ? [dx, 0] : [0, dy];
  const bounds = unionOf([...boundsIn(template, view, frame, chosen).values()]);
  let guides: Guide[] = [];
  if (bounds !== undefined && !hand.free) {
    const box = { ...bounds, x: bounds.x + dx, y: bounds.y + dy };
    // What a hand keeps straight snaps only along its way.
    const lines = {
      x: hand.shift && dx === 0 ? [] : EVERY_LINE.x,
      y: hand.shift && dy === 0 ? [] : EVERY_LINE.y,
    };
    const snap = snapped(box, othersIn(template, view, frame, chosen), frame, reach, lines);
    [dx, dy, guides] = [dx + snap.dx, dy + snap.dy, snap.guides];
  }
  const by = { x: (dx / frame.width) * 100, y: (dy / frame.height) * 100 };
  return { template: moveBy(template, view, chosen, by), guides };
}

function turnedBy({ template, view, frame, chosen }: Grasp, hand: Hand): Dragged {
  const next = changeLayers(template, chosen, (layer) => {
    const middle = middleOf(boxOf(placeOf(layer, view.size), frame));
    return putIn(layer, view, { rotation: rotationTowards(hand.at, middle, hand.shift) });
  });
  return { template: next, guides: [] };
}

/** Corners of these keep the proportions; with Shift those of all others do. */
const KEEPS: ReadonlySet<LayerKind> = new Set(["image", "logo", "qr"]);

function resizedOne(
  { template, view, frame, chosen, from, reach }: Grasp,
  hand: Hand,
  handle: Handle,
): Dragged {
  const layer = template.layers.find(({ id }) => chosen.has(id));
  if (layer === undefined) return { template, guides: [] };
  const place = placeOf(layer, view.size);
  const box = boxOf(place, frame);
  const { x, y } = pullOf(handle);
  const ratio = x !== 0 && y !== 0 && KEEPS.has(layer.kind) !== hand.shift;
  const pull = { handle, ratio, fromMiddle: hand.alt };
  const by = { x: hand.at.x - from.x, y: hand.at.y - from.y };
  let next = resized(box, place.rotation, { ...pull, by });
  let guides: Guide[] = [];
  if (!hand.free && !ratio && place.rotation === 0) {
    const snap = snapped(next, othersIn(template, view, frame, chosen), frame, reach, linesOf(handle));
    next = resized(box, 0, { ...pull, by: { x: by.x + snap.dx, y: by.y + snap.dy } });
    guides = snap.guides;
  }
  const put = putIn(layer, view, changes(place, placeFrom(next, frame)));
  return { template: changeLayers(template, chosen, () => put), guides };
}

function resizedMany({ template, view, frame, chosen, from }: Grasp, hand: Hand, handle: Handle): Dragged {
  const bounds = unionOf([...boundsIn(template, view, frame, chosen).values()]);
  if (bounds === undefined) return { template, guides: [] };
  const by = { x: hand.at.x - from.x, y: hand.at.y - from.y };
  const to = resized(bounds, 0, { handle, by, ratio: !hand.shift, fromMiddle: hand.alt });
  const next = changeLayers(template, chosen, (layer) => {
    const place = placeOf(layer, view.size);
    return putIn(layer, view, placeFrom(scaledWithin(boxOf(place, frame), bounds, to), frame));
  });
  return { template: next, guides: [] };
}

/** Only what is another: the rest stays what it was, to the last digit. */
function changes(before: Place, after: Omit<Place, "rotation">): Partial<Place> {
  const differs = (a: number, b: number) => Math.abs(a - b) > 1e-9;
  return {
    ...(differs(before.x, after.x) && { x: after.x }),
    ...(differs(before.y, after.y) && { y: after.y }),
    ...(differs(before.width, after.width) && { width: after.width }),
    ...(differs(before.height, after.height) && { height: after.height }),
  };
}

function othersIn(template: Template, view: View, frame: Size, chosen: Chosen): Box[] {
  const others = template.layers
    .filter((layer) => !chosen.has(layer.id) && seenIn(layer, view.size).visible !== false)
    .map(({ id }) => id);
  return [...boundsIn(template, view, frame, new Set(others)).values()];
}
