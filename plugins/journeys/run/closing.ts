import type { End } from "../engine/session.ts";
import type { Desk, ToMove } from "./desk.ts";
import { moveAll } from "./moving.ts";
import { readPeople } from "./people.ts";
import { lockSessions } from "./sessionRows.ts";

const CLOSED: End = { state: "stopped", outcome: "journey closed" };
const AT_ONCE = 500;

/**
 * Ends every walk of a journey, and answers how many. Whoever has waited for another journey enters it; the caller sees to it that
 * nobody enters this one again.
 */
export async function endWalks(desk: Desk, tenantId: string, journeyId: string): Promise<number> {
  let ended = 0;
  for (;;) {
    const walks = await lockSessions(
      desk.trx,
      `s.tenant_id = $1 and s.journey_id = $2 order by s.id limit ${AT_ONCE}`,
      [tenantId, journeyId],
    );
    if (walks.length === 0) return ended;
    const people = await readPeople(
      desk.trx,
      walks.map(({ session }) => ({ tenantId, personId: session.personId })),
    );
    const moves = walks.flatMap((stored): ToMove[] => {
      const person = people.get(stored.session.personId);
      return person === undefined ? [] : [{ stored, person, input: { kind: "end", end: CLOSED } }];
    });
    await moveAll(desk, moves);
    ended += moves.length;
    // Walks of nobody: what is left of them could only be found again and again.
    if (moves.length === 0) return ended;
  }
}
