import { Progress, SegmentedControl, Stack, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { CallFigures, PluginDay, PluginHour } from "../../api/admin.ts";
import { type Rows, useRows } from "../../kit/api/resource.ts";
import { useAddress } from "../../kit/page/address.ts";
import { Count } from "../../kit/show/figures.tsx";
import { ErrorState } from "../../kit/show/states.tsx";
import { lengthText, Time } from "../../kit/show/times.tsx";
import { factWords as W } from "./texts.ts";

/** Calls, failures and time spent: by the day for a month, or by the hour for two days. */
export function TimeSpent({ id }: { id: string }) {
  const [{ by }, change] = useAddress();
  const hourly = by === "hour";
  return (
    <Stack gap="sm" align="flex-start">
      <SegmentedControl
        aria-label={W.by}
        value={hourly ? "hour" : "day"}
        onChange={(value) => change({ by: value === "hour" ? value : undefined })}
        data={[
          { value: "day", label: W.byDay },
          { value: "hour", label: W.byHour },
        ]}
      />
      {hourly ? <Hours id={id} /> : <Days id={id} />}
    </Stack>
  );
}

function Days({ id }: { id: string }) {
  const source = useRows<PluginDay>(`/api/admin/plugins/${id}/days`);
  return (
    <Spent
      source={source}
      label={W.days}
      unit={W.day}
      nothing={W.noDays}
      rowId={({ day }) => day}
      when={({ day }) => day}
    />
  );
}

function Hours({ id }: { id: string }) {
  const source = useRows<PluginHour>(`/api/admin/plugins/${id}/hours`, {}, { every: 15_000 });
  return (
    <Spent
      source={source}
      label={W.hours}
      unit={W.hour}
      nothing={W.noHours}
      rowId={({ hour }) => hour}
      when={({ hour }) => <Time value={hour} />}
    />
  );
}

interface SpentProps<Row> {
  source: Rows<Row>;
  label: string;
  unit: string;
  nothing: string;
  rowId(row: Row): string;
  when(row: Row): ReactNode;
}

function Spent<Row extends CallFigures>({ source, label, unit, nothing, rowId, when }: SpentProps<Row>) {
  const { rows, pending, error, retry } = source;
  if (error !== null && rows.length === 0) return <ErrorState error={error} retry={retry} />;
  if (!pending && rows.length === 0) return <Text c="dimmed">{nothing}</Text>;
  const most = Math.max(1, ...rows.map(({ milliseconds }) => milliseconds));
  return (
    <Table.ScrollContainer minWidth={560} w="100%">
      <Table aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{unit}</Table.Th>
            <Table.Th ta="end">{W.calls}</Table.Th>
            <Table.Th ta="end">{W.failed}</Table.Th>
            <Table.Th ta="end">{W.late}</Table.Th>
            <Table.Th ta="end">{W.each}</Table.Th>
            <Table.Th ta="end">{W.spent}</Table.Th>
            <Table.Th w="22%" aria-hidden />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={rowId(row)}>
              <Table.Td className="figure">{when(row)}</Table.Td>
              <Table.Td ta="end">
                <Count value={row.calls} />
              </Table.Td>
              <Table.Td ta="end">
                <Count value={row.errors} />
              </Table.Td>
              <Table.Td ta="end">
                <Count value={row.timeouts} />
              </Table.Td>
              <Table.Td ta="end" className="figure">
                {row.calls === 0 ? "–" : `${(row.milliseconds / row.calls).toFixed(1)} ms`}
              </Table.Td>
              <Table.Td ta="end" className="figure">
                {lengthText(row.milliseconds / 1_000)}
              </Table.Td>
              <Table.Td aria-hidden>
                <Progress value={(100 * row.milliseconds) / most} size="sm" aria-hidden />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
