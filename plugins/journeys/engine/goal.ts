import type { Journey } from "../graph/journey.ts";
import { advance } from "./advance.ts";
import type { Effect, Move } from "./move.ts";
import type { End } from "./session.ts";
import type { World } from "./world.ts";

export const GOAL: End = { state: "completed", outcome: "goal" };

/** The move itself, or, where a step of the walk's own reached a goal of the journey, the move with the walk's end. */
export function toGoal(journey: Journey, move: Move, world: World): Move {
  if (move.session.end !== null || !isReached(journey, move.effects)) return move;
  const { session, visits } = advance(journey, move.session, { kind: "end", end: GOAL }, world);
  return {
    ...move,
    session: { ...session, seq: move.session.seq },
    visits: [...move.visits.filter(({ n }) => visits.every((visit) => visit.n !== n)), ...visits],
  };
}

function isReached({ rules: { goals } }: Journey, effects: readonly Effect[]): boolean {
  const tags = goals.flatMap((goal) => (goal.kind === "tag_added" ? [goal.tag] : []));
  return effects.some((effect) => effect.kind === "tag" && effect.add.some((tag) => tags.includes(tag)));
}
