import type { Candidate, Direction } from "@promostack/core/strategy";
import type { Instrument } from "./instrument.ts";
import { toTicks } from "./ticks.ts";

/** A whole position, so that fractions are whole numbers and total exactly. */
export const WHOLE = 10_000;

const DEFAULT_FRACTIONS = [0.5, 0.3, 0.2];

/** What a signal is before it lives: prices in ticks, fractions in parts of `WHOLE`, nearest target first. */
export interface Levels {
  direction: Direction;
  entry: number;
  stop: number;
  targets: number[];
  fractions: number[];
}

/** Rounds a candidate's prices to the instrument's ticks, once. The last target takes whatever fraction is left. */
export function levelsOf(candidate: Candidate, instrument: Instrument): Levels {
  const targets = candidate.targets.slice(0, 3).map((target) => toTicks(target, instrument));
  const wanted = candidate.fractions ?? DEFAULT_FRACTIONS;
  let left = WHOLE;
  const fractions = targets.map((_, index) => {
    const part =
      index === targets.length - 1 ? left : Math.min(Math.round((wanted[index] ?? 0) * WHOLE), left);
    left -= part;
    return part;
  });
  return {
    direction: candidate.direction,
    entry: toTicks(candidate.entry, instrument),
    stop: toTicks(candidate.stop, instrument),
    targets,
    fractions,
  };
}

/** 1 for a buy, -1 for a sell. */
export function sideOf(direction: Direction): 1 | -1 {
  return direction === "buy" ? 1 : -1;
}

/** The initial risk in ticks; negative or zero where the stop is on the wrong side. */
export function riskOf({ direction, entry, stop }: Pick<Levels, "direction" | "entry" | "stop">): number {
  return (entry - stop) * sideOf(direction);
}
