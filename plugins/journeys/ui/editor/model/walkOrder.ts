import { exitsOf } from "../../../graph/exits.ts";
import type { Journey } from "../../../graph/journey.ts";
import type { Step } from "../../../graph/step.ts";

/** Steps as somebody meets them: along the first exits first; what is not reached comes last. */
export function inOrder({ start, steps }: Journey): Step[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const met = new Map<string, Step>();
  const open = [start];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const step = byId.get(id);
    if (step === undefined || met.has(id)) continue;
    met.set(id, step);
    open.unshift(...exitsOf(step).flatMap(({ key }) => step.exits[key] ?? []));
  }
  return [...met.values(), ...steps.filter(({ id }) => !met.has(id))];
}
