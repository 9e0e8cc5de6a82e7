import {
  Box,
  Button,
  Checkbox,
  CloseButton,
  Group,
  Popover,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { IconColumns3, IconDownload, IconSearch } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Words } from "../page/address.ts";
import { Empty } from "../show/states.tsx";
import { texts } from "../texts.ts";
import type { BulkAction, Column, Filter } from "./column.ts";

interface ToolbarProps<Row> {
  label: string;
  filters: readonly Filter<Row>[];
  words: Words;
  change(patch: Record<string, string | undefined>): void;
  search: boolean;
  columns: readonly Column<Row>[];
  visibility: Record<string, boolean>;
  setVisible(column: string, on: boolean): void;
  /** Address of a file, or what makes one; undefined where there is nothing to save. */
  download: string | (() => void) | undefined;
  count: string | undefined;
  chosen: Row[];
  bulk: readonly BulkAction<Row>[];
  cleared(): void;
  tools: ReactNode;
}

/** What stands above a list. */
export function Toolbar<Row>(props: ToolbarProps<Row>) {
  const {
    label,
    filters,
    words,
    change,
    search,
    columns,
    visibility,
    setVisible,
    download,
    count,
    chosen,
    bulk,
    cleared,
    tools,
  } = props;
  return (
    <Group gap="xs" align="center">
      {search ? <SearchField label={label} value={words.q ?? ""} change={(q) => change({ q })} /> : null}
      {filters.map((filter) => (
        <Select
          key={filter.id}
          aria-label={filter.label}
          placeholder={filter.label}
          data={filter.options}
          value={words[filter.id] ?? null}
          onChange={(value) => change({ [filter.id]: value ?? undefined })}
          clearable
          size="sm"
          w={{ base: "calc(50% - 4px)", xs: 160 }}
        />
      ))}
      {tools}
      {chosen.length === 0 ? null : (
        <Group gap="xs" role="status">
          <Text fw={550}>{texts.table.selected(chosen.length)}</Text>
          {bulk.map((action) => (
            <Button
              key={action.label}
              size="compact-sm"
              variant="default"
              onClick={() => void action.act(chosen).then(cleared)}
            >
              {action.label}
            </Button>
          ))}
        </Group>
      )}
      <Group gap="xs" ms="auto">
        <Text size="xs" c="dimmed" className="figure" miw={52} ta="end">
          {count ?? ""}
        </Text>
        <Popover position="bottom-end" withinPortal trapFocus returnFocus>
          <Popover.Target>
            <Button variant="default" leftSection={<IconColumns3 size={15} aria-hidden />} visibleFrom="xs">
              {texts.table.columns}
            </Button>
          </Popover.Target>
          <Popover.Dropdown aria-label={texts.table.showColumn}>
            <Stack gap="xs">
              {columns.map((column) => (
                <Checkbox
                  key={column.id}
                  size="xs"
                  label={column.header}
                  disabled={column.phone === "title"}
                  checked={visibility[column.id] !== false}
                  onChange={(event) => setVisible(column.id, event.currentTarget.checked)}
                />
              ))}
            </Stack>
          </Popover.Dropdown>
        </Popover>
        <Download from={download} />
      </Group>
    </Group>
  );
}

/** A file of the server's is an ordinary download: the browser shows how far it is and keeps what stops midway from passing as whole. */
function Download({ from }: { from: ToolbarProps<unknown>["download"] }) {
  const look = {
    variant: "default",
    visibleFrom: "xs",
    leftSection: <IconDownload size={15} aria-hidden />,
    "aria-label": texts.table.csvLabel,
  } as const;
  return typeof from === "string" ? (
    <Button {...look} component="a" href={from} download>
      {texts.table.csv}
    </Button>
  ) : (
    <Button {...look} disabled={from === undefined} onClick={from}>
      {texts.table.csv}
    </Button>
  );
}

const REST_MS = 200;

/** Types freely; the address follows when the hand rests or turns to something else. What is typed leads until it has. */
function SearchField({ label, value, change }: { label: string; value: string; change(q: string): void }) {
  const [typed, setTyped] = useState<string>();
  if (typed === value) setTyped(undefined);
  const timer = useRef<number>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const text = typed ?? value;
  const now = (next: string) => {
    window.clearTimeout(timer.current);
    setTyped(next);
    if (next !== value) change(next);
  };
  return (
    <TextInput
      type="search"
      aria-label={`${texts.table.search}: ${label}`}
      placeholder={texts.table.search}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        text === "" ? null : <CloseButton size="sm" aria-label={texts.table.clear} onClick={() => now("")} />
      }
      value={text}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        window.clearTimeout(timer.current);
        timer.current = window.setTimeout(() => change(next), REST_MS);
      }}
      onBlur={() => {
        if (typed !== undefined) now(typed);
      }}
      w={{ base: "100%", xs: 240 }}
    />
  );
}

export function LoadMore({ busy, load }: { busy: boolean; load: () => void }) {
  return (
    <Box ta="center">
      <Button variant="default" onClick={load} loading={busy}>
        {texts.table.loadMore}
      </Button>
    </Box>
  );
}

export function NothingMatches({ clear }: { clear: () => void }) {
  return (
    <div className="card">
      <Empty
        icon={<IconSearch size={26} stroke={1.6} />}
        title={texts.table.noMatch}
        action={
          <Button variant="default" onClick={clear}>
            {texts.table.clear}
          </Button>
        }
      >
        {texts.table.noMatchText}
      </Empty>
    </div>
  );
}
