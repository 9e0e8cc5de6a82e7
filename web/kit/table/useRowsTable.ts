import {
  type ColumnDef,
  columnVisibilityFeature,
  createSortedRowModel,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo } from "react";
import { type Column, compare } from "./column.ts";

const features = tableFeatures({
  columnVisibilityFeature,
  rowSelectionFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});

export interface TableOptions<Row> {
  /** Under this name the reader's choice of columns is remembered. */
  id: string;
  columns: readonly Column<Row>[];
  rows: Row[];
  rowId(row: Row): string;
}

/** Sorting, choice of columns and selection over the rows that are loaded. */
export function useRowsTable<Row extends object>({ id, columns, rows, rowId }: TableOptions<Row>) {
  const defs = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, Row> => ({
          id: column.id,
          header: column.header,
          accessorFn: (row: Row) => column.value(row),
          enableSorting: column.sortable !== false,
          enableHiding: column.phone !== "title",
          sortFn: (a, b) => compare(column.value(a.original), column.value(b.original)),
        }),
      ),
    [columns],
  );
  return useTable<typeof features, Row>({
    features,
    columns: defs,
    data: rows,
    getRowId: (row) => rowId(row),
    initialState: { columnVisibility: remembered(id, columns) },
    enableMultiSort: false,
  });
}

const key = (id: string) => `promostack.columns.${id}`;

function remembered<Row>(id: string, columns: readonly Column<Row>[]): Record<string, boolean> {
  const shown = Object.fromEntries(columns.map((column) => [column.id, column.hidden !== true]));
  const stored = window.localStorage.getItem(key(id));
  if (stored === null) return shown;
  const names = new Set(stored.split(","));
  return Object.fromEntries(columns.map((column) => [column.id, names.has(column.id)]));
}

export function rememberColumns(id: string, shown: readonly string[]): void {
  window.localStorage.setItem(key(id), shown.join(","));
}
