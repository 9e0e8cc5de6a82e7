import type { Step } from "../step.ts";
import { error, type Problem, type Rule, repeated } from "./problem.ts";

/** Ids are what buttons bring back and what numbers count by: two of the same cannot be told apart. */
export const ID_RULES: Rule[] = [
  ({ steps }) =>
    repeated(steps.map(({ id }) => id)).map((step) =>
      error(`Two steps have the id ${step}.`, "Delete one and add it anew.", { step }),
    ),
  ({ triggers }) =>
    repeated(triggers.map(({ id }) => id)).map((trigger) =>
      error(`Two triggers have the id ${trigger}.`, "Delete one and add it anew.", { trigger }),
    ),
  ({ steps }) => steps.flatMap(partsTwice),
];

function partsTwice(step: Step): Problem[] {
  return repeated(partIds(step)).map((id) =>
    error(`Two parts of the step have the id ${id}.`, "Delete one of them and add it anew.", {
      step: step.id,
    }),
  );
}

/** Ids that share one space: a question's choices and buttons do, both come back by a press. */
function partIds(step: Step): string[] {
  switch (step.kind) {
    case "message":
      return step.content.buttons.map(({ id }) => id);
    case "question":
      return [...step.content.buttons, ...(step.choices ?? [])].map(({ id }) => id);
    case "wait_for_reply":
      return step.branches.map(({ id }) => id);
    case "split":
      return step.variants.map(({ id }) => id);
    case "action":
      return step.outcomes.map(({ id }) => id);
    default:
      return [];
  }
}
