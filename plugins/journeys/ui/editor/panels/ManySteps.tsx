import { List, Stack, Text } from "@mantine/core";
import type { Step } from "../../../graph/step.ts";
import { stepName } from "../../../graph/stepName.ts";
import { words as W } from "../texts.ts";

export function ManySteps({ steps }: { steps: readonly Step[] }) {
  return (
    <Stack gap="sm">
      <Text c="dimmed">{W.chosenManyText}</Text>
      <List spacing={4}>
        {steps.map((step) => (
          <List.Item key={step.id}>{stepName(step)}</List.Item>
        ))}
      </List>
    </Stack>
  );
}
