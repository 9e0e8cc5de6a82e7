import { PlatformError, type TenantMessage, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { afterQuietHours } from "../engine/wait.ts";
import { type Person, patchPeople, readPeople } from "../run/people.ts";
import { type TenantFacts, worldOf } from "../run/tenantFacts.ts";
import { recipientKey } from "./recipientKey.ts";
import { renderFor } from "./rendering.ts";
import { COLUMNS, type Stored } from "./store.ts";

/** Name of the report by which the plugin hears how a broadcast's messages ended. */
export const BROADCAST_REPORT = "broadcast";

/** Messages of one transaction. */
const BATCH = 500;
/** Messages of one broadcast in the outbox: half a minute of a bot, so that a pause or a cancel acts at once. */
const AHEAD = 1_000;
/** How long somebody with whom a colleague is talking is left alone before the next look. */
const TALK_MS = 15 * 60_000;

export interface BatchParts {
  trx: Transaction;
  now: Date;
  facts: TenantFacts;
  sendMany(messages: readonly TenantMessage[]): Promise<number>;
}

interface Claimed {
  personId: string;
  takes: number;
}

/** What becomes of a recipient now. */
type Fate =
  | { kind: "send"; person: Person; message: TenantMessage }
  | { kind: "wait"; until: Date; why: string }
  | { kind: "over"; state: "skipped" | "failed"; why: string };

/**
 * The next messages of a broadcast, into the outbox, with what is noted of each person: one transaction, in which its row is locked.
 * Answers how many people it looked at, and whether the broadcast is through.
 */
export async function sendBatch(
  { tenantId, id }: { tenantId: string; id: string },
  parts: BatchParts,
): Promise<{ looked: number; done: boolean }> {
  const { trx, now } = parts;
  const broadcast = await trx.one<Stored>(
    `select ${COLUMNS} from broadcast b where b.tenant_id = $1 and b.id = $2 and b.state = 'sending' for update skip locked`,
    [tenantId, id],
  );
  if (broadcast === undefined) return { looked: 0, done: false };
  const claimed = await claim(trx, broadcast, now);
  if (claimed.length > 0) {
    const people = await readPeople(
      trx,
      claimed.map(({ personId }) => ({ tenantId, personId })),
    );
    const fates = new Map(
      claimed.map((each) => [each.personId, fateOf(broadcast, each, people.get(each.personId), parts)]),
    );
    await write(broadcast, fates, parts);
    return { looked: claimed.length, done: false };
  }
  const done = broadcast.gatheredAt !== null && (await finish(trx, broadcast, now));
  return { looked: 0, done };
}

async function claim(trx: Transaction, { tenantId, id }: Stored, now: Date): Promise<Claimed[]> {
  const ahead = await trx.one<{ queued: number }>(
    "select count(*) as queued from broadcast_recipient where tenant_id = $1 and broadcast_id = $2 and state = 'queued'",
    [tenantId, id],
  );
  const room = Math.min(BATCH, AHEAD - (ahead?.queued ?? 0));
  if (room <= 0) return [];
  return trx.many<Claimed>(
    `select person_id as "personId", takes from broadcast_recipient
     where tenant_id = $1 and broadcast_id = $2 and state = 'waiting' and due_at <= $3
     order by due_at, person_id limit $4 for update skip locked`,
    [tenantId, id, now, room],
  );
}

function fateOf(
  broadcast: Stored,
  { personId, takes }: Claimed,
  person: Person | undefined,
  { facts, now }: BatchParts,
): Fate {
  if (person === undefined) return { kind: "over", state: "skipped", why: "gone" };
  if (person.telegramId === undefined) return { kind: "over", state: "skipped", why: "silent" };
  if (person.blocked) return { kind: "over", state: "skipped", why: "blocked" };
  if (person.stopped) return { kind: "over", state: "skipped", why: "stopped" };
  if (person.takenOver) return { kind: "wait", until: new Date(now.getTime() + TALK_MS), why: "taken_over" };
  const { plan, id, tenantId } = broadcast;
  const world = worldOf(facts, person, id, now);
  const loud = plan.quiet ? afterQuietHours(world.now, world) : world.now;
  if (loud > world.now) return { kind: "wait", until: new Date(loud), why: "quiet" };
  if (plan.capped && world.capUntil !== undefined && world.capUntil > world.now)
    return { kind: "wait", until: new Date(world.capUntil), why: "cap" };
  const { method, payload } = renderFor({ id, content: plan.content }, person, facts, now);
  const message: TenantMessage = {
    tenantId,
    role: "message_bot",
    chat: person.telegramId,
    method,
    payload,
    dedupeKey: recipientKey(id, personId, takes),
    priority: 9,
    // Nobody wants an advertisement twice.
    afterCrash: "skip",
    report: BROADCAST_REPORT,
  };
  return { kind: "send", person, message };
}

async function write(broadcast: Stored, fates: Map<string, Fate>, parts: BatchParts): Promise<void> {
  const { trx, now } = parts;
  const { tenantId, id, plan } = broadcast;
  const sent = await send(fates, parts);
  await trx.run(
    `update broadcast_recipient r set state = m.state, why = m.why, due_at = coalesce(m.due, r.due_at),
       queued_at = case when m.state = 'queued' then $3::timestamptz end,
       ended_at = case when m.state in ('skipped', 'failed') then $3::timestamptz end
     from json_to_recordset($4::json) as m(person uuid, state text, why text, due timestamptz)
     where r.tenant_id = $1 and r.broadcast_id = $2 and r.person_id = m.person`,
    [tenantId, id, now, JSON.stringify([...fates].map(([person, fate]) => ({ person, ...rowOf(fate) })))],
  );
  await trx.run(
    `insert into chat_message (tenant_id, person_id, id, at, author, kind, text, more, dedupe_key)
     select $1, m.person, m.id, $2, 'broadcast', m.kind, m.text, m.more, m.key
     from json_to_recordset($3::json) as m(person uuid, id uuid, kind text, text text, more jsonb, key text)`,
    [tenantId, now, JSON.stringify(sent.map((each) => saidRow(id, each)))],
  );
  if (!plan.capped) return;
  const patches = sent.map(({ person }) => ({
    tenantId,
    id: person.id,
    add: [],
    remove: [],
    fields: {},
    cleared: [],
    touched: true,
  }));
  await patchPeople(trx, patches, now);
}

/** One that Telegram would refuse (a text that is empty once its variables are filled in) fails for its person, not for the batch. */
async function send(
  fates: Map<string, Fate>,
  { sendMany }: BatchParts,
): Promise<Extract<Fate, { kind: "send" }>[]> {
  for (;;) {
    const sending = [...fates.values()].filter((fate) => fate.kind === "send");
    try {
      await sendMany(sending.map(({ message }) => message));
      return sending;
    } catch (error) {
      const broken = PlatformError.is(error) && error.code === "message.invalid" ? error : undefined;
      const of = sending.find(({ message }) => message.dedupeKey === broken?.details?.dedupeKey);
      if (broken === undefined || of === undefined) throw error;
      fates.set(of.person.id, { kind: "over", state: "failed", why: broken.message.slice(0, 500) });
    }
  }
}

function rowOf(fate: Fate): { state: string; why: string; due?: Date } {
  switch (fate.kind) {
    case "send":
      return { state: "queued", why: "" };
    case "wait":
      return { state: "waiting", why: fate.why, due: fate.until };
    case "over":
      return { state: fate.state, why: fate.why };
  }
}

function saidRow(broadcast: string, { person, message }: Extract<Fate, { kind: "send" }>) {
  const { text, caption, parse_mode: _, ...more } = message.payload;
  return {
    person: person.id,
    id: uuidv7(),
    kind: message.method,
    text: String(text ?? caption ?? ""),
    more: { ...more, broadcast },
    key: message.dedupeKey,
  };
}

/** Done once nobody waits and nothing lies in the outbox. */
async function finish(trx: Transaction, { tenantId, id }: Stored, now: Date): Promise<boolean> {
  const ended = await trx.run(
    `update broadcast set state = 'done', ended_at = $3 where tenant_id = $1 and id = $2
       and not exists (select from broadcast_recipient where tenant_id = $1 and broadcast_id = $2 and state = 'waiting')
       and not exists (select from broadcast_recipient where tenant_id = $1 and broadcast_id = $2 and state = 'queued')`,
    [tenantId, id, now],
  );
  return ended === 1;
}
