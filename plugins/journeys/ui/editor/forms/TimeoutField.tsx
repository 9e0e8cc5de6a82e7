import { Checkbox, NumberInput, Stack } from "@mantine/core";
import type { Duration } from "../../../graph/parts.ts";
import { useEditor } from "../editor.ts";
import { DurationField } from "./DurationField.tsx";
import { words as W } from "./texts.ts";

interface Waiting {
  timeout?: Duration;
  collectSeconds?: number;
}

/** How a step waits for a reply: for how long, and whether several messages are one. */
export function TimeoutField({ value, change }: { value: Waiting; change(value: Waiting): void }) {
  const { readOnly } = useEditor();
  const { timeout, collectSeconds } = value;
  return (
    <Stack gap="xs">
      <Checkbox
        label={W.timeout}
        checked={timeout !== undefined}
        disabled={readOnly}
        onChange={(event) =>
          change({
            ...value,
            timeout: event.currentTarget.checked ? { amount: 1, unit: "days" } : undefined,
          })
        }
      />
      {timeout === undefined ? null : (
        <DurationField
          label={W.timeoutAfter}
          value={timeout}
          change={(next) => change({ ...value, timeout: next })}
        />
      )}
      <Checkbox
        label={W.collect}
        checked={collectSeconds !== undefined}
        disabled={readOnly}
        onChange={(event) =>
          change({ ...value, collectSeconds: event.currentTarget.checked ? 5 : undefined })
        }
      />
      {collectSeconds === undefined ? null : (
        <NumberInput
          label={W.collectSeconds}
          min={1}
          max={60}
          allowDecimal={false}
          value={collectSeconds}
          readOnly={readOnly}
          onChange={(seconds) => {
            if (typeof seconds === "number" && seconds >= 1 && seconds <= 60)
              change({ ...value, collectSeconds: seconds });
          }}
        />
      )}
    </Stack>
  );
}
