import { Table, Text } from "@mantine/core";
import type { RehearsalState } from "../../../rehearsal/api.ts";
import { words as W } from "../texts.ts";
import classes from "./TestChat.module.css";

/** What the walk and the person know by now. */
export function TestVariables({ state: { session, person } }: { state: RehearsalState }) {
  const rows = [
    ...Object.entries(session.variables),
    ...Object.entries(person.fields),
    ...(person.tags.length > 0 ? [[W.tags, person.tags.join(", ")]] : []),
  ];
  return (
    <details className={classes.variables} open={rows.length > 0}>
      <summary>{W.variables}</summary>
      {rows.length === 0 ? (
        <Text size="xs" c="dimmed">
          {W.noVariables}
        </Text>
      ) : (
        <Table verticalSpacing={2} fz="xs" aria-label={W.variables}>
          <Table.Tbody>
            {rows.map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th>{name}</Table.Th>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{String(value)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </details>
  );
}
