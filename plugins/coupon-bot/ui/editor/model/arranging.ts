import type { Box } from "../../../template/drawing.ts";
import type { Size } from "../../../template/pixels.ts";
import type { Template } from "../../../template/template.ts";
import { boundsOf, unionOf } from "./geometry.ts";
import { changeLayers } from "./layers.ts";
import { boxOf, placeOf, putIn, type View } from "./placing.ts";

export const EDGES = ["left", "center", "right", "top", "middle", "bottom"] as const;
export type Edge = (typeof EDGES)[number];

/** Layers by their ids. */
export type Chosen = ReadonlySet<string>;

/** Moves layers by per cent of the picture. */
export function moveBy(
  template: Template,
  view: View,
  chosen: Chosen,
  by: { x: number; y: number },
): Template {
  return changeLayers(template, chosen, (layer) => {
    const { x, y } = placeOf(layer, view.size);
    return putIn(layer, view, { x: x + by.x, y: y + by.y });
  });
}

/** Aligns several among themselves, one with the picture. */
export function align(template: Template, view: View, frame: Size, chosen: Chosen, edge: Edge): Template {
  const boxes = boundsIn(template, view, frame, chosen);
  const room = boxes.size > 1 ? unionOf([...boxes.values()]) : { x: 0, y: 0, ...frame };
  if (room === undefined) return template;
  return shift(template, view, frame, boxes, (box) => gapTo(box, room, edge));
}

/** Makes the room between three or more equal; the outer ones stay. */
export function distribute(
  template: Template,
  view: View,
  frame: Size,
  chosen: Chosen,
  axis: "x" | "y",
): Template {
  const boxes = boundsIn(template, view, frame, chosen);
  const length = (box: Box) => (axis === "x" ? box.width : box.height);
  const inOrder = [...boxes.values()].sort((a, b) => a[axis] - b[axis]);
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  if (first === undefined || last === undefined || inOrder.length < 3) return template;
  const whole = last[axis] + length(last) - first[axis];
  const gap = (whole - inOrder.reduce((sum, box) => sum + length(box), 0)) / (inOrder.length - 1);
  const starts = new Map<Box, number>();
  let at = first[axis];
  for (const box of inOrder) {
    starts.set(box, at);
    at += length(box) + gap;
  }
  return shift(template, view, frame, boxes, (box) => {
    const by = (starts.get(box) ?? box[axis]) - box[axis];
    return axis === "x" ? { x: by, y: 0 } : { x: 0, y: by };
  });
}

/** The upright boxes of layers, in pixels. */
export function boundsIn(template: Template, view: View, frame: Size, chosen: Chosen): Map<string, Box> {
  return new Map(
    template.layers
      .filter(({ id }) => chosen.has(id))
      .map((layer) => {
        const place = placeOf(layer, view.size);
        return [layer.id, boundsOf(boxOf(place, frame), place.rotation)];
      }),
  );
}

function shift(
  template: Template,
  view: View,
  frame: Size,
  boxes: ReadonlyMap<string, Box>,
  by: (box: Box) => { x: number; y: number },
): Template {
  return changeLayers(template, new Set(boxes.keys()), (layer) => {
    const box = boxes.get(layer.id);
    if (box === undefined) return layer;
    const { x, y } = placeOf(layer, view.size);
    const { x: right, y: down } = by(box);
    return putIn(layer, view, { x: x + (right / frame.width) * 100, y: y + (down / frame.height) * 100 });
  });
}

function gapTo(box: Box, room: Box, edge: Edge): { x: number; y: number } {
  switch (edge) {
    case "left":
      return { x: room.x - box.x, y: 0 };
    case "center":
      return { x: room.x + room.width / 2 - (box.x + box.width / 2), y: 0 };
    case "right":
      return { x: room.x + room.width - (box.x + box.width), y: 0 };
    case "top":
      return { x: 0, y: room.y - box.y };
    case "middle":
      return { x: 0, y: room.y + room.height / 2 - (box.y + box.height / 2) };
    case "bottom":
      return { x: 0, y: room.y + room.height - (box.y + box.height) };
  }
}
