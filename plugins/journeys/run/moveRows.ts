import type { TenantMessage } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Move } from "../engine/move.ts";
import { dueOf, stateOf } from "../engine/session.ts";
import type { Desk } from "./desk.ts";
import type { Person } from "./people.ts";
import { type StoredSession, sessionBody } from "./sessionRows.ts";

/** A move that has been made and is to be written. */
export interface Moved {
  stored: StoredSession;
  person: Person;
  move: Move;
}

/** A message of a move, on its way to the outbox. */
export interface Outgoing {
  message: TenantMessage;
  moved: Moved;
  step: string;
}

/** One statement, because a reply is waited for: each more is a round trip. */
const WRITE = `
  with moved as (
    update session s set step = m.step, state = m.state, body = m.body, seq = m.seq, due_at = m."dueAt", moved_at = $2,
      ended_at = case when m.ended then $2::timestamptz end, outcome = m.outcome, error = m.error
    from json_to_recordset($1::json) as m("tenantId" uuid, id uuid, step text, state text, body jsonb, seq int,
      "dueAt" timestamptz, ended boolean, outcome text, error text)
    where s.tenant_id = m."tenantId" and s.id = m.id),
  said as (
    insert into chat_message (tenant_id, person_id, id, at, author, kind, text, more, dedupe_key, session_id, step)
    select m."tenantId", m."personId", m.id, m.at, 'journey', m.kind, m.text, m.more, m."dedupeKey", m."sessionId", m.step
    from json_to_recordset($3::json) as m("tenantId" uuid, "personId" uuid, id uuid, at timestamptz, kind text, text text, more jsonb,
      "dedupeKey" text, "sessionId" uuid, step text)),
  visited as (
    insert into visit (tenant_id, session_id, n, journey_id, version_id, step, entered_at, left_at, exit)
    select m."tenantId", m."sessionId", m.n, m."journeyId", m."versionId", m.step, m."enteredAt", m."leftAt", m.exit
    from json_to_recordset($4::json) as m("tenantId" uuid, "sessionId" uuid, n int, "journeyId" uuid, "versionId" uuid, step text,
      "enteredAt" timestamptz, "leftAt" timestamptz, exit text)
    on conflict (tenant_id, session_id, n) do update set left_at = excluded.left_at, exit = excluded.exit)
  select count(pg_notify('live', t || ':inbox')) from unnest($5::text[]) as t`;

/** Writes how walks stand after their moves, what was said, and which steps were entered and left; the open pages of inboxes are told. */
export async function writeRows(
  { trx, now }: Desk,
  moved: readonly Moved[],
  messages: readonly Outgoing[],
): Promise<void> {
  const said = messages.filter(({ message }) => message.method !== "sendChatAction");
  await trx.run(WRITE, [
    JSON.stringify(moved.map(sessionRow)),
    now,
    JSON.stringify(said.map((each) => saidRow(each, now))),
    JSON.stringify(moved.flatMap(visitRows)),
    [...new Set(said.map(({ message }) => message.tenantId))],
  ]);
}

function sessionRow({ stored, move: { session } }: Moved) {
  const due = dueOf(session);
  return {
    tenantId: stored.tenantId,
    id: session.id,
    step: session.step,
    state: stateOf(session),
    body: sessionBody(session),
    seq: session.seq,
    dueAt: due === undefined ? null : new Date(due),
    ended: session.end !== null,
    outcome: session.end?.outcome ?? null,
    error: session.end?.error ?? null,
  };
}

function saidRow({ message, moved, step }: Outgoing, now: Date) {
  const { text, caption, parse_mode: _, ...more } = message.payload;
  return {
    tenantId: message.tenantId,
    personId: moved.person.id,
    id: uuidv7(),
    at: message.dueAt ?? now,
    kind: message.method,
    text: String(text ?? caption ?? ""),
    more,
    dedupeKey: message.dedupeKey,
    sessionId: moved.stored.session.id,
    step,
  };
}

function visitRows({ stored, move }: Moved) {
  return move.visits.map(({ n, step, enteredAt, left }) => ({
    tenantId: stored.tenantId,
    sessionId: stored.session.id,
    n,
    journeyId: stored.session.journeyId,
    versionId: stored.versionId,
    step,
    enteredAt: new Date(enteredAt),
    leftAt: left === undefined ? null : new Date(left.at),
    exit: left?.exit ?? null,
  }));
}
