import { Stack, Text } from "@mantine/core";
import type { StepOf } from "../../../graph/step.ts";
import { TemplateField } from "./TemplateField.tsx";

type Action = StepOf<"action">;

/** What a plugin does for the person: its own settings, as they stand. */
export function ActionForm({ step, change }: { step: Action; change(step: Action): void }) {
  const fields = Object.entries(step.input);
  return (
    <Stack gap="sm">
      <Text fw={550}>{step.action}</Text>
      {fields.map(([name, value]) =>
        typeof value === "string" ? (
          <TemplateField
            key={name}
            label={name}
            value={value}
            change={(next) => change({ ...step, input: { ...step.input, [name]: next } })}
          />
        ) : null,
      )}
    </Stack>
  );
}
