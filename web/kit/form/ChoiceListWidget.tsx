import { TagsInput } from "@mantine/core";
import type { WidgetProps } from "@rjsf/utils";
import { useChoices } from "./choices.ts";

/** Several texts whose good values the server lists: an array's `x-choices` names the path. Others may be typed. */
export function ChoiceListWidget({
  id,
  value,
  label,
  schema,
  options,
  disabled,
  readonly,
  required,
  rawErrors,
  onChange,
  registry,
}: WidgetProps) {
  const { listed } = useChoices(schema, registry.formContext?.choices !== false);
  const titles = new Map(listed.map((choice) => [choice.id, choice.title]));
  return (
    <TagsInput
      id={id}
      label={label}
      description={options.description ?? schema.description}
      data={listed.map((choice) => choice.id)}
      renderOption={({ option }) => {
        const title = titles.get(option.value);
        return title === undefined ? option.value : `${title} (${option.value})`;
      }}
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={onChange}
      maxTags={typeof schema.maxItems === "number" ? schema.maxItems : undefined}
      acceptValueOnBlur
      clearable={false}
      disabled={disabled || readonly}
      required={required}
      error={rawErrors?.join(" ")}
    />
  );
}
