import { type Static, type Transaction, Type } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { SizeId } from "../template/size.ts";

/** What the bot is to do for somebody. */
export const Work = Type.Union([
  Type.Object({ kind: Type.Literal("check"), code: Type.String() }),
  Type.Object({ kind: Type.Literal("looks"), offer: Type.String(), page: Type.Integer() }),
  /** A look was chosen: its picture, or the sizes it comes in. */
  Type.Object({ kind: Type.Literal("look"), offer: Type.String(), template: Type.String() }),
  Type.Object({
    kind: Type.Literal("picture"),
    offer: Type.String(),
    template: Type.String(),
    size: SizeId,
  }),
]);
export type Work = Static<typeof Work>;

/** Work that this host has claimed. */
export interface Task {
  tenantId: string;
  id: string;
  person: string;
  what: Work;
  madeAt: Date;
  attempts: number;
  warned: boolean;
  claim: string;
}

/** Longer than any piece of work may take, so that a lease ends only where its host did. */
const LEASE_SECONDS = 60;

/** Puts work into the person's line. False where the same is waiting already. */
export async function addTask(
  trx: Transaction,
  task: { tenantId: string; person: string; key: string; what: Work },
  now: Date,
): Promise<boolean> {
  const { tenantId, person, key, what } = task;
  const added = await trx.run(
    `insert into chat_task (tenant_id, id, person, key, what, made_at, due_at) values ($1, $2, $3, $4, $5, $6, $6)
     on conflict (tenant_id, person, key) do nothing`,
    [tenantId, uuidv7(), person, key, JSON.stringify(what), now],
  );
  return added === 1;
}

/** Takes back what waits for a person, also where a worker has begun: its next write finds nothing and is undone. */
export function dropTasks(trx: Transaction, person: string, kinds: readonly Work["kind"][]): Promise<number> {
  return trx.run("delete from chat_task where person = $1 and what ->> 'kind' = any($2::text[])", [
    person,
    kinds,
  ]);
}

/** Claims work of some kinds that is due, one piece a person, for this host alone until the lease ends. */
export function claimTasks(
  trx: Transaction,
  now: Date,
  { kinds, limit, without }: { kinds: readonly Work["kind"][]; limit: number; without: readonly string[] },
): Promise<Task[]> {
  return trx.many<Task>(
    `update chat_task t set lease_until = clock_timestamp() + interval '${LEASE_SECONDS} seconds', claim = $4, attempts = t.attempts + 1
     from (select tenant_id, id from chat_task c
           where due_at <= $1 and lease_until < clock_timestamp() and what ->> 'kind' = any($5::text[]) and tenant_id <> all($3::uuid[])
             and not exists (select from chat_task before where before.tenant_id = c.tenant_id and before.person = c.person and before.id < c.id)
           order by due_at limit $2 for update skip locked) due
     where t.tenant_id = due.tenant_id and t.id = due.id
     returning t.tenant_id as "tenantId", t.id, t.person, t.what, t.made_at as "madeAt", t.attempts, t.warned, t.claim`,
    [now, limit, without, uuidv7(), kinds],
  );
}

/** The task is done. False where it was taken back, or another host has it: whatever was written beside must be undone. */
export async function endTask(trx: Transaction, { tenantId, id, claim }: Task): Promise<boolean> {
  return (
    (await trx.run("delete from chat_task where tenant_id = $1 and id = $2 and claim = $3", [
      tenantId,
      id,
      claim,
    ])) === 1
  );
}

/** The task goes on as other work, for whoever claims it next. False as `endTask`. */
export async function turnTask(
  trx: Transaction,
  { tenantId, id, claim }: Task,
  what: Work,
): Promise<boolean> {
  return (
    (await trx.run(
      `update chat_task set what = $4, attempts = 0, lease_until = '-infinity', claim = null
       where tenant_id = $1 and id = $2 and claim = $3`,
      [tenantId, id, claim, JSON.stringify(what)],
    )) === 1
  );
}

/** The task goes on as it is, with a lease of its full length. False as `endTask`. */
export async function holdTask(trx: Transaction, { tenantId, id, claim }: Task): Promise<boolean> {
  return (
    (await trx.run(
      `update chat_task set lease_until = clock_timestamp() + interval '${LEASE_SECONDS} seconds'
       where tenant_id = $1 and id = $2 and claim = $3`,
      [tenantId, id, claim],
    )) === 1
  );
}

/** Looked at again later. `uncounted`: nothing ran. */
export async function delayTask(
  trx: Transaction,
  { tenantId, id, claim }: Task,
  dueAt: Date,
  { uncounted = false, warned = false }: { uncounted?: boolean; warned?: boolean },
): Promise<void> {
  await trx.run(
    `update chat_task set due_at = $4, lease_until = '-infinity', attempts = attempts - $5, warned = warned or $6
     where tenant_id = $1 and id = $2 and claim = $3`,
    [tenantId, id, claim, dueAt, uncounted ? 1 : 0, warned],
  );
}
