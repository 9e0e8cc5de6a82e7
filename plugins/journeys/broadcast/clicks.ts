import type { Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { newSession } from "../engine/session.ts";
import { openedAddress } from "../numbers/linkClick.ts";
import { readPeople } from "../run/people.ts";
import type { BroadcastLink } from "./links.ts";
import type { Plan } from "./plan.ts";

/** Somebody opened a link or pressed a button. */
export async function noteClick(
  trx: Transaction,
  {
    tenantId,
    broadcastId,
    personId,
    button,
    at,
  }: {
    tenantId: string;
    broadcastId: string;
    personId: string;
    button: string;
    at: Date;
  },
): Promise<void> {
  await trx.run(
    "insert into click (tenant_id, id, at, person_id, broadcast_id, button) values ($1, $2, $3, $4, $5, $6)",
    [tenantId, uuidv7(), at, personId, broadcastId, button],
  );
}

/**
 * Counts the click and answers where the link leads; undefined for one that leads nowhere (any more). Over all tenants: whoever clicks
 * is nobody's member.
 */
export async function followBroadcastLink(
  trx: Transaction,
  { broadcastId, personId, button }: BroadcastLink,
  now: Date,
): Promise<string | undefined> {
  const broadcast = await trx.one<{ tenantId: string; plan: Plan }>(
    `select tenant_id as "tenantId", plan from broadcast where id = $1`,
    [broadcastId],
  );
  const link = broadcast?.plan.content.buttons.find(({ id, does }) => id === button && does === "link");
  if (broadcast === undefined || link?.url === undefined) return undefined;
  const { tenantId } = broadcast;
  const person = (await readPeople(trx, [{ tenantId, personId }])).get(personId);
  if (person === undefined) return undefined;
  const session = newSession({ id: broadcastId, journeyId: broadcastId, personId });
  const address = openedAddress(link.url, session, person, now);
  if (address !== undefined) await noteClick(trx, { tenantId, broadcastId, personId, button, at: now });
  return address;
}
