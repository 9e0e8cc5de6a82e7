import { Type } from "@sinclair/typebox";
import type { Transaction } from "../sql.ts";
import { Conditions } from "./conditions.ts";
import { type Cursor, decodeCursor, encodeCursor, type SortType } from "./cursor.ts";

/** What a list may be sorted by. Its SQL stands in the source; a request only ever names it. */
export interface SortColumn {
  sql: string;
  type: SortType;
  /** Rows may have no value: they come last in either order. Say so only where it is true, for such a sort takes no index. */
  nullable?: true;
}

/** How rows of a list are ordered, told apart and searched. */
export interface ListShape<Sort extends string = string> {
  sorts: Readonly<Record<Sort, SortColumn>>;
  /** Tells rows of one value apart. A sort with the same SQL needs nothing beside it. */
  id: { sql: string; type: SortType };
  /** Without a wish; an index of its order makes the common page cheap. */
  first: { sort: NoInfer<Sort>; order: Order };
  /** SQL texts in which the words of `q` are looked for, each word in any of them; names that people see, not codes. */
  search: readonly string[];
}

type Order = "asc" | "desc";

/** Keeps the names of the sorts. */
export function listShape<Sort extends string>(shape: ListShape<Sort>): ListShape<Sort> {
  return shape;
}

/** What may be said about a list in its address, to be spread into the route's query schema beside its own filters. */
export function listQuery<Sort extends string>(
  { sorts, first }: ListShape<Sort>,
  { most = 200, normally = 50 } = {},
) {
  const names = Object.keys(sorts);
  return {
    q: Type.Optional(
      Type.String({
        maxLength: 120,
        // PostgreSQL's texts have no such letter.
        pattern: "^[^\\u0000]*$",
        description: "Words that must all be found in the row.",
      }),
    ),
    sort: Type.Optional(
      Type.Unsafe<Sort>({ type: "string", enum: names, description: `${first.sort} when absent.` }),
    ),
    order: Type.Optional(
      Type.Unsafe<Order>({
        type: "string",
        enum: ["asc", "desc"],
        description: `asc when absent; without a sort ${first.order}.`,
      }),
    ),
    after: Type.Optional(Type.String({ maxLength: 2_000, description: "`next` of the page before." })),
    limit: Type.Integer({ minimum: 1, maximum: most, default: normally }),
  };
}

/** A wish that fits `listQuery`. */
export interface ListQuery {
  q?: string;
  sort?: string;
  order?: Order;
  after?: string;
  limit: number;
}

/** Where the rows come from, and which of them. */
export interface ListSource {
  /** What follows `select`. */
  select: string;
  /** What follows `from`. */
  from: string;
  conditions?: Conditions;
}

export interface ListPage<Row> {
  items: Row[];
  /** Cursor of the page after this one; absent on the last. */
  next?: string;
}

/**
 * One page of a list as asked for: searched, sorted, and going on after the cursor, so that a page costs the same wherever it
 * stands and no row is missed or doubled among equals. Raises `list.cursor_unknown`.
 */
export async function listPage<Row extends object>(
  trx: Transaction,
  shape: ListShape,
  { select, from, conditions = new Conditions() }: ListSource,
  query: ListQuery,
): Promise<ListPage<Row>> {
  const sort = query.sort ?? shape.first.sort;
  const order = query.order ?? (query.sort === undefined ? shape.first.order : "asc");
  const column = shape.sorts[sort];
  if (column === undefined)
    throw new RangeError(`A list has no sort ${sort}: its query's schema lets it through.`);
  const { id } = shape;
  searchFor(query.q, shape.search, conditions);
  if (query.after) {
    const cursor = decodeCursor(query.after, { sort, order, type: column.type, idType: id.type });
    conditions.always(behind(cursor, column, id, order, conditions));
  }
  const own = column.sql === id.sql;
  const limit = conditions.place(query.limit + 1);
  const rows = await trx.many<Row & Place>(
    `select ${select}, (${column.sql})::text as "listValue", (${id.sql})::text as "listId" from ${from} ${conditions.where}
     order by ${column.sql} ${order}${column.nullable ? " nulls last" : ""}${own ? "" : `, ${id.sql} ${order}`} limit ${limit}`,
    conditions.values,
  );
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  const next = last && encodeCursor({ sort, order, value: last.listValue, id: last.listId });
  return { items: shown.map((row) => withoutPlace<Row>(row)), ...(next !== undefined && { next }) };
}

interface Place {
  listValue: string | null;
  listId: string;
}

function withoutPlace<Row extends object>(row: Row & Partial<Place>): Row {
  delete row.listValue;
  delete row.listId;
  return row;
}

/**
 * What `q` asks of rows, for a count of a list or an act on all that it shows. Each row's texts are put together once, however many
 * words are looked for. Their own `%` and `_` are letters like others.
 */
export function searchFor(q: string | undefined, texts: readonly string[], conditions: Conditions): void {
  const words = q?.split(/\s+/).filter(Boolean) ?? [];
  if (words.length === 0) return;
  const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, "\\$&")}%`);
  const row = `lower(concat_ws(' ', ${texts.join(", ")}))`;
  conditions.add(
    patterns,
    (place) => `${row} like all (array(select lower(word) from unnest(${place}::text[]) word))`,
  );
}

/** The rows behind a cursor, in the order of the list. */
function behind(
  { value, id: lastId }: Cursor,
  { sql, type, nullable }: SortColumn,
  id: ListShape["id"],
  order: Order,
  conditions: Conditions,
): string {
  const past = order === "asc" ? ">" : "<";
  const idPlace = `${conditions.place(lastId)}::${id.type}`;
  if (sql === id.sql) return `${id.sql} ${past} ${idPlace}`;
  if (value === null) return `(${sql}) is null and ${id.sql} ${past} ${idPlace}`;
  const valuePlace = `${conditions.place(value)}::${type}`;
  const row = `(${sql}, ${id.sql}) ${past} (${valuePlace}, ${idPlace})`;
  return nullable ? `(${row} or (${sql}) is null)` : row;
}
