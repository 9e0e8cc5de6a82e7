import type { Box } from "../../../template/drawing.ts";
import { middleOf, type Spot, turned } from "./geometry.ts";
import type { Lines } from "./snapping.ts";

/** What a box is resized by: its sides and corners, as on a compass. */
export const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"] as const;
export type Handle = (typeof HANDLES)[number];

/** Pixels that a side keeps. */
const LEAST = 4;

/** Which way a handle pulls: -1, 0 or 1. */
export function pullOf(handle: Handle): Spot {
  return {
    x: handle.includes("e") ? 1 : handle.includes("w") ? -1 : 0,
    y: handle.includes("s") ? 1 : handle.includes("n") ? -1 : 0,
  };
}

/** The lines of an upright box that a handle draws. */
export function linesOf(handle: Handle): Lines {
  const { x, y } = pullOf(handle);
  return {
    x: x === 0 ? [] : [x > 0 ? "end" : "start"],
    y: y === 0 ? [] : [y > 0 ? "end" : "start"],
  };
}

export interface Pull {
  handle: Handle;
  /** How far the hand went, in pixels of the picture. */
  by: Spot;
  /** Keeps the proportions. */
  ratio?: boolean;
  /** Both sides go. */
  fromMiddle?: boolean;
}

/** A turned box after a handle was pulled: what lies opposite stays where it is. */
export function resized(
  box: Box,
  rotation: number,
  { handle, by, ratio = false, fromMiddle = false }: Pull,
): Box {
  const pull = pullOf(handle);
  const along = turned(by, { x: 0, y: 0 }, -rotation);
  const twice = fromMiddle ? 2 : 1;
  let width = Math.max(LEAST, box.width + pull.x * along.x * twice);
  let height = Math.max(LEAST, box.height + pull.y * along.y * twice);
  if (ratio) {
    const [across, down] = [width / box.width, height / box.height];
    const scale = pull.x === 0 ? down : pull.y === 0 ? across : Math.max(across, down);
    width = box.width * scale;
    height = box.height * scale;
  }
  const middle = middleOf(box);
  if (fromMiddle) return { x: middle.x - width / 2, y: middle.y - height / 2, width, height };
  // The middle goes half of what the box grew, along its own axes.
  const went = turned(
    { x: (pull.x * (width - box.width)) / 2, y: (pull.y * (height - box.height)) / 2 },
    { x: 0, y: 0 },
    rotation,
  );
  return { x: middle.x + went.x - width / 2, y: middle.y + went.y - height / 2, width, height };
}

/** A box of several as it stands after the box around them was resized. */
export function scaledWithin(box: Box, from: Box, to: Box): Box {
  const [across, down] = [to.width / from.width, to.height / from.height];
  return {
    x: to.x + (box.x - from.x) * across,
    y: to.y + (box.y - from.y) * down,
    width: box.width * across,
    height: box.height * down,
  };
}

/** Degrees beyond which a turn does not stick. */
const STICKS = 3;
const STEP = 15;

/** The rotation that turns a box's upper side towards the hand; whole steps of 15° where asked for, upright where it is nearly so. */
export function rotationTowards(hand: Spot, middle: Spot, stepwise: boolean): number {
  const degrees = (Math.atan2(hand.y - middle.y, hand.x - middle.x) * 180) / Math.PI + 90;
  if (stepwise) return normal(Math.round(degrees / STEP) * STEP);
  const right = Math.round(degrees / 45) * 45;
  return normal(Math.abs(degrees - right) <= STICKS ? right : Math.round(degrees * 10) / 10);
}

/** From above -180 to 180. */
export function normal(degrees: number): number {
  const turn = ((degrees % 360) + 360) % 360;
  return turn > 180 ? turn - 360 : turn;
}
