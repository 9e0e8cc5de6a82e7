import { Stack, Table, Text } from "@mantine/core";
import { Count, Explained, Percent, Section } from "@promostack/web/kit";
import type { NumbersOverview } from "../../numbers/api.ts";
import { Bar } from "./Bar.tsx";
import classes from "./Numbers.module.css";
import { words as W } from "./texts.ts";

/** How many began, are inside and arrived; and every way in which walks ended. */
export function Totals({ numbers: { entered, inside, outcomes } }: { numbers: NumbersOverview }) {
  const completed = outcomes
    .filter(({ state }) => state === "completed")
    .reduce((sum, { walks }) => sum + walks, 0);
  return (
    <Section>
      <div className={classes.figures}>
        <Figure title={W.entered} meaning={W.enteredMeaning} value={entered} />
        <Figure title={W.inside} meaning={W.insideMeaning} value={inside} of={entered} />
        <Figure title={W.completed} meaning={W.completedMeaning} value={completed} of={entered} />
      </div>
      {outcomes.length === 0 ? null : (
        <Table.ScrollContainer minWidth={320} mt="md">
          <Table aria-label={W.outcomes}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{W.outcomes}</Table.Th>
                <Table.Th ta="end">{W.walks}</Table.Th>
                <Table.Th ta="end">{W.share}</Table.Th>
                <Table.Th w="30%" aria-hidden />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {outcomes.map(({ state, outcome, walks, share }) => (
                <Table.Tr key={`${state} ${outcome}`}>
                  <Table.Td>
                    {outcome === "" ? W.states[state] : outcome}{" "}
                    <Text component="span" size="sm" c="dimmed">
                      {W.states[state] ?? state}
                    </Text>
                  </Table.Td>
                  <Table.Td ta="end">
                    <Count value={walks} />
                  </Table.Td>
                  <Table.Td ta="end">
                    <Percent value={share} />
                  </Table.Td>
                  <Table.Td aria-hidden>
                    <Bar share={share} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}

function Figure({
  title,
  meaning,
  value,
  of,
}: {
  title: string;
  meaning: string;
  value: number;
  of?: number;
}) {
  return (
    <Stack gap={0}>
      <Text size="sm" c="dimmed">
        <Explained meaning={meaning}>{title}</Explained>
      </Text>
      <span className={classes.figure}>
        <Count value={value} />
      </span>
      {of === undefined || of === 0 ? null : (
        <Text size="sm" c="dimmed">
          <Percent value={value / of} />
        </Text>
      )}
    </Stack>
  );
}
