import { Group, Image, Select, Text, TextInput } from "@mantine/core";
import type { WidgetProps } from "@rjsf/utils";
import { type Choice, useChoices } from "./choices.ts";
import { texts } from "./texts.ts";

/** One of what the server lists: the schema's `x-choices` names the path. Where the list cannot be had, its id can be typed. */
export function ChoicesWidget(props: WidgetProps) {
  const { value, schema, registry, onChange, required } = props;
  const { listed, later, failed } = useChoices(schema, registry.formContext?.choices !== false);
  const chosen = String(value ?? "");
  const help = props.options.description ?? schema.description;
  const note = later ? texts.choicesLater : failed ? texts.choicesFailed : undefined;
  const common = {
    id: props.id,
    label: props.label,
    description: [help, note].filter(Boolean).join(" "),
    required,
    error: props.rawErrors?.join(" "),
    disabled: props.disabled || props.readonly,
  };
  if (failed) {
    return (
      <TextInput
        {...common}
        value={chosen}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      />
    );
  }
  const known = new Map(listed.map((choice) => [choice.id, choice]));
  // What is stored stays choosable, whether it is still listed or not.
  const all = chosen === "" || known.has(chosen) ? listed : [{ id: chosen }, ...listed];
  return (
    <Select
      {...common}
      data={all.map(({ id, title = id }) => ({ value: id, label: title }))}
      renderOption={({ option }) => <ChoiceLine choice={known.get(option.value) ?? { id: option.value }} />}
      value={chosen === "" ? null : chosen}
      onChange={(id) => onChange(id ?? undefined)}
      searchable
      clearable={!required && !("default" in schema)}
      nothingFoundMessage={texts.choicesNone}
      checkIconPosition="right"
    />
  );
}

function ChoiceLine({ choice: { id, title = id, description, picture } }: { choice: Choice }) {
  return (
    <Group gap="sm" wrap="nowrap" style={{ flex: 1 }}>
      {picture === undefined ? null : <Image src={picture} alt="" w={48} h={32} radius="sm" fit="cover" />}
      <div>
        <Text size="sm">{title}</Text>
        <Text size="xs" c="dimmed" lineClamp={2}>
          {description ?? (title === id ? undefined : id)}
        </Text>
      </div>
    </Group>
  );
}
