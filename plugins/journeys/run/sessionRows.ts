import type { SqlValue, Transaction } from "@promostack/core";
import type { Session } from "../engine/session.ts";

/** A walk with what the engine does not need to know of it. */
export interface StoredSession {
  tenantId: string;
  versionId: string;
  reentry: string;
  enteredBy: string;
  session: Session;
}

interface Row {
  tenantId: string;
  id: string;
  journeyId: string;
  versionId: string;
  personId: string;
  reentry: string;
  enteredBy: string;
  step: string;
  seq: number;
  body: Pick<Session, "wait" | "variables" | "tries" | "jumps" | "buffer" | "kept" | "keyboard" | "visits">;
}

const COLUMNS = `s.tenant_id as "tenantId", s.id, s.journey_id as "journeyId", s.version_id as "versionId",
  s.person_id as "personId", s.reentry, s.entered_by as "enteredBy", s.step, s.seq, s.body`;

/** Walks that are under way and meet a condition on `s`, locked until the transaction ends. */
export async function lockSessions(
  trx: Transaction,
  where: string,
  values: readonly SqlValue[],
): Promise<StoredSession[]> {
  const rows = await trx.many<Row>(
    `select ${COLUMNS} from session s where s.ended_at is null and ${where} for update of s`,
    values,
  );
  return rows.map(stored);
}

/** The next walks whose time has come, first the longest due, locked; those that another host has locked are left to it. */
export async function lockDue(
  trx: Transaction,
  now: Date,
  limit: number,
  without: readonly string[],
): Promise<StoredSession[]> {
  const rows = await trx.many<Row>(
    `select ${COLUMNS} from session s where s.due_at <= $1 and s.tenant_id <> all($3::uuid[])
     order by s.due_at limit $2 for update of s skip locked`,
    [now, limit, without],
  );
  return rows.map(stored);
}

function stored({ tenantId, versionId, reentry, enteredBy, body, ...row }: Row): StoredSession {
  return { tenantId, versionId, reentry, enteredBy, session: { ...row, ...body, end: null } };
}

/** Begins a walk. False where the person is in one already, or has had the only one that the journey allows. */
export async function insertSession(
  trx: Transaction,
  { tenantId, versionId, reentry, enteredBy, session }: StoredSession,
  now: Date,
): Promise<boolean> {
  const { id, journeyId, personId } = session;
  const added = await trx.run(
    `insert into session (tenant_id, id, journey_id, version_id, person_id, reentry, entered_by, state, body, seq, entered_at, moved_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'active', $8, 0, $9, $9) on conflict do nothing`,
    [
      tenantId,
      id,
      journeyId,
      versionId,
      personId,
      reentry,
      enteredBy,
      JSON.stringify(sessionBody(session)),
      now,
    ],
  );
  return added === 1;
}

/** What of a session is kept as JSON. */
export function sessionBody(session: Session): Row["body"] {
  const { wait, variables, tries, jumps, buffer, kept, keyboard, visits } = session;
  return { wait, variables, tries, jumps, buffer, kept, visits, ...(keyboard !== undefined && { keyboard }) };
}

/** Deletes walks whose person was erased while they were under way. */
export async function dropOrphans(trx: Transaction, orphans: readonly StoredSession[]): Promise<void> {
  if (orphans.length === 0) return;
  await trx.run(
    "delete from session where (tenant_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))",
    [orphans.map(({ tenantId }) => tenantId), orphans.map(({ session }) => session.id)],
  );
}

/** Takes a tenant's walks out of the scheduler's sight: what is off must not be looked at again and again. */
export async function restWalks(trx: Transaction, tenantId: string): Promise<void> {
  await trx.run("update session set due_at = null where tenant_id = $1 and due_at is not null", [tenantId]);
}

/** Puts them back where they were due. */
export async function resumeWalks(trx: Transaction, tenantId: string): Promise<void> {
  await trx.run(
    `update session set due_at = to_timestamp((body->'wait'->>'due')::float8 / 1000)
     where tenant_id = $1 and ended_at is null and due_at is null and body->'wait'->>'due' is not null`,
    [tenantId],
  );
}
