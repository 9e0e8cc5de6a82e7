import { Table } from "@mantine/core";
import type { ReactNode } from "react";

interface RowsProps {
  head: ReactNode[];
  /** Columns of words at the start; the others are figures. */
  words?: number;
  children: ReactNode;
}

/** Pixels. Words that have less room stand in towers; a phone scrolls the table sideways. */
const WORDS_COLUMN = 110;

/** A table of figures: what a row is about stands first. */
export function Rows({ head, words = 1, children }: RowsProps) {
  return (
    <Table.ScrollContainer minWidth={words > 1 ? head.length * WORDS_COLUMN : 240}>
      <Table className="figure" horizontalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {head.map((each, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns never change their order
              <Table.Th key={index} scope="col" ta={index < words ? "start" : "end"}>
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
