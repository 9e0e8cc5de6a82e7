import { SegmentedControl, Stack, TextInput } from "@mantine/core";
import { platformNow } from "../live/clock.ts";
import { Section } from "../page/Page.tsx";
import { useTimezone } from "../page/place.ts";
import { texts } from "./texts.ts";

const KINDS = ["now", "clock", "local"] as const;

/** Now, when the tenant's clock shows a time, or when each person's own does. */
type Chosen = { kind: "now" } | { kind: "clock" | "local"; time: string };

export interface SendTimeProps {
  /** A moment, which nobody chooses here, is none of the choices. */
  value: Chosen | { kind: "at" };
  change(value: Chosen): void;
  readOnly?: boolean;
}

/** When a message goes out. */
export default function SendTime({ value, change, readOnly = false }: SendTimeProps) {
  const zone = useTimezone();
  return (
    <Section title={texts.when}>
      <Stack gap="sm" align="flex-start">
        <SegmentedControl
          aria-label={texts.when}
          value={value.kind}
          disabled={readOnly}
          orientation="vertical"
          onChange={(chosen) => {
            const kind = KINDS.find((each) => each === chosen);
            if (kind === "now") change({ kind });
            else if (kind !== undefined)
              change({ kind, time: "time" in value ? value.time : tomorrow(zone) });
          }}
          data={KINDS.map((kind) => ({ value: kind, label: texts.whens[kind] }))}
        />
        {"time" in value ? (
          <TextInput
            type="datetime-local"
            label={value.kind === "local" ? texts.localTime : texts.time(zone)}
            description={value.kind === "local" ? texts.localHelp(zone) : undefined}
            value={value.time}
            readOnly={readOnly}
            onChange={(event) => {
              const time = event.currentTarget.value.slice(0, 16);
              if (time !== "") change({ ...value, time });
            }}
          />
        ) : null}
      </Stack>
    </Section>
  );
}

/** Ten o'clock of the next day in a zone, as the field writes it. */
function tomorrow(zone: string): string {
  const day = new Date(platformNow() + 86_400_000);
  return `${new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(day)}T10:00`;
}
