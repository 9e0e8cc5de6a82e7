import { Table } from "@mantine/core";
import type { ReactNode } from "react";

/** A table whose first column is named, the others are figures. */
export function Rows({ head, children }: { head: ReactNode[]; children: ReactNode }) {
  return (
    <Table.ScrollContainer minWidth={240}>
      <Table className="figure" horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {head.map((each, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never change their order
              <Table.Th key={index} scope="col" ta={index === 0 ? "start" : "end"}>
                {each}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
