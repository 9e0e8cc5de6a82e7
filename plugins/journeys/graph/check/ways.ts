import { exitsOf } from "../exits.ts";
import type { Journey } from "../journey.ts";
import type { Step } from "../step.ts";

/** A connection that can be walked: from an exit that the step has to a step that is there. */
export interface Way {
  from: Step;
  exit: string;
  to: Step;
}

export function waysOf({ steps }: Journey): Way[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  return steps.flatMap((from) =>
    exitsOf(from).flatMap(({ key }) => {
      const to = byId.get(from.exits[key] ?? "");
      return to === undefined ? [] : [{ from, exit: key, to }];
    }),
  );
}

/** Ids of the steps that can be come to from some, those included. */
export function reachedFrom(begin: readonly string[], ways: readonly Way[]): Set<string> {
  const next = new Map<string, string[]>();
  for (const { from, to } of ways) next.set(from.id, [...(next.get(from.id) ?? []), to.id]);
  const reached = new Set(begin);
  for (const id of reached) for (const each of next.get(id) ?? []) reached.add(each);
  return reached;
}

/** A message of which one button must be pressed before it goes on. */
export function waitsForButton(step: Step): boolean {
  return (
    step.kind === "message" &&
    step.exits.next === undefined &&
    step.content.buttons.some(({ does }) => does === "next")
  );
}

/** A walk that comes here stands still for a while, or until the person does something. */
export function waits(step: Step): boolean {
  return (
    step.kind === "delay" ||
    step.kind === "question" ||
    step.kind === "wait_for_reply" ||
    waitsForButton(step)
  );
}
