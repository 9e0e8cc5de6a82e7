import { Table } from "@mantine/core";
import type { ReactNode } from "react";

/** A short table: heads and rows; figures stand at the right. */
export function Grid({
  label,
  head,
  rows,
}: {
  label: string;
  head: readonly { title: ReactNode; end?: boolean }[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}) {
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table className="figure" aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {head.map(({ title, end }, column) => (
              <Table.Th key={String(column)} ta={end ? "end" : undefined}>
                {title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, cells }) => (
            <Table.Tr key={key}>
              {cells.map((cell, column) => (
                <Table.Td key={`${key} ${String(column)}`} ta={head[column]?.end ? "end" : undefined}>
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
