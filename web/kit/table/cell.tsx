import type { ReactNode } from "react";
import type { Column } from "./column.ts";

/** What stands in a cell: the column's own drawing, or its value. */
export function shownValue<Row>(column: Column<Row>, row: Row): ReactNode {
  if (column.cell !== undefined) return column.cell(row);
  const value = column.value(row);
  return value === null || value === undefined || value === "" ? (
    <span className="muted">–</span>
  ) : (
    String(value)
  );
}
