import type { TenantContext, Transaction } from "@promostack/core";

/** Most people that are erased in one transaction. */
export const ERASED_AT_ONCE = 200;

const ENDED_WALKS = `
  update session s set person_id = gen_random_uuid(), due_at = null, error = null,
    state = case when ended_at is null then 'stopped' else state end,
    outcome = case when ended_at is null then 'erased' else outcome end,
    ended_at = coalesce(ended_at, $2),
    body = jsonb_build_object('wait', null, 'variables', '{}'::jsonb, 'tries', 0, 'jumps', '{}'::jsonb, 'buffer', '[]'::jsonb,
      'kept', '[]'::jsonb, 'visits', coalesce(body->'visits', '0'))
  where person_id = any($1::uuid[]) returning id, person_id as nobody`;

/**
 * Erases people and everything about them; answers how many there were. Messages that wait are taken back, those that went are emptied. What
 * remains is what numbers count: walks, steps and clicks of nobody, with nothing that anybody said. Other plugins are told, for what they keep.
 */
export async function erasePeople(
  context: Pick<TenantContext, "withdraw" | "forget" | "publish" | "clock">,
  trx: Transaction,
  ids: readonly string[],
): Promise<number> {
  const now = context.clock.now();
  // In the order in which everybody takes these locks: the walk, then the person.
  await trx.many("select id from session where person_id = any($1::uuid[]) order by id for update", [ids]);
  const sent = await trx.many<{ key: string; waits: boolean }>(
    `select dedupe_key as key, outcome is null as waits from chat_message
     where person_id = any($1::uuid[]) and dedupe_key is not null`,
    [ids],
  );
  const waiting = sent.filter(({ waits }) => waits).map(({ key }) => key);
  if (waiting.length > 0) await context.withdraw(trx, waiting);
  if (sent.length > 0)
    await context.forget(
      trx,
      sent.map(({ key }) => key),
    );
  for (const table of ["chat_message", "waiting_entry"])
    await trx.run(`delete from ${table} where person_id = any($1::uuid[])`, [ids]);
  const walks = await trx.many<{ id: string; nobody: string }>(ENDED_WALKS, [ids, now]);
  const walkIds = walks.map(({ id }) => id);
  await trx.run("delete from call where session_id = any($1::uuid[])", [walkIds]);
  await trx.run(
    "update visit set left_at = $2, exit = 'stopped' where session_id = any($1::uuid[]) and left_at is null",
    [walkIds, now],
  );
  await trx.run(
    `update click c set person_id = coalesce(
       (select w.nobody from unnest($2::uuid[], $3::uuid[]) as w(id, nobody) where w.id = c.session_id), gen_random_uuid())
     where person_id = any($1::uuid[])`,
    [ids, walkIds, walks.map(({ nobody }) => nobody)],
  );
  await trx.run(
    "update people_act set person_ids = array(select i from unnest(person_ids) i where i <> all($1::uuid[])) where person_ids && $1::uuid[]",
    [ids],
  );
  const gone = await trx.many<{ telegramId: string | null }>(
    `delete from person where id = any($1::uuid[]) returning telegram_id::text as "telegramId"`,
    [ids],
  );
  const telegramIds = gone.flatMap(({ telegramId }) => telegramId ?? []);
  if (telegramIds.length > 0) await context.publish(trx, "journeys.people-erased@1", { telegramIds });
  return gone.length;
}
