import type { Transact } from "@promostack/core";
import type { Value } from "../graph/parts.ts";
import type { PeopleChoice } from "./api.ts";
import { choiceConditions } from "./list.ts";
import { REACH_NAME } from "./segmentSql.ts";

const PAGE = 5_000;

/** Columns that everybody has, as an import knows them again. */
export const EXPORT_COLUMNS = [
  "telegram_id",
  "username",
  "first_name",
  "last_name",
  "language",
  "timezone",
  "source",
  "tags",
  "state",
  "first_seen",
  "last_heard",
] as const;

type Row = Record<(typeof EXPORT_COLUMNS)[number], string | null> & {
  id: string;
  fields: Record<string, Value>;
};

const SELECT = `p.id, p.telegram_id::text, p.username, p.first_name, p.last_name, p.language, p.timezone, p.source,
  array_to_string(p.tags, ', ') as tags, to_char(p.first_seen at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as first_seen,
  to_char(p.last_heard at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as last_heard, p.fields,
  ${REACH_NAME} as state`;

/** Spreadsheets take a file for UTF-8 only when it says so. */
const BYTE_ORDER_MARK = "\uFEFF";

/** People as CSV that an import takes back, a column for each custom field that one of them has; in pieces of some thousand lines. */
export async function* exportPeople(db: Transact, choice: PeopleChoice, now: Date): AsyncIterable<string> {
  const names = await db(async (trx) => {
    const { where, values } = await choiceConditions(trx, choice, now);
    const rows = await trx.many<{ name: string }>(
      `select distinct k as name from person p, jsonb_object_keys(p.fields) k ${where} order by 1`,
      values,
    );
    return rows.map(({ name }) => name);
  });
  yield BYTE_ORDER_MARK + line([...EXPORT_COLUMNS, ...names]);
  for (let after: string | undefined; ; ) {
    const rows = await exportedPage(db, choice, now, after);
    if (rows.length > 0)
      yield rows
        .map((row) =>
          line([...EXPORT_COLUMNS.map((name) => row[name]), ...names.map((name) => row.fields[name])]),
        )
        .join("");
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.id;
  }
}

function exportedPage(
  db: Transact,
  choice: PeopleChoice,
  now: Date,
  after: string | undefined,
): Promise<Row[]> {
  return db(async (trx) => {
    const { where, values } = (await choiceConditions(trx, choice, now)).add(
      after,
      (place) => `p.id > ${place}::uuid`,
    );
    return trx.many<Row>(`select ${SELECT} from person p ${where} order by p.id limit ${PAGE}`, values);
  });
}

/** RFC 4180. Spreadsheets run what begins like a formula, and some of this text comes from strangers: it is marked as text. */
function line(cells: readonly (Value | null | undefined)[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

function cell(value: Value | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
