import type { Desk } from "../run/desk.ts";
import { admit } from "../run/entering.ts";
import { moveAll } from "../run/moving.ts";
import type { Person } from "../run/people.ts";
import { noteClick } from "./clicks.ts";
import type { Plan } from "./plan.ts";

/**
 * Somebody pressed a broadcast's button: they enter the journey behind it, by its rules. False where it leads nowhere any more, or the
 * journey does not let them in.
 */
export async function pressBroadcast(
  desk: Desk,
  person: Person,
  { broadcastId, button }: { broadcastId: string; button: string },
): Promise<boolean> {
  const { trx, now } = desk;
  const { tenantId } = person;
  const broadcast = await trx.one<{ plan: Plan }>(
    `select b.plan from broadcast b join broadcast_recipient r on r.tenant_id = b.tenant_id and r.broadcast_id = b.id
     where b.tenant_id = $1 and b.id = $2 and r.person_id = $3`,
    [tenantId, broadcastId, person.id],
  );
  const journeyId = broadcast?.plan.doors[button];
  if (broadcast === undefined || journeyId === undefined) return false;
  await noteClick(trx, { tenantId, broadcastId, personId: person.id, button, at: now });
  const door = await trx.one<{ journeyId: string; versionId: string }>(
    `select journey_id as "journeyId", version_id as "versionId" from trigger
     where tenant_id = $1 and journey_id = $2 and kind = 'broadcast_button' limit 1`,
    [tenantId, journeyId],
  );
  if (door === undefined) return false;
  const entry = await admit(desk, { person, door, enteredBy: `broadcast_button:${broadcastId}` });
  if (entry.result === "refused") return false;
  await trx.run(
    `update broadcast_recipient set entered_at = coalesce(entered_at, $4) where tenant_id = $1 and broadcast_id = $2 and person_id = $3`,
    [tenantId, broadcastId, person.id, now],
  );
  if (entry.result === "entered") await moveAll(desk, [entry.toMove]);
  return true;
}
