import { Group } from "@mantine/core";
import type { ReactNode } from "react";
import { PageLink } from "../page/PageLink.tsx";
import { shownValue } from "./cell.tsx";
import type { Column } from "./column.ts";
import classes from "./DataTable.module.css";

interface CardsProps<Row> {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowId(row: Row): string;
  to?(row: Row): string;
  acts?(row: Row): ReactNode;
  label: string;
}

/** Rows for a narrow screen: a heading, a corner, and the rest as pairs. */
export function Cards<Row>({ rows, columns, rowId, to, acts, label }: CardsProps<Row>) {
  const title = columns.find((column) => column.phone === "title") ?? columns[0];
  const corner = columns.find((column) => column.phone === "corner");
  const rest = columns.filter((column) => column !== title && column !== corner && column.phone !== "none");
  return (
    <ul className={classes.cards} aria-label={label}>
      {rows.map((row) => (
        <li key={rowId(row)} className={`card ${classes.item}`}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <div className={classes.title}>
              {title === undefined ? null : to === undefined ? (
                <strong>{shownValue(title, row)}</strong>
              ) : (
                <PageLink to={to(row)} className={classes.link}>
                  {shownValue(title, row)}
                </PageLink>
              )}
            </div>
            {corner === undefined ? null : <span>{shownValue(corner, row)}</span>}
          </Group>
          <dl className={classes.facts}>
            {rest.map((column) => (
              <div key={column.id}>
                <dt>{column.header}</dt>
                <dd>{shownValue(column, row)}</dd>
              </div>
            ))}
          </dl>
          {acts === undefined ? null : (
            <Group gap="xs" mt="xs" className={classes.front}>
              {acts(row)}
            </Group>
          )}
        </li>
      ))}
    </ul>
  );
}
