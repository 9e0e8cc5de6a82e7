import { createHash } from "node:crypto";
import { uuidv7 } from "uuidv7";
import type { End } from "../engine/session.ts";
import { newSession } from "../engine/session.ts";
import type { Value } from "../graph/parts.ts";
import type { Desk, ToMove } from "./desk.ts";
import type { Moved } from "./moveRows.ts";
import type { Person } from "./people.ts";
import { readPeople } from "./people.ts";
import { insertSession, lockSessions, type StoredSession } from "./sessionRows.ts";
import { bestPerKey } from "./triggers.ts";
import { writeEnd } from "./writing.ts";

/** A published version that somebody may enter. */
export interface Door {
  journeyId: string;
  versionId: string;
}

export interface Ticket {
  person: Person;
  door: Door;
  /** `deep_link:spring`, `keyword:price`, `api`. */
  enteredBy: string;
  variables?: Readonly<Record<string, Value>>;
  /** The walk's, where the same may be told twice (`walkId`): it begins once. */
  id?: string;
}

/** `toMove` begins the walk. */
export type Entry =
  | { result: "entered"; toMove: ToMove }
  | { result: "waits" }
  | { result: "refused"; why: "blocked" | "stopped" | "inside" | "busy" | "once" | "gone" | "known" };

const RESTARTED: End = { state: "stopped", outcome: "restarted" };
const REPLACED: End = { state: "stopped", outcome: "replaced by another journey" };

/**
 * Lets a person into a journey, by its rules for those who are or were inside. Two at once for the same person: the database lets one
 * in (its unique indexes), the other is refused.
 */
export async function admit(desk: Desk, ticket: Ticket): Promise<Entry> {
  const { person, door, id } = ticket;
  if (id !== undefined && (await isTaken(desk, person.tenantId, id)))
    return { result: "refused", why: "known" };
  if (person.blocked) return { result: "refused", why: "blocked" };
  if (person.stopped) return { result: "refused", why: "stopped" };
  const journey = (await desk.versions.read(desk.trx, [door.versionId])).get(door.versionId);
  if (journey === undefined) return { result: "refused", why: "gone" };
  // A colleague is talking with them: they enter when the conversation is handed back.
  if (person.takenOver) return wait(desk, ticket);
  const [live] = await lockSessions(desk.trx, "s.tenant_id = $1 and s.person_id = $2", [
    person.tenantId,
    person.id,
  ]);
  const { reentry, whenBusy } = journey.rules;
  if (live !== undefined) {
    const same = live.session.journeyId === door.journeyId;
    if (same && reentry !== "restart") return { result: "refused", why: "inside" };
    if (!same && whenBusy === "refuse") return { result: "refused", why: "busy" };
    if (!same && whenBusy === "wait") return wait(desk, ticket);
    await writeEnd(desk, live, person, same ? RESTARTED : REPLACED);
  }
  return begin(desk, ticket, reentry);
}

/** Of the walk that something begins which may be told twice, such as an event of that key. */
export function walkId(tenantId: string, personId: string, journeyId: string, key: string): string {
  const hash = createHash("sha256").update([tenantId, personId, journeyId, key].join(" ")).digest("hex");
  // A UUID of version 8: made by our own rule.
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-8$3-8$4-$5");
}

async function isTaken({ trx }: Desk, tenantId: string, id: string): Promise<boolean> {
  const found = await trx.one<{ id: string }>("select id from session where tenant_id = $1 and id = $2", [
    tenantId,
    id,
  ]);
  return found !== undefined;
}

async function begin(
  desk: Desk,
  { person, door, enteredBy, variables = {}, id = uuidv7() }: Ticket,
  reentry: string,
): Promise<Entry> {
  const session = newSession({ id, journeyId: door.journeyId, personId: person.id });
  const stored: StoredSession = {
    tenantId: person.tenantId,
    versionId: door.versionId,
    reentry,
    enteredBy,
    session: { ...session, variables: { ...variables } },
  };
  if (!(await insertSession(desk.trx, stored, desk.now))) return { result: "refused", why: "once" };
  return { result: "entered", toMove: { stored, person, input: { kind: "enter" } } };
}

async function wait(
  desk: Desk,
  { person, door, enteredBy, variables = {}, id = uuidv7() }: Ticket,
): Promise<Entry> {
  await desk.trx.run(
    `insert into waiting_entry (tenant_id, person_id, journey_id, id, entered_by, variables, created_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [person.tenantId, person.id, door.journeyId, id, enteredBy, JSON.stringify(variables), desk.now],
  );
  return { result: "waits" };
}

/** People whose walk has ended enter the journey that they have waited for longest. */
export function enterWaiting(desk: Desk, moved: readonly Moved[]): Promise<ToMove[]> {
  return enterNext(
    desk,
    moved.filter(({ move }) => move.session.end !== null).map(({ person }) => person),
  );
}

/** The same for people who are in no journey. */
export async function enterNext(desk: Desk, people: readonly Person[]): Promise<ToMove[]> {
  const free = people.filter(({ takenOver }) => !takenOver);
  if (free.length === 0) return [];
  const next = await desk.trx.many<{
    tenantId: string;
    personId: string;
    journeyId: string;
    versionId: string | null;
    id: string;
    enteredBy: string;
    variables: Record<string, Value>;
  }>(
    `with next as (
       select distinct on (w.tenant_id, w.person_id) w.* from waiting_entry w
       where (w.tenant_id, w.person_id) in (select * from unnest($1::uuid[], $2::uuid[]))
       order by w.tenant_id, w.person_id, w.created_at, w.id),
     gone as (delete from waiting_entry w using next n where w.tenant_id = n.tenant_id and w.id = n.id)
     select n.tenant_id as "tenantId", n.person_id as "personId", n.journey_id as "journeyId", j.live_version as "versionId", n.id,
       n.entered_by as "enteredBy", n.variables
     from next n left join journey j on j.tenant_id = n.tenant_id and j.id = n.journey_id`,
    [free.map(({ tenantId }) => tenantId), free.map(({ id }) => id)],
  );
  const known = await readPeople(desk.trx, next);
  const followers: ToMove[] = [];
  for (const { personId, journeyId, versionId, id, enteredBy, variables } of next) {
    const person = known.get(personId);
    // Unpublished meanwhile: whoever waited for it waits for nothing.
    if (person === undefined || versionId === null) continue;
    const entry = await admit(desk, { person, door: { journeyId, versionId }, enteredBy, variables, id });
    if (entry.result === "entered") followers.push(entry.toMove);
  }
  return followers;
}

/** People who got a tag that lets them into a journey. */
export async function enterTagged(desk: Desk, moved: readonly Moved[]): Promise<ToMove[]> {
  const tagged = moved.flatMap(({ person, move }) =>
    move.effects.flatMap((effect) =>
      effect.kind === "tag"
        ? effect.add.filter((tag) => !person.tags.includes(tag)).map((tag) => ({ person, tag }))
        : [],
    ),
  );
  return enterByTag(
    desk,
    tagged.map(({ person, tag }) => ({ tenantId: person.tenantId, personId: person.id, tag })),
  );
}

/** The same for tags that came from elsewhere. `person` must not have had them before. */
export async function enterByTag(
  desk: Desk,
  tagged: readonly { tenantId: string; personId: string; tag: string }[],
): Promise<ToMove[]> {
  if (tagged.length === 0) return [];
  const doors = await bestPerKey(
    desk.trx,
    "tag_added",
    tagged.map(({ tenantId, tag }) => ({ tenantId, key: tag })),
  );
  const wanted = tagged.filter(({ tenantId, tag }) => doors.has(`${tenantId} ${tag}`));
  const people = await readPeople(desk.trx, wanted);
  const followers: ToMove[] = [];
  for (const { tenantId, personId, tag } of wanted) {
    const person = people.get(personId);
    const door = doors.get(`${tenantId} ${tag}`);
    if (person === undefined || door === undefined) continue;
    const entry = await admit(desk, { person, door, enteredBy: `tag_added:${tag}` });
    if (entry.result === "entered") followers.push(entry.toMove);
  }
  return followers;
}
