import { Anchor, Button, Code, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconDownload, IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import type { AuditRecord } from "../api/team.ts";
import { settingsWords as W } from "../dash/texts.ts";
import { address, caller } from "../kit/api/client.ts";
import { useRows } from "../kit/api/resource.ts";
import { useAddress } from "../kit/page/address.ts";
import { Empty, Status } from "../kit/show/states.tsx";
import { Ago } from "../kit/show/times.tsx";
import type { Column } from "../kit/table/column.ts";
import { DataTable } from "../kit/table/DataTable.tsx";
import { texts } from "../kit/texts.ts";

/** Who did what to what: a tenant's log, or with `all` the whole installation's. */
export function AuditTable({ path, all = false }: { path: string; all?: boolean }) {
  const [words] = useAddress();
  const [shown, setShown] = useState<AuditRecord>();
  const query = { actor: words.actor, action: words.action };
  const source = useRows<AuditRecord>(path, query, { topics: ["audit"], limit: 100 });
  return (
    <>
      <DataTable
        id={all ? "audit-all" : "audit"}
        label={W.audit}
        columns={columns(all)}
        source={source}
        rowId={({ id }) => id}
        search={false}
        tools={<AuditFilters path={path} />}
        acts={(record) =>
          record.before === null && record.after === null ? null : (
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setShown(record)}>
              {W.show}
            </Button>
          )
        }
        empty={
          <Stack gap="sm">
            <Group>{words.actor || words.action ? <AuditFilters path={path} /> : null}</Group>
            <div className="card">
              <Empty icon={<IconHistory size={28} stroke={1.6} />} title={W.auditEmpty}>
                {W.auditEmptyText}
              </Empty>
            </div>
          </Stack>
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

function AuditFilters({ path }: { path: string }) {
  const [words, change] = useAddress();
  const [actor, setActor] = useState(words.actor ?? "");
  const [action, setAction] = useState(words.action ?? "");
  const later = useDebouncedCallback(change, 250);
  const file = address(path, {
    actor: words.actor,
    action: words.action,
    format: "csv",
    "x-tenant": caller.tenantId,
  });
  return (
    <>
      <TextInput
        w={{ base: "100%", xs: 220 }}
        aria-label={W.actorFilter}
        placeholder={W.actorFilter}
        value={actor}
        onChange={(event) => {
          setActor(event.currentTarget.value);
          later({ actor: event.currentTarget.value });
        }}
      />
      <TextInput
        w={{ base: "100%", xs: 200 }}
        aria-label={W.actionFilter}
        placeholder={W.actionFilter}
        value={action}
        onChange={(event) => {
          setAction(event.currentTarget.value);
          later({ action: event.currentTarget.value });
        }}
      />
      <Anchor
        href={file}
        download="audit.csv"
        style={{ display: "inline-flex", gap: 6, alignItems: "center" }}
      >
        <IconDownload size={15} aria-hidden />
        {W.csv}
      </Anchor>
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
      phone: "title",
    },
    { id: "target", header: W.target, value: ({ target }) => target },
    {
      id: "who",
      header: W.who,
      value: ({ actorEmail }) => actorEmail ?? W.system,
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
