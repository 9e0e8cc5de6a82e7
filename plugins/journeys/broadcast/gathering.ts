import type { TenantContext, Transaction } from "@promostack/core";
import { audienceQuery } from "../people/segmentSql.ts";
import { rulesOf } from "./audience.ts";
import { tellBroadcasts } from "./live.ts";
import { COLUMNS, type Stored } from "./store.ts";
import { dueFor } from "./timing.ts";

/** People of one transaction. */
const BATCH = 5_000;

/**
 * The next people of a broadcast's audience, as recipients; answers how many. A batch is one transaction with the place that it has
 * come to, so that whoever goes on after a crash misses nobody and has nobody twice. The audience is who was in it when sending began.
 */
export async function gather(
  { tenantId, timezone, clock, db }: Pick<TenantContext, "tenantId" | "timezone" | "clock" | "db">,
  id: string,
): Promise<number> {
  return db(async (trx) => {
    const found = await trx.one<Stored>(
      `select ${COLUMNS} from broadcast b where b.id = $1 and b.state = 'sending' and b.gathered_at is null for update skip locked`,
      [id],
    );
    if (found === undefined) return 0;
    const { plan, begunAt, gatheredTo } = found;
    const begun = begunAt ?? clock.now();
    const { text, values } = audienceQuery(await rulesOf(trx, plan.audience), {
      tenantId,
      now: begun,
      limit: BATCH,
      ...(gatheredTo !== null && { after: gatheredTo }),
    });
    const people = await trx.many<{ id: string; timezone: string | null }>(
      `select a.id, z.timezone from (${text}) a join person z on z.id = a.id order by a.id`,
      values,
    );
    await addRecipients(trx, found, people, (zone) => dueFor(plan.when, zone ?? timezone, begun));
    const last = people.at(-1)?.id ?? gatheredTo;
    await trx.run("update broadcast set gathered_to = $2, gathered_at = $3 where id = $1", [
      id,
      last,
      people.length < BATCH ? clock.now() : null,
    ]);
    if (people.length < BATCH) await tellBroadcasts(trx, tenantId);
    return people.length;
  });
}

async function addRecipients(
  trx: Transaction,
  { tenantId, id }: Stored,
  people: readonly { id: string; timezone: string | null }[],
  due: (timezone: string | null) => Date,
): Promise<void> {
  const byZone = new Map<string | null, Date>();
  const dueOf = (zone: string | null) => {
    const known = byZone.get(zone) ?? due(zone);
    byZone.set(zone, known);
    return known;
  };
  await trx.run(
    `insert into broadcast_recipient (tenant_id, broadcast_id, person_id, due_at)
     select $1, $2, m.id, m.due from unnest($3::uuid[], $4::timestamptz[]) as m(id, due) on conflict do nothing`,
    [tenantId, id, people.map((each) => each.id), people.map(({ timezone }) => dueOf(timezone))],
  );
}
