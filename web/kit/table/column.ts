import type { ReactNode } from "react";

export type CellValue = string | number | boolean | null | undefined;

/** A column of a list. */
export interface Column<Row> {
  id: string;
  header: string;
  /** Definition of the figure, on hover. */
  meaning?: string;
  /** What sorting, searching and CSV see. */
  value(row: Row): CellValue;
  /** What people see; the value when absent. */
  cell?(row: Row): ReactNode;
  align?: "end";
  /** Hidden until somebody chooses it. */
  hidden?: boolean;
  /** False: a list that is sorted here cannot be sorted by it. */
  sortable?: boolean;
  /** The server's name of the sort, in lists that the server sorts; there the others cannot be sorted by. */
  sort?: string;
  /** On a phone: the card's heading, its corner, or left out. */
  phone?: "title" | "corner" | "none";
  width?: number | string;
}

/** A choice that narrows the list; kept in the address under its id. */
export interface Filter<Row> {
  id: string;
  label: string;
  options: { value: string; label: string }[];
  /** Absent where the server filters: then the page puts the word into its query. */
  keep?(row: Row, value: string): boolean;
}

export interface BulkAction<Row> {
  label: string;
  act(rows: Row[]): Promise<unknown>;
}

/** Nothing sorts last, numbers by size, words as people order them. */
export function compare(a: CellValue, b: CellValue): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}
