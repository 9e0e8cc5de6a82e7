import type { Rows, Sorting } from "../api/resource.ts";
import type { Words } from "../page/address.ts";
import type { Column } from "./column.ts";

type Sorted = false | "asc" | "desc";

/** What sorts the rows that are loaded, where the server does not. */
interface OwnSorting {
  getColumn(id: string): { getIsSorted(): Sorted; toggleSorting(): void } | undefined;
}

export interface ColumnSorting<Row> {
  can(column: Column<Row>): boolean;
  of(column: Column<Row>): Sorted;
  toggle(column: Column<Row>): void;
}

/** By which column a list is sorted: in the address where the server sorts, so that it can be sent as a link; else by what is loaded. */
export function useSorting<Row>(
  { server }: Rows<Row>,
  own: OwnSorting,
  words: Words,
  change: (patch: Record<string, string | undefined>) => void,
): ColumnSorting<Row> {
  if (server === undefined) {
    return {
      can: ({ sortable }) => sortable !== false,
      of: ({ id }) => own.getColumn(id)?.getIsSorted() ?? false,
      toggle: ({ id }) => own.getColumn(id)?.toggleSorting(),
    };
  }
  const { first } = server;
  const now: Sorting =
    words.sort === undefined ? first : { sort: words.sort, order: words.order === "desc" ? "desc" : "asc" };
  return {
    can: ({ sort }) => sort !== undefined,
    of: ({ sort }) => sort === now.sort && now.order,
    toggle({ sort, align }) {
      if (sort === undefined) return;
      // The largest figure first, words from their beginning; the second time the other way round.
      const order = sort === now.sort ? OTHER[now.order] : align === "end" ? "desc" : "asc";
      const asBefore = sort === first.sort && order === first.order;
      change(asBefore ? { sort: undefined, order: undefined } : { sort, order });
    },
  };
}

const OTHER = { asc: "desc", desc: "asc" } as const;
