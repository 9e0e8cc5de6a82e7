import { advance } from "../engine/advance.ts";
import { toGoal } from "../engine/goal.ts";
import type { Input, Move } from "../engine/move.ts";
import type { World } from "../engine/world.ts";
import type { Journey } from "../graph/journey.ts";
import type { Desk, ToMove } from "./desk.ts";
import { enterTagged, enterWaiting } from "./entering.ts";
import { withoutHeld } from "./holding.ts";
import type { Moved } from "./moveRows.ts";
import type { StoredSession } from "./sessionRows.ts";
import { worldOf } from "./tenantFacts.ts";
import { endOf, writeMoves } from "./writing.ts";

/** Rounds of what follows from moves: a tag lets somebody into a journey whose first step sets a tag … */
const MOST_ROUNDS = 10;

/**
 * Moves walks that the transaction has locked, and everything that follows from it: people whose walk ended enter the journey they
 * waited for, tags end walks whose goal they were and let people into others. Answers the moves that were asked for, as written;
 * nothing moves while a colleague has the conversation.
 */
export async function moveAll(desk: Desk, moves: readonly ToMove[]): Promise<Moved[]> {
  const asked = await writeMoves(desk, await makeMoves(desk, await withoutHeld(desk, moves)));
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
    if (facts === undefined) return [];
    const world = worldOf(facts, person, stored.session.id, desk.now, fetched);
    return [{ stored, person, move: moveOf(journey, stored, input, world) }];
  });
}

/** A walk that cannot move fails, with the reason in its own row: it must not hold up the others of its batch, now or for ever. */
function moveOf(journey: Journey | undefined, { session }: StoredSession, input: Input, world: World): Move {
  const fail = (error: string) =>
    endOf(session, new Date(world.now), { state: "failed", outcome: "failed", error });
  if (journey === undefined) return fail("The version of the journey was deleted.");
  try {
    return toGoal(journey, advance(journey, session, input, world), world);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}
