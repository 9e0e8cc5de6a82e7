import type { Desk, ToMove } from "./desk.ts";

/**
 * Moves that must wait because a colleague has the conversation: the walk stays where it is. A timer is taken out of the scheduler's
 * sight, and what a plugin has answered is kept with its call, for `resumeWalk`. Ends are not held: they say nothing to the person.
 */
export async function withoutHeld(desk: Desk, moves: readonly ToMove[]): Promise<ToMove[]> {
  const held = moves.filter(isHeld);
  if (held.length === 0) return [...moves];
  await desk.trx.run(
    `update session s set due_at = null from unnest($1::uuid[], $2::uuid[]) as m(tenant_id, id)
     where s.tenant_id = m.tenant_id and s.id = m.id and s.due_at is not null`,
    [held.map(({ stored }) => stored.tenantId), held.map(({ stored }) => stored.session.id)],
  );
  for (const { stored, input, fetched } of held) {
    if (input.kind !== "result" && input.kind !== "facts") continue;
    await desk.trx.run("update call set held = $4 where tenant_id = $1 and session_id = $2 and seq = $3", [
      stored.tenantId,
      stored.session.id,
      input.call,
      JSON.stringify({ input, fetched }),
    ]);
  }
  return moves.filter((move) => !isHeld(move));
}

function isHeld({ person, input }: ToMove): boolean {
  return person.takenOver && input.kind !== "end";
}

/** Puts a walk back where it stood when the conversation was taken over, and answers what it has to take up. Its row must be locked. */
export async function resumeWalk(
  { trx }: Desk,
  { tenantId, session }: ToMove["stored"],
): Promise<Pick<ToMove, "input" | "fetched"> | undefined> {
  await trx.run(
    `update session set due_at = to_timestamp((body->'wait'->>'due')::float8 / 1000)
     where tenant_id = $1 and id = $2 and ended_at is null and body->'wait'->>'due' is not null`,
    [tenantId, session.id],
  );
  const row = await trx.one<{ held: Pick<ToMove, "input" | "fetched"> }>(
    `with old as (select held, session_id, seq from call where tenant_id = $1 and session_id = $2 and held is not null limit 1)
     update call c set held = null from old
     where c.tenant_id = $1 and c.session_id = old.session_id and c.seq = old.seq returning old.held`,
    [tenantId, session.id],
  );
  return row?.held;
}
