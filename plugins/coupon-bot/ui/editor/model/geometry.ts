import type { Box } from "../../../template/drawing.ts";

/** A point in pixels of the picture. */
export interface Spot {
  x: number;
  y: number;
}

export function middleOf({ x, y, width, height }: Box): Spot {
  return { x: x + width / 2, y: y + height / 2 };
}

/** A point turned around another, in degrees clockwise. */
export function turned({ x, y }: Spot, around: Spot, degrees: number): Spot {
  const turn = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [dx, dy] = [x - around.x, y - around.y];
  return { x: around.x + dx * cos - dy * sin, y: around.y + dx * sin + dy * cos };
}

/** Of a box that is turned around its middle: top left, top right, bottom right, bottom left. */
export function cornersOf(box: Box, rotation: number): [Spot, Spot, Spot, Spot] {
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  const at = (x: number, y: number) => turned({ x, y }, middleOf(box), rotation);
  return [at(box.x, box.y), at(right, box.y), at(right, bottom), at(box.x, bottom)];
}

/** The upright box around a turned one. */
export function boundsOf(box: Box, rotation: number): Box {
  return rotation % 180 === 0 ? box : around(cornersOf(box, rotation));
}

/** The box around several; undefined around none. */
export function unionOf(boxes: readonly Box[]): Box | undefined {
  return boxes.length === 0 ? undefined : around(boxes.flatMap((box) => cornersOf(box, 0)));
}

function around(spots: readonly Spot[]): Box {
  const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** Whether a point lies within a turned box, or so near that a hand means it. */
export function isWithin(point: Spot, box: Box, rotation: number, near = 0): boolean {
  const { x, y } = turned(point, middleOf(box), -rotation);
  return (
    x >= box.x - near && x <= box.x + box.width + near && y >= box.y - near && y <= box.y + box.height + near
  );
}

export function touches(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
