import { Checkbox } from "@mantine/core";
import type { WidgetProps } from "@rjsf/utils";

/** Yes or no, with its help beneath the words it explains. */
export function CheckboxField({
  id,
  label,
  value,
  schema,
  options,
  disabled,
  readonly,
  required,
  rawErrors,
  onChange,
}: WidgetProps) {
  return (
    <Checkbox
      id={id}
      label={label}
      description={options.description ?? schema.description}
      checked={value === true}
      disabled={disabled || readonly}
      required={required}
      error={rawErrors?.join(" ")}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
