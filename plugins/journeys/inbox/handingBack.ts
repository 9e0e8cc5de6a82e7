import { PlatformError } from "@promostack/core";
import type { Desk } from "../run/desk.ts";
import { enterNext } from "../run/entering.ts";
import { resumeWalk } from "../run/holding.ts";
import { moveAll } from "../run/moving.ts";
import { readPeople } from "../run/people.ts";
import { lockSessions } from "../run/sessionRows.ts";
import type { Colleague, HandBack } from "./api.ts";
import { conversationNotFound } from "./conversation.ts";
import { tellInbox } from "./conversationRows.ts";
import { logSystem } from "./takeover.ts";

/**
 * The bot speaks again. The walk goes on where it stood: what fell due meanwhile is due now, and what a plugin answered meanwhile is
 * taken up. Or it ends. Whoever is in no journey enters the one that waits for them. Raises `conversation.not_held`.
 */
export async function handBack(
  desk: Desk,
  tenantId: string,
  personId: string,
  { walk }: HandBack,
  by: Colleague,
): Promise<void> {
  const { trx, now } = desk;
  const [live] = await lockSessions(trx, "s.tenant_id = $1 and s.person_id = $2", [tenantId, personId]);
  const handed = await trx.run(
    "update person set taken_over_at = null, taken_over_by = null where id = $1 and taken_over_at is not null",
    [personId],
  );
  const person = (await readPeople(trx, [{ tenantId, personId }])).get(personId);
  if (person === undefined) throw conversationNotFound();
  if (handed === 0) throw notHeld();
  await trx.run(
    "update conversation set holder_name = '', waits_since = null, unread = 0 where tenant_id = $1 and person_id = $2",
    [tenantId, personId],
  );
  await logSystem(trx, { tenantId, personId, at: now, kind: "handed_back", by });
  await tellInbox(trx, [tenantId]);
  if (live === undefined) {
    await moveAll(desk, await enterNext(desk, [person]));
  } else if (walk === "stop") {
    const end = { state: "stopped", outcome: "stopped by a colleague" } as const;
    await moveAll(desk, [{ stored: live, person, input: { kind: "end", end } }]);
  } else {
    const held = await resumeWalk(desk, live);
    if (held !== undefined) await moveAll(desk, [{ stored: live, person, ...held }]);
  }
}

function notHeld(): PlatformError {
  return new PlatformError("Nobody has taken this conversation over.", {
    code: "conversation.not_held",
    status: 409,
    hint: "Somebody else may have handed it back already.",
  });
}
