import { Checkbox, Chip, Group, Input, NativeSelect, Stack, TextInput } from "@mantine/core";
import type { StepOf } from "../../../graph/step.ts";
import { useEditor } from "../editor.ts";
import { words as E } from "../texts.ts";
import { DurationField } from "./DurationField.tsx";
import { words as W } from "./texts.ts";

type Delay = StepOf<"delay">;
type Wait = Delay["wait"];

export function DelayForm({ step, change }: { step: Delay; change(step: Delay): void }) {
  const { readOnly } = useEditor();
  const put = (wait: Wait) => change({ ...step, wait });
  return (
    <Stack gap="sm">
      <NativeSelect
        label={W.delayMode}
        value={step.wait.mode}
        disabled={readOnly}
        onChange={(event) => put(waitOf(event.currentTarget.value))}
        data={Object.entries(W.delayModes).map(([value, label]) => ({ value, label }))}
      />
      <WaitFields wait={step.wait} change={put} />
      <Checkbox
        label={W.quiet}
        checked={step.quiet}
        disabled={readOnly}
        onChange={(event) => change({ ...step, quiet: event.currentTarget.checked })}
      />
    </Stack>
  );
}

function waitOf(mode: string): Wait {
  if (mode === "until") return { mode, time: "09:00", zone: "person" };
  if (mode === "random")
    return { mode, from: { amount: 10, unit: "minutes" }, to: { amount: 30, unit: "minutes" } };
  return { mode: "fixed", time: { amount: 1, unit: "hours" } };
}

function WaitFields({ wait, change }: { wait: Wait; change(wait: Wait): void }) {
  const { readOnly } = useEditor();
  switch (wait.mode) {
    case "fixed":
      return (
        <DurationField label={W.amount} value={wait.time} change={(time) => change({ ...wait, time })} />
      );
    case "random":
      return (
        <>
          <DurationField label={W.from} value={wait.from} change={(from) => change({ ...wait, from })} />
          <DurationField label={W.to} value={wait.to} change={(to) => change({ ...wait, to })} />
        </>
      );
    case "until":
      return (
        <>
          <TextInput
            label={W.time}
            type="time"
            value={wait.time}
            readOnly={readOnly}
            onChange={(event) => {
              // A time that is half typed reads as empty.
              if (event.currentTarget.value !== "")
                change({ ...wait, time: event.currentTarget.value.slice(0, 5) });
            }}
          />
          <NativeSelect
            label={W.zone}
            value={wait.zone}
            disabled={readOnly}
            onChange={(event) =>
              change({ ...wait, zone: event.currentTarget.value === "tenant" ? "tenant" : "person" })
            }
            data={Object.entries(W.zones).map(([value, label]) => ({ value, label }))}
          />
          <Input.Wrapper label={W.weekdays} description={W.weekdaysHint}>
            <Group gap={4} mt={6}>
              {E.weekdays.map((name, index) => {
                const days = wait.weekdays ?? [];
                const day = index + 1;
                return (
                  <Chip
                    key={name}
                    size="xs"
                    checked={days.includes(day)}
                    disabled={readOnly}
                    onChange={(on) => {
                      const next = on ? [...days, day].sort() : days.filter((each) => each !== day);
                      change({ ...wait, weekdays: next.length === 0 ? undefined : next });
                    }}
                  >
                    {name}
                  </Chip>
                );
              })}
            </Group>
          </Input.Wrapper>
        </>
      );
  }
}
