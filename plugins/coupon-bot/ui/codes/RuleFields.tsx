import { NumberInput, TextInput } from "@mantine/core";

interface LimitFieldProps {
  label: string;
  help: string;
  value: number | null | undefined;
  change(value: number | undefined): void;
  readOnly?: boolean;
}

/** A number of times; empty for no limit. */
export function LimitField({ label, help, value, change, readOnly = false }: LimitFieldProps) {
  return (
    <NumberInput
      label={label}
      description={help}
      value={value ?? ""}
      min={1}
      max={1_000_000_000}
      allowDecimal={false}
      thousandSeparator=" "
      readOnly={readOnly}
      onChange={(next) =>
        change(typeof next === "number" && Number.isInteger(next) && next > 0 ? next : undefined)
      }
    />
  );
}

interface WallFieldProps {
  label: string;
  help: string;
  value: string | null | undefined;
  change(value: string | undefined): void;
  readOnly?: boolean;
  error?: string;
}

/** A time on the tenant's clock; empty for none. */
export function WallField({ label, help, value, change, readOnly = false, error }: WallFieldProps) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      description={help}
      value={value ?? ""}
      readOnly={readOnly}
      error={error}
      onChange={({ currentTarget }) =>
        change(currentTarget.value === "" ? undefined : currentTarget.value.slice(0, 16))
      }
    />
  );
}
