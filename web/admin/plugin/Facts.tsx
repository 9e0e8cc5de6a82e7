import { Progress, Table, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import type { AppliedMigration, PluginDay, PluginTenant } from "../../api/admin.ts";
import { useResource, useRows, useServerRows } from "../../kit/api/resource.ts";
import { Count } from "../../kit/show/figures.tsx";
import { Empty, ErrorState, Status } from "../../kit/show/states.tsx";
import { Ago, lengthText, Time } from "../../kit/show/times.tsx";
import type { Column } from "../../kit/table/column.ts";
import { DataTable } from "../../kit/table/DataTable.tsx";
import { factWords as W } from "./texts.ts";

const TENANT_COLUMNS: Column<PluginTenant>[] = [
  { id: "name", header: W.tenant, value: ({ name }) => name, sort: "name", phone: "title" },
  { id: "plan", header: W.plan, value: ({ plan }) => plan },
  {
    id: "enabledAt",
    header: W.enabled,
    value: ({ enabledAt }) => enabledAt,
    sort: "enabledAt",
    cell: ({ enabledAt }) => <Ago value={enabledAt ?? undefined} />,
  },
  {
    id: "problem",
    header: W.problem,
    value: ({ problem }) => problem,
    cell: ({ problem }) => (problem === null ? null : <Status tone="warn">{problem}</Status>),
  },
  { id: "calls", header: W.calls30, value: ({ calls }) => calls, align: "end" },
  { id: "errors", header: W.failed30, value: ({ errors }) => errors, align: "end" },
];

/** Who has the plugin enabled, and how it goes for them. */
export function PluginTenants({ id }: { id: string }) {
  const source = useServerRows<PluginTenant>(`/api/admin/plugins/${id}/tenants`, {
    sort: "name",
    order: "asc",
  });
  return (
    <DataTable
      id="plugin-tenants"
      label={W.tenants}
      columns={TENANT_COLUMNS}
      source={source}
      rowId={({ id: tenant }) => tenant}
      empty={
        <Empty icon={<IconUsers size={28} stroke={1.6} />} title={W.noTenants}>
          {W.noTenantsText}
        </Empty>
      }
    />
  );
}

/** Calls, failures and time spent, day by day. */
export function PluginDays({ id }: { id: string }) {
  const { rows, pending, error, retry } = useRows<PluginDay>(`/api/admin/plugins/${id}/days`);
  if (error !== null && rows.length === 0) return <ErrorState error={error} retry={retry} />;
  if (!pending && rows.length === 0) return <Text c="dimmed">{W.noDays}</Text>;
  const most = Math.max(1, ...rows.map(({ milliseconds }) => milliseconds));
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table aria-label={W.days}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{W.day}</Table.Th>
            <Table.Th ta="end">{W.calls}</Table.Th>
            <Table.Th ta="end">{W.failed}</Table.Th>
            <Table.Th ta="end">{W.late}</Table.Th>
            <Table.Th ta="end">{W.each}</Table.Th>
            <Table.Th ta="end">{W.spent}</Table.Th>
            <Table.Th w="22%" aria-hidden />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ day, calls, errors, timeouts, milliseconds }) => (
            <Table.Tr key={day}>
              <Table.Td className="figure">{day}</Table.Td>
              <Table.Td ta="end">
                <Count value={calls} />
              </Table.Td>
              <Table.Td ta="end">
                <Count value={errors} />
              </Table.Td>
              <Table.Td ta="end">
                <Count value={timeouts} />
              </Table.Td>
              <Table.Td ta="end" className="figure">
                {calls === 0 ? "–" : `${(milliseconds / calls).toFixed(1)} ms`}
              </Table.Td>
              <Table.Td ta="end" className="figure">
                {lengthText(milliseconds / 1_000)}
              </Table.Td>
              <Table.Td aria-hidden>
                <Progress value={(100 * milliseconds) / most} size="sm" aria-hidden />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** What is applied of the plugin's schema, the newest first. */
export function Migrations({ id, head }: { id: string; head: number }) {
  const { rows, pending, error, retry } = useRows<AppliedMigration>(`/api/admin/plugins/${id}/migrations`);
  if (error !== null && rows.length === 0) return <ErrorState error={error} retry={retry} />;
  if (!pending && rows.length === 0) return <Text c="dimmed">{W.noMigrations}</Text>;
  const applied = rows[0]?.number ?? 0;
  return (
    <>
      {head > applied ? <Text mb="xs">{W.pending(head - applied)}</Text> : null}
      <Table aria-label={W.migrations}>
        <Table.Tbody>
          {rows.map(({ number, name, appliedAt, breaking }) => (
            <Table.Tr key={number}>
              <Table.Td className="figure">{String(number).padStart(4, "0")}</Table.Td>
              <Table.Td>
                {name} {breaking ? <Status tone="warn">{W.breaking}</Status> : null}
              </Table.Td>
              <Table.Td ta="end">
                <Time value={appliedAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  );
}

/** Events that wait for the plugin, or were given up. */
export function Waiting({ id }: { id: string }) {
  const { data } = useResource<{ pending: number; dead: number; oldestSeconds: number }>(
    `/api/admin/plugins/${id}/events`,
    {},
    { every: 5_000 },
  );
  if (data === undefined) return null;
  const { pending, dead, oldestSeconds } = data;
  return <Text>{W.events(pending, dead, lengthText(oldestSeconds))}</Text>;
}
