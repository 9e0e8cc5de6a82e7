import { Select, TextInput } from "@mantine/core";
import type { WidgetProps } from "@rjsf/utils";
import { useTimezone } from "../page/place.ts";
import { texts } from "./texts.ts";

/** A time of day, `HH:MM`. Without a zone of its own beside it, it is the tenant's. */
export function TimeWidget({
  id,
  value,
  label,
  schema,
  required,
  disabled,
  readonly,
  rawErrors,
  onChange,
}: WidgetProps) {
  const zone = useTimezone();
  const whose = "x-zone" in schema ? undefined : texts.inZone(zone);
  return (
    <TextInput
      id={id}
      type="time"
      label={label}
      description={[schema.description, whose].filter(Boolean).join(" ")}
      value={String(value ?? "")}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
      required={required}
      disabled={disabled || readonly}
      error={rawErrors?.join(" ")}
      maw={200}
    />
  );
}

const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

/** A time zone by its name, with what its clocks show now. */
export function TimezoneWidget({
  id,
  value,
  label,
  schema,
  required,
  disabled,
  readonly,
  rawErrors,
  onChange,
}: WidgetProps) {
  return (
    <Select
      id={id}
      label={label}
      description={schema.description}
      data={ZONES}
      renderOption={({ option }) => `${option.value.replaceAll("_", " ")} (${offset(option.value)})`}
      value={typeof value === "string" && value !== "" ? value : null}
      onChange={(zone) => onChange(zone ?? undefined)}
      searchable
      limit={200}
      clearable={!required && !("default" in schema)}
      required={required}
      disabled={disabled || readonly}
      error={rawErrors?.join(" ")}
      nothingFoundMessage={texts.choicesNone}
    />
  );
}

function offset(timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" }).formatToParts();
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}
