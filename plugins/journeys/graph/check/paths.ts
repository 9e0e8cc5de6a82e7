import { type Exit, exitsOf } from "../exits.ts";
import type { Journey } from "../journey.ts";
import type { Step } from "../step.ts";
import { error, type Problem, type Rule, warning } from "./problem.ts";
import { reachedFrom, type Way, waits, waitsForButton, waysOf } from "./ways.ts";

/** Where walks lead: a beginning, no dead ends, nothing that cannot be reached, no circles without a wait. */
export const PATH_RULES: Rule[] = [
  beginning,
  ({ steps }) => steps.flatMap((step) => lostExits(step, steps)),
  ({ steps }) => steps.flatMap(deadEnds),
  unreachable,
  ({ steps }) => steps.flatMap(sleepingExits),
  circles,
];

function beginning({ start, steps }: Journey): Problem[] {
  if (steps.length === 0)
    return [error("There are no steps yet.", "Add the first: a message is a good start.")];
  if (start === "") return [error("Nothing says where the journey begins.", "Choose the first step.")];
  if (steps.some(({ id }) => id === start)) return [];
  return [error("The first step is not there any more.", "Choose another first step.")];
}

function lostExits(step: Step, steps: readonly Step[]): Problem[] {
  return exitsOf(step).flatMap(({ key, title }) => {
    const to = step.exits[key];
    if (to === undefined || steps.some(({ id }) => id === to)) return [];
    const message = `“${title}” leads to a step that is not there.`;
    return [error(message, "Connect it to another step.", { step: step.id, field: `exits.${key}` })];
  });
}

/** Exits that lead nowhere. Steps that are there only to lead on may not have none that does. */
function deadEnds(step: Step): Problem[] {
  const exits = exitsOf(step);
  const open = exits.filter(({ key }) => step.exits[key] === undefined && mayBeTaken(step, key));
  const at = (key: string) => ({ step: step.id, field: `exits.${key}` });
  if (step.kind === "goto" && step.exits.next === undefined)
    return [error("The jump leads nowhere.", "Choose the step to jump to.", at("next"))];
  const onlyLeads = step.kind === "condition" || step.kind === "split";
  if (onlyLeads && open.length === exits.length)
    return [error("No branch leads on.", "Connect at least one branch to a step.", { step: step.id })];
  return open.map((exit) =>
    warning(
      endsHere(step, exit),
      "Connect it, or lead it to an end step if you mean that: its outcome is counted.",
      at(exit.key),
    ),
  );
}

/** Whether a walk can leave by the exit at all, so that it matters where it leads. */
function mayBeTaken(step: Step, key: string): boolean {
  switch (step.kind) {
    case "message":
      // Its buttons have a rule of their own.
      return key === "next" && !waitsForButton(step);
    case "question":
      if (key.startsWith("button:")) return false;
      // A choice without an exit of its own goes the common way; where all have one, nobody does.
      if (key.startsWith("choice:")) return false;
      return key !== "next" || !everyChoiceLeads(step);
    case "split":
      return step.variants.some(({ id, weight }) => key === `variant:${id}` && weight > 0);
    case "goto":
      // Having jumped often enough is a good time to end.
      return false;
    default:
      return true;
  }
}

function everyChoiceLeads(step: Extract<Step, { kind: "question" }>): boolean {
  const { answer, choices = [] } = step;
  return (
    answer === "choice" &&
    choices.length > 0 &&
    choices.every(({ id }) => step.exits[`choice:${id}`] !== undefined)
  );
}

function endsHere({ kind }: Step, { key, title }: Exit): string {
  if (key === "timeout") return "Whoever does not reply in time leaves the journey here, as expired.";
  if (key === "invalid") return "Whoever gives no valid answer leaves the journey here.";
  if (key === "failed") return "Where the action fails, the journey ends here.";
  if (kind === "delay") return "The journey waits here, and then it is over.";
  return key === "next" ? "The journey ends after this step." : `The journey ends at “${title}”.`;
}

function unreachable(journey: Journey): Problem[] {
  const reached = reachedFrom([journey.start], waysOf(journey));
  // Before anything is connected, one complaint about the beginning is enough.
  if (!journey.steps.some(({ id }) => id === journey.start)) return [];
  return journey.steps
    .filter(({ id }) => !reached.has(id))
    .map(({ id }) =>
      warning("Nobody comes to this step.", "Connect a step to it, or delete it.", { step: id }),
    );
}

/** Connections of exits that the step does not have now: a time-out whose time was taken away, a button that is gone. */
function sleepingExits(step: Step): Problem[] {
  const keys = new Set(exitsOf(step).map(({ key }) => key));
  return Object.keys(step.exits)
    .filter((key) => !keys.has(key))
    .map((key) => {
      const where = { step: step.id, field: `exits.${key}` };
      return key === "timeout"
        ? warning(
            "Its time-out is never reached: no time is set.",
            "Set how long to wait, or remove the connection.",
            where,
          )
        : warning(
            "A connection belongs to a part of the step that is gone.",
            "Remove the connection.",
            where,
          );
    });
}

/** Circles that nothing slows down. A jump is bounded: through one, only messages that come all at once are worth a word. */
function circles(journey: Journey): Problem[] {
  const instant = waysOf(journey).filter(({ from }) => !waits(from));
  const plain = instant.filter(({ from, exit }) => from.kind !== "goto" || exit !== "next");
  const endless = inCircles(plain);
  const first = journey.steps.find(({ id }) => endless.has(id));
  if (first !== undefined) {
    const message = "These steps run in a circle without a wait: it would never end.";
    return [
      error(message, "Put a delay or a question into the circle, or use a jump, which is bounded.", {
        step: first.id,
      }),
    ];
  }
  const bounded = inCircles(instant);
  const speaking = journey.steps.find(({ id, kind }) => bounded.has(id) && kind === "message");
  if (speaking === undefined) return [];
  const message = "The jump repeats this message at once, as often as it may.";
  return [warning(message, "Put a delay or a question between.", { step: speaking.id })];
}

/** Ids of the steps from which one comes back to themselves. */
function inCircles(ways: readonly Way[]): Set<string> {
  const from = new Set(ways.map((way) => way.from.id));
  const circling = [...from].filter((id) => {
    const after = ways.filter((way) => way.from.id === id).map((way) => way.to.id);
    return reachedFrom(after, ways).has(id);
  });
  return new Set(circling);
}
