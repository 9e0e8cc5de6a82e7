import { Anchor, Code, Modal, ScrollArea, Stack, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import type { PluginFailure } from "../../api/admin.ts";
import { useServerRows } from "../../kit/api/resource.ts";
import { Empty } from "../../kit/show/states.tsx";
import { Ago } from "../../kit/show/times.tsx";
import type { Column } from "../../kit/table/column.ts";
import { DataTable } from "../../kit/table/DataTable.tsx";
import classes from "../Admin.module.css";
import { factWords as W } from "./texts.ts";

const columns = (open: (failure: PluginFailure) => void): Column<PluginFailure>[] => [
  {
    id: "place",
    header: W.place,
    value: ({ place }) => place,
    sort: "place",
    cell: (failure) => (
      <Anchor component="button" type="button" onClick={() => open(failure)}>
        {failure.place}
      </Anchor>
    ),
    phone: "title",
  },
  {
    id: "message",
    header: W.message,
    value: ({ message }) => message,
    cell: ({ code, message }) => (
      <>
        {message} <code className="muted">{code}</code>
      </>
    ),
  },
  { id: "times", header: W.times, value: ({ times }) => times, sort: "times", align: "end" },
  {
    id: "lastAt",
    header: W.last,
    value: ({ lastAt }) => lastAt,
    sort: "lastAt",
    cell: ({ lastAt }) => <Ago value={lastAt} clock="machine" />,
  },
  {
    id: "firstAt",
    header: W.first,
    value: ({ firstAt }) => firstAt,
    sort: "firstAt",
    cell: ({ firstAt }) => <Ago value={firstAt} clock="machine" />,
    hidden: true,
  },
  { id: "version", header: W.version, value: ({ version }) => version },
];

/** How calls into a plugin failed, failures that are alike in one row; a row opens the trace. */
export function Failures({ id }: { id: string }) {
  const source = useServerRows<PluginFailure>(
    `/api/admin/plugins/${id}/errors`,
    { sort: "lastAt", order: "desc" },
    {},
    { every: 15_000 },
  );
  const [open, setOpen] = useState<PluginFailure>();
  return (
    <>
      <DataTable
        id="plugin-errors"
        label={W.errors}
        columns={columns(setOpen)}
        source={source}
        rowId={({ mark }) => mark}
        empty={
          <Empty icon={<IconCircleCheck size={28} stroke={1.6} />} title={W.noErrors}>
            {W.noErrorsText}
          </Empty>
        }
      />
      <Modal
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={<Text fw={620}>{open?.place}</Text>}
        size="xl"
      >
        {open === undefined ? null : <Failure failure={open} />}
      </Modal>
    </>
  );
}

function Failure({ failure }: { failure: PluginFailure }) {
  const { message, code, phase, version, tenant, requestId, trace } = failure;
  return (
    <Stack gap="sm">
      <Text>{message}</Text>
      <Text size="sm" c="dimmed">
        <code>{code}</code> · {W.phase(phase)} · <code>{version}</code>
        {tenant === null ? null : ` · ${W.lastTenant(tenant)}`}
      </Text>
      {requestId === null ? null : (
        <Text size="sm">
          {W.request} <code>{requestId}</code>
        </Text>
      )}
      {trace === null ? null : (
        <ScrollArea.Autosize mah={420} viewportProps={{ tabIndex: 0, "aria-label": W.trace }}>
          <Code block className={classes.wrapped}>
            {trace}
          </Code>
        </ScrollArea.Autosize>
      )}
    </Stack>
  );
}
