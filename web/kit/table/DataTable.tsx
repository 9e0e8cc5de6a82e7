import { Checkbox, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { type ReactNode, useMemo } from "react";
import type { Rows } from "../api/resource.ts";
import { useAddress } from "../page/address.ts";
import { PageLink } from "../page/PageLink.tsx";
import { Explained } from "../show/figures.tsx";
import { ErrorState } from "../show/states.tsx";
import { texts } from "../texts.ts";
import { Cards } from "./Cards.tsx";
import { shownValue } from "./cell.tsx";
import type { BulkAction, Column, Filter } from "./column.ts";
import { csvText, saveCsv } from "./csv.ts";
import classes from "./DataTable.module.css";
import { LoadMore, NothingMatches, Toolbar } from "./Toolbar.tsx";
import { rememberColumns, useRowsTable } from "./useRowsTable.ts";
import { useSorting } from "./useSorting.ts";
import { useWhole } from "./useWhole.ts";

export interface DataTableProps<Row extends object> {
  /** Names the table: its remembered columns, its CSV. */
  id: string;
  /** What the rows are, for readers who do not see: "Signals". */
  label: string;
  columns: readonly Column<Row>[];
  source: Rows<Row>;
  rowId(row: Row): string;
  filters?: readonly Filter<Row>[];
  /** False: no search field. */
  search?: boolean;
  /** Where a row leads. */
  to?(row: Row): string;
  empty: ReactNode;
  bulk?: readonly BulkAction<Row>[];
  /** Buttons at the right of the row, or of the card. */
  acts?(row: Row): ReactNode;
  /** More beside the search. */
  tools?: ReactNode;
}

/** A list: search, filters, sort, choice of columns, pages by cursor, CSV, states, cards on a phone. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const {
    id,
    label,
    columns,
    source,
    rowId,
    filters = [],
    search = true,
    to,
    empty,
    bulk = [],
    acts,
    tools,
  } = props;
  const [words, change] = useAddress();
  const atServer = source.server !== undefined;
  const phone = useMediaQuery("(max-width: 42em)") ?? false;
  const rows = useMemo(
    () => (atServer ? [...source.rows] : narrow(source.rows, columns, filters, words)),
    [atServer, source.rows, columns, filters, words],
  );
  const table = useRowsTable({ id, columns, rows, rowId });
  const sorting = useSorting(source, table, words, change);
  const narrowed = words.q !== undefined || filters.some((filter) => words[filter.id] !== undefined);
  const clear = () =>
    change(Object.fromEntries([["q", undefined], ...filters.map((filter) => [filter.id, undefined])]));
  const visible = columns.filter((column) => table.state.columnVisibility[column.id] !== false);
  const shown = table.getRowModel().rows;
  const chosen = shown.filter((row) => row.getIsSelected());

  const save = () =>
    saveCsv(
      `${id}.csv`,
      csvText(
        visible.map((column) => column.header),
        shown.map((row) => visible.map((column) => column.value(row.original))),
      ),
    );
  const missing = useWhole(source);

  if (source.error !== null && source.rows.length === 0)
    return <ErrorState error={source.error} retry={source.retry} />;
  if (!source.pending && source.rows.length === 0 && !source.more && !narrowed) return <>{empty}</>;

  return (
    <Stack gap="sm">
      <Toolbar
        label={label}
        filters={filters}
        words={words}
        change={change}
        search={search !== false}
        columns={columns}
        visibility={table.state.columnVisibility}
        setVisible={(column, on) => {
          const next = { ...table.state.columnVisibility, [column]: on };
          table.setColumnVisibility(next);
          rememberColumns(
            id,
            columns.filter((each) => next[each.id] !== false).map((each) => each.id),
          );
        }}
        download={source.rows.length === 0 || missing ? undefined : (source.server?.file ?? save)}
        count={source.pending ? undefined : texts.table.rows(shown.length, source.more)}
        chosen={chosen.map((row) => row.original)}
        bulk={bulk}
        cleared={() => table.resetRowSelection()}
        tools={tools}
      />
      {source.error === null ? null : (
        <Text role="alert" c="var(--mantine-color-error)">
          {source.error.message}
        </Text>
      )}
      {source.pending || (shown.length === 0 && (missing || source.stale)) ? (
        <Waiting columns={phone ? 2 : Math.min(visible.length, 6)} label={label} />
      ) : shown.length === 0 ? (
        <NothingMatches clear={clear} />
      ) : phone ? (
        <Cards
          rows={shown.map((row) => row.original)}
          columns={visible}
          rowId={rowId}
          to={to}
          acts={acts}
          label={label}
        />
      ) : (
        <div className={`card ${classes.frame}`} aria-busy={source.stale}>
          <table className={classes.table} aria-label={label}>
            <thead>
              <tr>
                {bulk.length === 0 ? null : (
                  <th className={classes.narrow}>
                    <Checkbox
                      size="xs"
                      aria-label={texts.table.selectAll}
                      checked={table.getIsAllRowsSelected()}
                      indeterminate={table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()}
                      onChange={table.getToggleAllRowsSelectedHandler()}
                    />
                  </th>
                )}
                {visible.map((column) => (
                  <Header
                    key={column.id}
                    column={column}
                    sorted={sorting.of(column)}
                    sort={sorting.can(column) ? () => sorting.toggle(column) : undefined}
                  />
                ))}
                {acts === undefined ? null : <th className={classes.narrow} aria-label=" " />}
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.id} data-chosen={row.getIsSelected() || undefined}>
                  {bulk.length === 0 ? null : (
                    <td className={classes.narrow}>
                      <Checkbox
                        size="xs"
                        aria-label={texts.table.selectRow}
                        checked={row.getIsSelected()}
                        onChange={row.getToggleSelectedHandler()}
                      />
                    </td>
                  )}
                  {visible.map((column, index) => (
                    <td key={column.id} data-end={column.align === "end" || undefined}>
                      {to !== undefined && index === 0 ? (
                        <PageLink to={to(row.original)} className={classes.link}>
                          {shownValue(column, row.original)}
                        </PageLink>
                      ) : (
                        shownValue(column, row.original)
                      )}
                    </td>
                  ))}
                  {acts === undefined ? null : (
                    <td className={classes.acts}>
                      <Group gap={4} wrap="nowrap" justify="flex-end">
                        {acts(row.original)}
                      </Group>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {atServer && source.more ? <LoadMore busy={source.loadingMore} load={source.loadMore} /> : null}
    </Stack>
  );
}

function Header<Row>({
  column,
  sorted,
  sort,
}: {
  column: Column<Row>;
  sorted: false | "asc" | "desc";
  /** Absent where the list cannot be sorted by it. */
  sort: (() => void) | undefined;
}) {
  const title =
    column.meaning === undefined ? (
      column.header
    ) : (
      <Explained meaning={column.meaning}>{column.header}</Explained>
    );
  const Mark = sorted === "asc" ? IconArrowUp : IconArrowDown;
  const order = sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : undefined;
  return (
    <th
      scope="col"
      data-end={column.align === "end" || undefined}
      aria-sort={order}
      style={{ width: column.width }}
    >
      {sort === undefined ? (
        title
      ) : (
        <span className={classes.heading}>
          {title}
          <button
            type="button"
            className={classes.sort}
            data-on={sorted !== false || undefined}
            onClick={sort}
            aria-label={texts.table.sortBy(column.header)}
          >
            <Mark size={13} aria-hidden />
          </button>
        </span>
      )}
    </th>
  );
}

function Waiting({ columns, label }: { columns: number; label: string }) {
  return (
    <Stack gap={0} className="card" p="sm" role="status" aria-label={`${texts.table.loading} ${label}`}>
      {[0, 1, 2, 3, 4, 5].map((line) => (
        <Group key={line} h={40} wrap="nowrap" gap="lg">
          {Array.from({ length: columns }, (_, at) => `c${at}`).map((column, at) => (
            <Skeleton key={column} h={12} w={at === 0 ? "28%" : "14%"} />
          ))}
        </Group>
      ))}
    </Stack>
  );
}

function narrow<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  filters: readonly Filter<Row>[],
  words: Record<string, string>,
): Row[] {
  const q = words.q?.trim().toLowerCase();
  const on = filters.flatMap(({ id, keep }) => {
    const value = words[id];
    return keep === undefined || value === undefined ? [] : [{ keep, value }];
  });
  return rows.filter(
    (row) =>
      on.every(({ keep, value }) => keep(row, value)) &&
      (q === undefined ||
        q === "" ||
        columns.some((column) =>
          String(column.value(row) ?? "")
            .toLowerCase()
            .includes(q),
        )),
  );
}
