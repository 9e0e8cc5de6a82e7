import type { Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Answer } from "../engine/session.ts";
import type { PersonFacts } from "../engine/world.ts";
import type { Value } from "../graph/parts.ts";

/** A person as the walks need them. */
export interface Person extends PersonFacts {
  tenantId: string;
  /** Numeric id as text: also the private chat's. Undefined for somebody who was imported and has not written yet. */
  telegramId: string | undefined;
  lastHeard: Date | undefined;
  blocked: boolean;
  stopped: boolean;
  takenOver: boolean;
  touches: Date[];
}

/** A Telegram user as an update shows them. */
export interface TelegramUser {
  id: number;
  first_name?: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

interface Row {
  tenantId: string;
  id: string;
  telegramId: string | null;
  firstName: string;
  lastName: string;
  username: string;
  language: string;
  timezone: string | null;
  source: string;
  tags: string[];
  fields: Record<string, Value>;
  chats: string[];
  lastHeard: Date | null;
  blocked: boolean;
  stopped: boolean;
  takenOver: boolean;
  touches: Date[];
}

const COLUMNS = `tenant_id as "tenantId", id, telegram_id as "telegramId", first_name as "firstName", last_name as "lastName",
  username, language, timezone, source, tags, fields, chats, last_heard as "lastHeard", blocked_at is not null as blocked,
  stopped_at is not null as stopped, taken_over_at is not null as "takenOver", touches`;

/** People by their ids; of any tenants in a transaction over all. */
export async function readPeople(
  trx: Transaction,
  keys: readonly { tenantId: string; personId: string }[],
): Promise<ReadonlyMap<string, Person>> {
  const rows = await trx.many<Row>(
    `select ${COLUMNS} from person where (tenant_id, id) in (select * from unnest($1::uuid[], $2::uuid[]))`,
    [keys.map(({ tenantId }) => tenantId), keys.map(({ personId }) => personId)],
  );
  return new Map(rows.map((row) => [row.id, person(row)]));
}

/** Somebody who was imported by username is met: from here on they are known by their id. */
const ADOPT = `
  update person set telegram_id = $2 where tenant_id = $1 and telegram_id is null and id = (
    select id from person where tenant_id = $1 and telegram_id is null and username <> '' and lower(username) = lower($3)
    order by id limit 1)`;

/** The person behind a Telegram user, new where nobody knew them; names are kept as Telegram has them now. */
export async function personOfUser(
  trx: Transaction,
  tenantId: string,
  user: TelegramUser,
  source: string,
  now: Date,
): Promise<Person> {
  const found = await trx.one<Row>(
    `select ${COLUMNS} from person where tenant_id = $1 and telegram_id = $2`,
    [tenantId, user.id],
  );
  if (found !== undefined) return person(found);
  const { first_name = "", last_name = "", username = "", language_code = "" } = user;
  if (username !== "") await trx.run(ADOPT, [tenantId, user.id, username]);
  await trx.run(
    `insert into person (tenant_id, id, telegram_id, first_name, last_name, username, language, source, first_seen)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
    [tenantId, uuidv7(), user.id, first_name, last_name, username, language_code, source.slice(0, 64), now],
  );
  const added = await trx.one<Row>(
    `select ${COLUMNS} from person where tenant_id = $1 and telegram_id = $2`,
    [tenantId, user.id],
  );
  if (added === undefined) throw new Error("A person who was just added is gone.");
  return person(added);
}

/** A message, or the press of a button. */
export interface Said {
  kind: Answer["kind"] | "press";
  text: string;
  file?: string;
}

/**
 * Notes that somebody was heard: when, what they said, and what Telegram calls them now. Whoever writes has not blocked the bot. Their
 * conversation comes to the top of the inbox; answers since when it had waited for somebody before. Done after the walk was locked:
 * everybody takes the locks in that order.
 */
export async function heard(
  trx: Transaction,
  { tenantId, id }: Pick<Person, "tenantId" | "id">,
  user: TelegramUser,
  now: Date,
  { kind, text, file }: Said,
): Promise<Date | null> {
  const { first_name = "", last_name = "", username = "", language_code } = user;
  const more = JSON.stringify(file === undefined ? {} : { file });
  const row = await trx.one<{ waited: Date | null }>(
    `with said as (
       insert into chat_message (tenant_id, person_id, id, at, author, kind, text, more)
       values ($1, $2, $8, $3, 'person', $9, $10, $11)),
     named as (
       update person set last_heard = greatest(last_heard, $3), blocked_at = null, first_name = $4, last_name = $5, username = $6,
         language = coalesce($7, language)
       where tenant_id = $1 and id = $2),
     shown as (
       insert into conversation as c (tenant_id, person_id, at, unread) values ($1, $2, $3, 1)
       on conflict (tenant_id, person_id) do update set at = greatest(c.at, excluded.at), unread = c.unread + 1, waits_since = null)
     select (select waits_since from conversation where tenant_id = $1 and person_id = $2) as waited,
       pg_notify('live', $1::uuid || ':inbox')`,
    [tenantId, id, now, first_name, last_name, username, language_code ?? null, uuidv7(), kind, text, more],
  );
  return row?.waited ?? null;
}

const PATCH = `
  update person p set
    tags = array(select distinct t from unnest(p.tags || m.add) t where t <> all(m.remove) order by t),
    fields = (p.fields || m.fields) - m.cleared,
    touches = case when m.touched then (p.touches || $2::timestamptz)[greatest(1, cardinality(p.touches) - 98):] else p.touches end
  from (select "tenantId", id, array(select json_array_elements_text(add)) as add,
          array(select json_array_elements_text(remove)) as remove, fields, array(select json_array_elements_text(cleared)) as cleared, touched
        from json_to_recordset($1::json) as r("tenantId" uuid, id uuid, add json, remove json, fields jsonb, cleared json, touched boolean)
        order by "tenantId", id) m
  where p.tenant_id = m."tenantId" and p.id = m.id`;

/** What a move changes of a person. */
export interface PersonPatch {
  tenantId: string;
  id: string;
  add: string[];
  remove: string[];
  fields: Record<string, Value>;
  cleared: string[];
  touched: boolean;
}

/** Changes people, one patch each. Only what a patch names is written, so nobody's other change is lost. */
export async function patchPeople(
  trx: Transaction,
  patches: readonly PersonPatch[],
  now: Date,
): Promise<void> {
  if (patches.length > 0) await trx.run(PATCH, [JSON.stringify(patches), now]);
}

function person({ telegramId, timezone, lastHeard, ...row }: Row): Person {
  return {
    ...row,
    telegramId: telegramId === null ? undefined : String(telegramId),
    lastHeard: lastHeard ?? undefined,
    ...(timezone !== null && { timezone }),
  };
}
