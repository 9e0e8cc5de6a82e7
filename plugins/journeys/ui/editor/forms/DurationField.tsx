import { Group, NativeSelect, NumberInput } from "@mantine/core";
import type { Duration } from "../../../graph/parts.ts";
import { useEditor } from "../editor.ts";
import { words as E } from "../texts.ts";
import { words as W } from "./texts.ts";

const UNITS = ["seconds", "minutes", "hours", "days"] as const;
/** 90 days. */
const MOST = { seconds: 7_776_000, minutes: 129_600, hours: 2_160, days: 90 };

export function DurationField({
  label,
  value,
  change,
}: {
  label: string;
  value: Duration;
  change(value: Duration): void;
}) {
  const { readOnly } = useEditor();
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <NumberInput
        label={label}
        min={1}
        max={MOST[value.unit]}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="blur"
        value={value.amount}
        readOnly={readOnly}
        onChange={(amount) => {
          if (typeof amount === "number" && amount >= 1) change({ ...value, amount });
        }}
        style={{ flex: 1 }}
      />
      <NativeSelect
        aria-label={`${label}: ${W.unit}`}
        value={value.unit}
        disabled={readOnly}
        onChange={(event) => {
          const unit = UNITS.find((each) => each === event.currentTarget.value);
          if (unit !== undefined) change({ amount: Math.min(value.amount, MOST[unit]), unit });
        }}
        data={UNITS.map((unit) => ({ value: unit, label: E.units[unit] }))}
        style={{ flex: 1 }}
      />
    </Group>
  );
}
