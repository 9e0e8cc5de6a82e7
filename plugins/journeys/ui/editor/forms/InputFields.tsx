import { Checkbox, NativeSelect, NumberInput, Stack, TagsInput, Textarea } from "@mantine/core";
import { useEditor } from "../editor.ts";
import { TemplateField } from "./TemplateField.tsx";

interface InputFieldsProps {
  /** JSON Schema of an object. */
  schema: Record<string, unknown>;
  value: Readonly<Record<string, unknown>>;
  change(value: Record<string, unknown>): void;
}

/** An action's settings, drawn from the schema that it came with. Texts may hold variables. */
export function InputFields({ schema, value, change }: InputFieldsProps) {
  const properties: Record<string, unknown> = Object(schema.properties);
  return (
    <Stack gap="sm">
      {Object.entries(properties).map(([name, field]) => (
        <InputField
          key={name}
          name={name}
          field={Object(field)}
          value={value[name]}
          change={(next) => {
            const { [name]: _, ...others } = value;
            change(next === undefined ? others : { ...others, [name]: next });
          }}
        />
      ))}
    </Stack>
  );
}

interface InputFieldProps {
  name: string;
  field: Record<string, unknown>;
  value: unknown;
  change(value: unknown): void;
}

function InputField({ name, field, value, change }: InputFieldProps) {
  const { readOnly } = useEditor();
  const label = typeof field.title === "string" ? field.title : name;
  const description = typeof field.description === "string" ? field.description : undefined;
  const choices = choicesOf(field);
  if (choices !== undefined)
    return (
      <NativeSelect
        label={label}
        description={description}
        value={String(value ?? "")}
        disabled={readOnly}
        onChange={(event) => change(event.currentTarget.value || undefined)}
        data={value === undefined ? [{ value: "", label: "…" }, ...choices] : choices}
      />
    );
  switch (field.type) {
    case "boolean":
      return (
        <Checkbox
          label={label}
          description={description}
          checked={value === true}
          disabled={readOnly}
          onChange={(event) => change(event.currentTarget.checked)}
        />
      );
    case "integer":
    case "number":
      return (
        <NumberInput
          label={label}
          description={description}
          min={numberOf(field.minimum)}
          max={numberOf(field.maximum)}
          allowDecimal={field.type === "number"}
          value={typeof value === "number" ? value : ""}
          readOnly={readOnly}
          onChange={(next) => change(typeof next === "number" ? next : undefined)}
        />
      );
    case "array":
      return (
        <TagsInput
          label={label}
          description={description}
          acceptValueOnBlur
          value={Array.isArray(value) ? value.map(String) : []}
          readOnly={readOnly}
          onChange={change}
        />
      );
    case "object":
      return (
        <Textarea
          label={label}
          description={description}
          placeholder="name: value"
          autosize
          minRows={2}
          key={name}
          defaultValue={linesOf(value)}
          readOnly={readOnly}
          onChange={(event) => change(pairsOf(event.currentTarget.value))}
        />
      );
    default:
      return (
        <TemplateField
          label={label}
          description={description}
          rows={numberOf(field.maxLength) !== undefined && Number(field.maxLength) > 300 ? 3 : 1}
          value={typeof value === "string" ? value : ""}
          change={(text) => change(text === "" ? undefined : text)}
        />
      );
  }
}

function choicesOf(field: Record<string, unknown>): { value: string; label: string }[] | undefined {
  if (Array.isArray(field.enum))
    return field.enum.map((each) => ({ value: String(each), label: String(each) }));
  if (!Array.isArray(field.oneOf)) return undefined;
  return field.oneOf.map((each: unknown) => {
    const choice: Record<string, unknown> = Object(each);
    return { value: String(choice.const), label: String(choice.title ?? choice.const) };
  });
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** Names with values, a line each. */
function linesOf(value: unknown): string {
  return Object.entries(Object(value))
    .map(([name, each]) => `${name}: ${String(each)}`)
    .join("\n");
}

function pairsOf(text: string): Record<string, string> {
  const pairs = text.split("\n").flatMap((line) => {
    const at = line.indexOf(":");
    return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
  });
  return Object.fromEntries(pairs);
}
