import { advance } from "../engine/advance.ts";
import type { Effect } from "../engine/move.ts";
import type { End } from "../engine/session.ts";
import type { Goal } from "../graph/trigger.ts";
import type { Desk, ToMove } from "./desk.ts";
import { enterTagged, enterWaiting } from "./entering.ts";
import { worldOf } from "./tenantFacts.ts";
import { type Moved, writeMoves } from "./writing.ts";

/** Rounds of what follows from moves: a tag lets somebody into a journey whose first step sets a tag … */
const MOST_ROUNDS = 10;

export const GOAL: End = { state: "completed", outcome: "goal" };

/**
 * Moves walks that the transaction has locked, and everything that follows from it: people whose walk ended enter the journey they
 * waited for, tags end walks whose goal they were and let people into others. Answers the moves that were asked for, as written.
 */
export async function moveAll(desk: Desk, moves: readonly ToMove[]): Promise<Moved[]> {
  const asked = await writeMoves(desk, await makeMoves(desk, moves));
  let made = asked;
  for (let round = 0; round < MOST_ROUNDS && made.length > 0; round += 1) {
    const followers = [...(await enterWaiting(desk, made)), ...(await enterTagged(desk, made))];
    made = await writeMoves(desk, await makeMoves(desk, followers));
  }
  return asked;
}

async function makeMoves(desk: Desk, moves: readonly ToMove[]): Promise<Moved[]> {
  if (moves.length === 0) return [];
  const versions = await desk.versions.read(
    desk.trx,
    moves.map(({ stored }) => stored.versionId),
  );
  return moves.flatMap(({ stored, person, input, fetched }) => {
    const facts = desk.facts(stored.tenantId);
    const journey = versions.get(stored.versionId);
    // A version goes only with its journey, and that takes its walks with it.
    if (facts === undefined || journey === undefined) return [];
    const move = advance(
      journey,
      stored.session,
      input,
      worldOf(facts, person, stored.session.id, desk.now, fetched),
    );
    const session = isReached(journey.rules.goals, move.effects)
      ? { ...move.session, wait: null, end: move.session.end ?? GOAL }
      : move.session;
    return [{ stored, person, move: { ...move, session } }];
  });
}

/** A walk may reach its goal by its own step. */
function isReached(goals: readonly Goal[], effects: readonly Effect[]): boolean {
  const tags = goals.flatMap((goal) => (goal.kind === "tag_added" ? [goal.tag] : []));
  return effects.some((effect) => effect.kind === "tag" && effect.add.some((tag) => tags.includes(tag)));
}
