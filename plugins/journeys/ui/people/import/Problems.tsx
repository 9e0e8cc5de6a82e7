import { Table, Text } from "@mantine/core";
import type { LineProblem } from "../../../people/imports/api.ts";
import { words as W } from "./texts.ts";

/** Which lines of a file were left out, and why. */
export function Problems({ problems, count }: { problems: readonly LineProblem[]; count: number }) {
  if (problems.length === 0) return null;
  return (
    <details>
      <summary>{W.problems}</summary>
      <Text size="sm" c="dimmed">
        {W.firstProblems(problems.length, count)}
      </Text>
      <Table className="figure">
        <Table.Thead>
          <Table.Tr>
            <Table.Th ta="end" w={90}>
              {W.line}
            </Table.Th>
            <Table.Th>{W.problem}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {problems.map(({ line, problem }) => (
            <Table.Tr key={line}>
              <Table.Td ta="end">{line}</Table.Td>
              <Table.Td>{problem}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}
