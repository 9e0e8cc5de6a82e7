import { PlatformError, type TenantContext, type Transaction } from "@promostack/core";
import { planProblems, refuseProblems } from "./check.ts";
import { tellBroadcasts } from "./live.ts";
import { recipientKey } from "./recipientKey.ts";
import { begun, lockBroadcast, type Stored } from "./store.ts";
import { beginning } from "./timing.ts";

type Context = Pick<TenantContext, "tenantId" | "timezone" | "clock" | "withdraw">;

/**
 * What is done to a broadcast. Each locks its row, as does whoever sends a batch of it: after a pause or a cancel no batch comes that
 * had begun before.
 */

/** From here on it goes out by itself. Raises `broadcast.not_ready`, `broadcast.begun`. */
export async function startBroadcast(
  { tenantId, timezone, clock }: Context,
  trx: Transaction,
  id: string,
): Promise<Stored> {
  const found = await lockBroadcast(trx, id);
  if (found.state !== "draft") throw begun(found.state);
  const now = clock.now();
  refuseProblems(await planProblems(trx, found.plan, { timezone, now }));
  await trx.run("update broadcast set state = 'scheduled', starts_at = $2 where id = $1", [
    id,
    beginning(found.plan.when, timezone, now),
  ]);
  await tellBroadcasts(trx, tenantId);
  return found;
}

/** A scheduled one is a draft again. */
export async function unschedule({ tenantId }: Context, trx: Transaction, id: string): Promise<Stored> {
  const found = await expect(trx, id, ["scheduled"]);
  await trx.run("update broadcast set state = 'draft', starts_at = null where id = $1", [id]);
  await tellBroadcasts(trx, tenantId);
  return found;
}

/** What no dispatcher has begun is taken back. */
export async function pauseBroadcast(context: Context, trx: Transaction, id: string): Promise<Stored> {
  const found = await expect(trx, id, ["sending"]);
  await trx.run("update broadcast set state = 'paused' where id = $1", [id]);
  await takeBack(context, trx, id);
  await tellBroadcasts(trx, context.tenantId);
  return found;
}

export async function resumeBroadcast({ tenantId }: Context, trx: Transaction, id: string): Promise<Stored> {
  const found = await expect(trx, id, ["paused"]);
  await trx.run("update broadcast set state = 'sending' where id = $1", [id]);
  await tellBroadcasts(trx, tenantId);
  return found;
}

/** Ends it for everybody whom it has not reached. */
export async function cancelBroadcast(context: Context, trx: Transaction, id: string): Promise<Stored> {
  const found = await expect(trx, id, ["scheduled", "sending", "paused"]);
  const now = context.clock.now();
  await takeBack(context, trx, id);
  await trx.run(
    "update broadcast_recipient set state = 'cancelled', ended_at = $2 where broadcast_id = $1 and state = 'waiting'",
    [id, now],
  );
  await trx.run("update broadcast set state = 'cancelled', ended_at = $2 where id = $1", [id, now]);
  await tellBroadcasts(trx, context.tenantId);
  return found;
}

/** Messages that lie in the outbox and that nobody has begun to send: their people wait again, and their touches are forgotten. */
async function takeBack(context: Context, trx: Transaction, id: string): Promise<void> {
  const queued = await trx.many<{ personId: string; takes: number }>(
    `select person_id as "personId", takes from broadcast_recipient where broadcast_id = $1 and state = 'queued' order by person_id for update`,
    [id],
  );
  const keys = new Map(queued.map(({ personId, takes }) => [recipientKey(id, personId, takes), personId]));
  const gone = await context.withdraw(trx, [...keys.keys()]);
  if (gone.length === 0) return;
  const people = gone.flatMap((key) => keys.get(key) ?? []);
  await trx.run(
    `update person p set touches = array_remove(p.touches, r.queued_at) from broadcast_recipient r
     where r.broadcast_id = $1 and r.person_id = any($2::uuid[]) and p.tenant_id = r.tenant_id and p.id = r.person_id`,
    [id, people],
  );
  await trx.run(
    `update broadcast_recipient set state = 'waiting', queued_at = null, takes = takes + 1 where broadcast_id = $1 and person_id = any($2::uuid[])`,
    [id, people],
  );
  await trx.run("delete from chat_message where dedupe_key = any($1::text[])", [gone]);
}

async function expect(trx: Transaction, id: string, states: readonly Stored["state"][]): Promise<Stored> {
  const found = await lockBroadcast(trx, id);
  if (states.includes(found.state)) return found;
  throw new PlatformError(`This broadcast is ${found.state}.`, {
    code: "broadcast.state",
    status: 409,
    hint: "Look at it again: it may have gone on meanwhile.",
    details: { state: found.state },
  });
}
