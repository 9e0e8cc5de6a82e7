import { Stack, Table, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import type { AdminPlugin, MigrationFact, PluginTenant } from "../../api/admin.ts";
import { useResource, useRows, useServerRows } from "../../kit/api/resource.ts";
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
    cell: ({ problem }) => (problem === null ? "–" : <Status tone="warn">{problem}</Status>),
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

/** The plugin's schema, the newest first: what is applied, and what of the registered release waits. */
export function Migrations({ plugin: { id, previous } }: { plugin: AdminPlugin }) {
  const path = `/api/admin/plugins/${id}/migrations`;
  const { rows, pending, error, retry } = useRows<MigrationFact>(path, {}, { every: 15_000 });
  if (error !== null && rows.length === 0) return <ErrorState error={error} retry={retry} />;
  if (!pending && rows.length === 0) return <Text c="dimmed">{W.noMigrations}</Text>;
  const count = (state: MigrationFact["state"]) => rows.filter((row) => row.state === state).length;
  const [open, contracting] = [count("pending"), count("contracting")];
  return (
    <Stack gap="xs">
      {open > 0 ? <Text>{W.pending(open)}</Text> : null}
      {contracting > 0 ? (
        <Text>
          {W.contracting(contracting)}
          {previous === undefined ? null : (
            <>
              {" "}
              {W.contractsAfter(previous.version)} <Time value={previous.until} />.
            </>
          )}
        </Text>
      ) : null}
      <Table.ScrollContainer minWidth={420}>
        <Table aria-label={W.migrations}>
          <Table.Tbody>
            {rows.map((row) => (
              <Migration key={row.number} of={row} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}

function Migration({ of: { number, name, state, appliedAt, breaking } }: { of: MigrationFact }) {
  return (
    <Table.Tr>
      <Table.Td className="figure">{String(number).padStart(4, "0")}</Table.Td>
      <Table.Td>
        {name} {breaking ? <Status tone="warn">{W.breaking}</Status> : null}
      </Table.Td>
      <Table.Td ta="end">
        {state === "applied" ? (
          <Time value={appliedAt} />
        ) : (
          <Status tone={state === "pending" ? "warn" : "info"}>{W.migrationStates[state]}</Status>
        )}
      </Table.Td>
    </Table.Tr>
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
