import { Button, Code, Group, Modal, Stack, Text } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import type { AuditRecord } from "../api/team.ts";
import { settingsWords as W } from "../dash/texts.ts";
import type { Query } from "../kit/api/client.ts";
import { useServerRows } from "../kit/api/resource.ts";
import { Empty, Status } from "../kit/show/states.tsx";
import { Ago } from "../kit/show/times.tsx";
import type { Column } from "../kit/table/column.ts";
import { DataTable } from "../kit/table/DataTable.tsx";
import { texts } from "../kit/texts.ts";

/** Who did what to what: a tenant's log, or with `all` the whole installation's; `query` narrows it. */
export function AuditTable({
  path,
  all = false,
  query = {},
}: {
  path: string;
  all?: boolean;
  query?: Query;
}) {
  const [shown, setShown] = useState<AuditRecord>();
  const source = useServerRows<AuditRecord>(path, { sort: "at", order: "desc" }, query, {
    topics: ["audit"],
  });
  return (
    <>
      <DataTable
        id={all ? "audit-all" : "audit"}
        label={W.audit}
        columns={columns(all)}
        source={source}
        rowId={({ id }) => id}
        acts={(record) =>
          record.before === null && record.after === null ? null : (
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setShown(record)}>
              {W.show}
            </Button>
          )
        }
        empty={
          <div className="card">
            <Empty icon={<IconHistory size={28} stroke={1.6} />} title={W.auditEmpty}>
              {W.auditEmptyText}
            </Empty>
          </div>
        }
      />
      <Modal
        opened={shown !== undefined}
        onClose={() => setShown(undefined)}
        size="lg"
        title={<Text fw={620}>{shown?.action}</Text>}
        closeButtonProps={{ "aria-label": texts.close }}
      >
        <Stack>
          <Json label={W.before} value={shown?.before} />
          <Json label={W.after} value={shown?.after} />
          {shown?.requestId ? (
            <Text size="xs" c="dimmed">
              {W.request} <Code>{shown.requestId}</Code>
            </Text>
          ) : null}
        </Stack>
      </Modal>
    </>
  );
}

function Json({ label, value }: { label: string; value: unknown }) {
  if (value === null || value === undefined) return null;
  return (
    <div>
      <Text fw={550}>{label}</Text>
      <Code block>{JSON.stringify(value, null, 2)}</Code>
    </div>
  );
}

function columns(all: boolean): Column<AuditRecord>[] {
  return [
    {
      id: "action",
      header: W.action,
      value: ({ action }) => action,
      cell: ({ action }) => <code>{action}</code>,
      sort: "action",
      phone: "title",
    },
    { id: "target", header: W.target, value: ({ target }) => target, sort: "target" },
    {
      id: "who",
      header: W.who,
      value: ({ actorEmail }) => actorEmail ?? W.system,
      sort: "actor",
      cell: ({ actorEmail, viewingAs }) => (
        <Group gap={6}>
          {actorEmail ?? W.system}
          {viewingAs ? <Status tone="info">{W.viewing}</Status> : null}
        </Group>
      ),
    },
    {
      id: "when",
      header: W.when,
      value: ({ at }) => at,
      cell: ({ at }) => <Ago value={at} clock="machine" />,
      sort: "at",
    },
    ...(all
      ? [
          {
            id: "tenant",
            header: W.tenant,
            value: ({ tenantId }: AuditRecord) => tenantId ?? W.platform,
            hidden: true,
          },
        ]
      : []),
    { id: "address", header: W.address, value: ({ address: from }) => from, hidden: true },
    { id: "request", header: W.request, value: ({ requestId }) => requestId, hidden: true },
  ];
}
