import { exitsOf } from "../../../graph/exits.ts";
import type { Journey } from "../../../graph/journey.ts";
import type { Step } from "../../../graph/step.ts";

/** Changes to a journey, each pure: the given one stays as it is. */

export interface Place {
  x: number;
  y: number;
}

/** What an exit is connected from; the journey's own start is `{ step: "" }`. */
export interface ExitOf {
  step: string;
  exit: string;
}

export const START: ExitOf = { step: "", exit: "start" };

/** Adds steps. The first step of an empty journey is where it starts. */
export function addSteps(journey: Journey, steps: readonly Step[]): Journey {
  const start = journey.start === "" ? (steps[0]?.id ?? "") : journey.start;
  return { ...journey, start, steps: [...journey.steps, ...steps] };
}

/** Puts a changed step in its place. Exits that it has no longer lead nowhere. */
export function changeStep(journey: Journey, changed: Step): Journey {
  return {
    ...journey,
    steps: journey.steps.map((step) => (step.id === changed.id ? pruned(changed) : step)),
  };
}

/** Removes steps, and every way that led to them. */
export function removeSteps(journey: Journey, ids: ReadonlySet<string>): Journey {
  const steps = journey.steps
    .filter(({ id }) => !ids.has(id))
    .map((step) => {
      const kept = Object.entries(step.exits).filter(([, to]) => !ids.has(to));
      return kept.length === Object.keys(step.exits).length
        ? step
        : { ...step, exits: Object.fromEntries(kept) };
    });
  return { ...journey, start: ids.has(journey.start) ? "" : journey.start, steps };
}

/** Leads an exit to a step; to nowhere where `to` is undefined. */
export function connect(journey: Journey, { step: from, exit }: ExitOf, to: string | undefined): Journey {
  if (from === "") return { ...journey, start: to ?? "" };
  const steps = journey.steps.map((step) => {
    if (step.id !== from) return step;
    const { [exit]: _, ...others } = step.exits;
    return { ...step, exits: to === undefined ? others : { ...others, [exit]: to } };
  });
  return { ...journey, steps };
}

export function moveSteps(journey: Journey, places: ReadonlyMap<string, Place>): Journey {
  const steps = journey.steps.map((step) => {
    const place = places.get(step.id);
    return place === undefined ? step : { ...step, x: Math.round(place.x), y: Math.round(place.y) };
  });
  return { ...journey, steps };
}

/** Every connection, the start's first. */
export function connections(journey: Journey): (ExitOf & { to: string })[] {
  const known = new Set(journey.steps.map(({ id }) => id));
  const start = known.has(journey.start) ? [{ ...START, to: journey.start }] : [];
  const between = journey.steps.flatMap((step) =>
    exitsOf(step).flatMap(({ key }) => {
      const to = step.exits[key];
      return to === undefined || !known.has(to) ? [] : [{ step: step.id, exit: key, to }];
    }),
  );
  return [...start, ...between];
}

/** The exit of a step that a new step is connected to: the first that leads nowhere. */
export function freeExit(step: Step): string | undefined {
  return exitsOf(step).find(({ key }) => step.exits[key] === undefined)?.key;
}

function pruned(step: Step): Step {
  const keys = new Set(exitsOf(step).map(({ key }) => key));
  const kept = Object.entries(step.exits).filter(([key]) => keys.has(key));
  return kept.length === Object.keys(step.exits).length ? step : { ...step, exits: Object.fromEntries(kept) };
}
