import { Autocomplete } from "@mantine/core";
import type { WidgetProps } from "@rjsf/utils";
import { useChoices } from "./choices.ts";

/** A text whose good values the server lists: the schema's `x-choices` names the path. Others may be typed. */
export function ChoicesWidget({
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
  const listed = useChoices(schema, registry.formContext?.choices !== false);
  const titles = new Map(listed.map((choice) => [choice.id, choice.title]));
  return (
    <Autocomplete
      id={id}
      label={label}
      description={options.description ?? schema.description}
      data={listed.map((choice) => choice.id)}
      renderOption={({ option }) =>
        titles.get(option.value) === undefined
          ? option.value
          : `${titles.get(option.value)} (${option.value})`
      }
      // A choice made shows all others again, not only itself.
      filter={({ options: all, search }) =>
        listed.some((choice) => choice.id === search)
          ? all
          : all.filter((each) => "value" in each && String(each.value).includes(search))
      }
      value={String(value ?? "")}
      onChange={(text) => onChange(text === "" ? undefined : text)}
      disabled={disabled || readonly}
      required={required}
      error={rawErrors?.join(" ")}
    />
  );
}
