import { Collapse, Table, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { texts } from "./texts.ts";

export interface AsTableProps {
  head: readonly ReactNode[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** The same as a plot in figures, for those who want them, or do not see it. Rows are made when somebody asks. */
export default function AsTable({ head, rows }: AsTableProps) {
  const [opened, { toggle }] = useDisclosure(false);
  return (
    <>
      <UnstyledButton onClick={toggle} aria-expanded={opened} fz="xs" c="dimmed" td="underline">
        {opened ? texts.tableClose : texts.tableOpen}
      </UnstyledButton>
      <Collapse expanded={opened}>
        {opened ? (
          <Table.ScrollContainer minWidth={280} maxHeight={320}>
            <Table className="figure" stickyHeader>
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
              <Table.Tbody>
                {rows.map(({ key, cells: [name, ...cells] }) => (
                  <Table.Tr key={key}>
                    <Table.Th scope="row" fw={400}>
                      {name}
                    </Table.Th>
                    {cells.map((cell, index) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: columns never change their order
                      <Table.Td key={index} ta="end">
                        {cell}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        ) : null}
      </Collapse>
    </>
  );
}
