import { SegmentedControl, Stack, TextInput } from "@mantine/core";
import { platformNow, useTimezone } from "@promostack/web/kit";
import type { ChosenWhen } from "../../broadcasts/api.ts";
import { words as W } from "./texts.ts";

const KINDS = ["now", "clock", "local"] as const;

/** When it goes out. */
export function WhenFields({ value, change }: { value: ChosenWhen; change(value: ChosenWhen): void }) {
  const zone = useTimezone();
  return (
    <Stack gap="sm" align="flex-start">
      <SegmentedControl
        aria-label={W.when}
        value={value.kind}
        orientation="vertical"
        onChange={(chosen) => {
          const kind = KINDS.find((each) => each === chosen);
          if (kind === "now") change({ kind });
          else if (kind !== undefined) change({ kind, time: "time" in value ? value.time : tomorrow(zone) });
        }}
        data={KINDS.map((kind) => ({ value: kind, label: W.whens[kind] }))}
      />
      {"time" in value ? (
        <TextInput
          type="datetime-local"
          label={value.kind === "local" ? W.localTime : W.time(zone)}
          value={value.time}
          onChange={(event) => {
            const time = event.currentTarget.value.slice(0, 16);
            if (time !== "") change({ ...value, time });
          }}
        />
      ) : null}
    </Stack>
  );
}

/** Ten o'clock of the next day in a zone, as the field writes it. */
function tomorrow(zone: string): string {
  const day = new Date(platformNow() + 86_400_000);
  return `${new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(day)}T10:00`;
}
