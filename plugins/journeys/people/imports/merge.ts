import type { Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { ImportInput } from "./api.ts";
import type { ImportRow } from "./row.ts";

export interface Merged {
  added: number;
  changed: number;
  same: number;
}

interface Merging {
  tenantId: string;
  key: ImportInput["key"];
  replaces: boolean;
  now: Date;
}

const GIVEN = `jsonb_to_recordset($2::jsonb) as g(id uuid, telegram_id bigint, username text, first_name text, last_name text, language text,
  timezone text, source text, tags text[], fields jsonb)`;

const TEXTS = ["username", "first_name", "last_name", "language"];

/** What becomes of a person `p` whom a row (`from`) is about; `$3`: the file replaces. Tags are only ever added. */
function merged(from: string): Record<string, string> {
  const text = (name: string) =>
    `case when ${from}.${name} <> '' and ($3 or p.${name} = '') then ${from}.${name} else p.${name} end`;
  return {
    ...Object.fromEntries(TEXTS.map((name) => [name, text(name)])),
    timezone: `case when $3 then coalesce(${from}.timezone, p.timezone) else coalesce(p.timezone, ${from}.timezone) end`,
    tags: `array(select distinct t from unnest(p.tags || ${from}.tags) t order by t)`,
    fields: `case when $3 then p.fields || ${from}.fields else ${from}.fields || p.fields end`,
  };
}

function change(from: string): { set: string; differs: string } {
  const columns = merged(from);
  const names = Object.keys(columns);
  return {
    set: names.map((name) => `${name} = ${columns[name]}`).join(", "),
    differs: `(${names.map((name) => `p.${name}`).join(", ")}) is distinct from (${names.map((name) => columns[name]).join(", ")})`,
  };
}

const COLUMNS =
  "tenant_id, id, telegram_id, username, first_name, last_name, language, timezone, source, tags, fields, first_seen";
const NEW = `$1, g.id, g.telegram_id, g.username, g.first_name, g.last_name, g.language, g.timezone, g.source, g.tags, g.fields, $4`;

/** Somebody who was imported by username before, and whose Telegram id a file now brings. */
const ADOPT = `
  update person p set telegram_id = g.telegram_id from ${GIVEN}
  where g.username <> '' and p.id = (
    select o.id from person o where o.tenant_id = $1 and o.telegram_id is null and o.username <> '' and lower(o.username) = lower(g.username)
    order by o.id limit 1)
  and p.tenant_id = $1 and not exists (select from person o where o.tenant_id = $1 and o.telegram_id = g.telegram_id)`;

const byId = change("excluded");
const BY_TELEGRAM_ID = `
  insert into person as p (${COLUMNS}) select ${NEW} from ${GIVEN} order by g.telegram_id
  on conflict (tenant_id, telegram_id) do update set ${byId.set} where ${byId.differs}
  returning (xmax = 0) as added`;

const byName = change("m");
/** Of several with the same username, the one who was heard last: names move from one account to another. */
const BY_USERNAME = `
  with matched as (
    select distinct on (lower(g.username)) o.id as person_id, g.* from ${GIVEN}
    join person o on o.tenant_id = $1 and o.username <> '' and lower(o.username) = lower(g.username)
    order by lower(g.username), o.last_heard desc nulls last, o.id
  ), updated as (
    update person p set ${byName.set} from matched m
    where p.tenant_id = $1 and p.id = m.person_id and ${byName.differs} returning false as added
  ), inserted as (
    insert into person (${COLUMNS}) select ${NEW} from ${GIVEN}
    where not exists (select from matched m where m.id = g.id) returning true as added
  ) select added from updated union all select added from inserted`;

/** Merges checked rows into the tenant's people. */
export async function mergeRows(
  trx: Transaction,
  rows: readonly ImportRow[],
  { tenantId, key, replaces, now }: Merging,
): Promise<Merged> {
  const values = [tenantId, JSON.stringify(rows.map((row) => ({ ...row, id: uuidv7() }))), replaces, now];
  if (key === "telegramId") await trx.run(ADOPT, values.slice(0, 2));
  const touched = await trx.many<{ added: boolean }>(
    key === "telegramId" ? BY_TELEGRAM_ID : BY_USERNAME,
    values,
  );
  const added = touched.filter((each) => each.added).length;
  return { added, changed: touched.length - added, same: rows.length - touched.length };
}

/** How many rows are about people whom the tenant has already. */
export async function countKnown(
  trx: Transaction,
  rows: readonly ImportRow[],
  key: ImportInput["key"],
): Promise<number> {
  const row =
    key === "telegramId"
      ? await trx.one<{ known: number }>(
          "select count(*) as known from person where telegram_id = any($1::bigint[])",
          [rows.map(({ telegram_id }) => telegram_id)],
        )
      : await trx.one<{ known: number }>(
          "select count(distinct lower(username)) as known from person where username <> '' and lower(username) = any($1::text[])",
          [rows.map(({ username }) => username.toLowerCase())],
        );
  return row?.known ?? 0;
}
