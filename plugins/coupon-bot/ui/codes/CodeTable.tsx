import { ActionIcon, Button, Group, Text } from "@mantine/core";
import {
  type Column,
  Count,
  call,
  DataTable,
  Empty,
  type Filter,
  Notice,
  Status,
  Time,
  type Tone,
  useAct,
  useAddress,
  useMay,
  useServerRows,
} from "@promostack/web/kit";
import { IconFileImport, IconPencil, IconPlus, IconSparkles, IconTicket } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { CodeRow } from "../../codes/api.ts";
import { CODE_STATES } from "../../codes/codeState.ts";
import { AddCodes } from "./AddCodes.tsx";
import { EditCode } from "./EditCode.tsx";
import { GenerateCodes } from "./GenerateCodes.tsx";
import { ImportCodes } from "./ImportCodes.tsx";
import { LISTS, VALIDATORS } from "./paths.ts";
import { words as W } from "./texts.ts";

const L = W.list;
const TONES: Record<CodeRow["state"], Tone> = {
  good: "good",
  not_yet: "info",
  expired: "quiet",
  used_up: "warn",
};

const COLUMNS: Column<CodeRow>[] = [
  {
    id: "code",
    header: L.code,
    value: ({ code }) => code,
    cell: ({ code }) => (
      <Text fw={550} className="code" style={{ overflowWrap: "anywhere" }}>
        {code}
      </Text>
    ),
    sort: "code",
    phone: "title",
  },
  {
    id: "state",
    header: L.state,
    value: ({ state }) => L.states[state],
    cell: ({ state }) => <Status tone={TONES[state]}>{L.states[state]}</Status>,
    phone: "corner",
  },
  {
    id: "uses",
    header: L.uses,
    meaning: L.usesMeaning,
    value: ({ uses }) => uses,
    cell: ({ uses, mostUses }) => (
      <>
        <Count value={uses} />
        {mostUses === null ? null : <span className="muted"> / {mostUses.toLocaleString()}</span>}
      </>
    ),
    sort: "uses",
    align: "end",
  },
  {
    id: "starts",
    header: L.starts,
    value: ({ startsAt }) => startsAt,
    cell: ({ startsAt }) => <Time value={startsAt} />,
    hidden: true,
  },
  {
    id: "ends",
    header: L.ends,
    value: ({ endsAt }) => endsAt,
    cell: ({ endsAt }) => <Time value={endsAt} />,
    sort: "ends",
  },
  { id: "fields", header: L.fields, value: ({ fields }) => fieldsText(fields) },
  {
    id: "created",
    header: L.created,
    value: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <Time value={createdAt} />,
    sort: "created",
  },
];

const FILTERS: Filter<CodeRow>[] = [
  { id: "state", label: L.state, options: CODE_STATES.map((value) => ({ value, label: L.states[value] })) },
];

/** A list's codes: looked for, added, changed, taken away and had back. */
export function CodeTable({ listId }: { listId: string }) {
  const [{ state }] = useAddress();
  const may = useMay("member");
  const path = `${LISTS}/${listId}`;
  const source = useServerRows<CodeRow>(`${path}/codes`, { sort: "created", order: "desc" }, { state });
  const [deleted, setDeleted] = useState<string[]>([]);
  const [edited, setEdited] = useState<CodeRow>();
  const remove = useAct<string[]>({
    act: (ids) => call(`${path}/deletions`, { method: "POST", body: { ids } }),
    changes: [path, VALIDATORS],
    onDone: (_, ids) => setDeleted(ids),
  });
  const undo = useAct<string[], { count: number }>({
    act: (ids) => call<{ count: number }>(`${path}/undeletions`, { method: "POST", body: { ids } }),
    changes: [path, VALIDATORS],
    done: ({ count }) => L.back(count),
    onDone: () => setDeleted([]),
  });
  return (
    <>
      {deleted.length === 0 ? null : (
        <Notice
          tone="info"
          title={L.deleted(deleted.length)}
          action={
            <Button size="xs" variant="default" loading={undo.isPending} onClick={() => undo.mutate(deleted)}>
              {W.undo}
            </Button>
          }
        />
      )}
      <DataTable
        id="codes"
        label={L.tabs.codes}
        columns={COLUMNS}
        source={source}
        rowId={({ id }) => id}
        filters={FILTERS}
        bulk={
          may ? [{ label: L.deleteMany, act: (rows) => remove.mutateAsync(rows.map(({ id }) => id)) }] : []
        }
        acts={
          may
            ? (row) => (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={L.edit(row.code)}
                  onClick={() => setEdited(row)}
                >
                  <IconPencil size={16} aria-hidden />
                </ActionIcon>
              )
            : undefined
        }
        empty={
          <Empty
            icon={<IconTicket size={32} stroke={1.5} />}
            title={L.empty}
            action={may ? <CodeActs listId={listId} /> : undefined}
          >
            {L.emptyText}
          </Empty>
        }
      />
      {edited === undefined ? null : (
        <EditCode key={edited.id} listId={listId} row={edited} close={() => setEdited(undefined)} />
      )}
    </>
  );
}

const ACTS = [
  { label: L.add, Icon: IconPlus, Dialog: AddCodes },
  { label: L.import, Icon: IconFileImport, Dialog: ImportCodes },
  { label: L.generate, Icon: IconSparkles, Dialog: GenerateCodes },
];

/** The three ways in. */
export function CodeActs({ listId }: { listId: string }): ReactNode {
  const [open, setOpen] = useState<string>();
  const Dialog = ACTS.find(({ label }) => label === open)?.Dialog;
  return (
    <>
      <Group gap="xs" justify="center">
        {ACTS.map(({ label, Icon }, index) => (
          <Button
            key={label}
            size="sm"
            variant={index === 0 ? "filled" : "default"}
            leftSection={<Icon size={16} aria-hidden />}
            onClick={() => setOpen(label)}
          >
            {label}
          </Button>
        ))}
      </Group>
      {Dialog === undefined ? null : <Dialog listId={listId} close={() => setOpen(undefined)} />}
    </>
  );
}

function fieldsText(fields: CodeRow["fields"]): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}`)
    .join(", ");
}
