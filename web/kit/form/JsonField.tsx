import { JsonInput } from "@mantine/core";
import type { FieldProps } from "@rjsf/utils";
import { useState } from "react";
import { isNode } from "./node.ts";
import { same } from "./schema.ts";
import { texts } from "./texts.ts";

/** An object of any shape, as JSON: what is not JSON yet stays in the field and is not taken over. */
export function JsonField({
  schema,
  formData,
  onChange,
  fieldPathId,
  disabled,
  readonly,
  required,
  name,
}: FieldProps) {
  const [text, setText] = useState(() => written(formData));
  const [wrong, setWrong] = useState(false);
  const [known, setKnown] = useState<unknown>(formData);
  if (!same(known, formData)) {
    setKnown(formData);
    if (!same(parsed(text), formData)) setText(written(formData));
  }
  return (
    <JsonInput
      id={fieldPathId.$id}
      label={schema.title ?? name}
      description={schema.description}
      required={required}
      disabled={disabled || readonly}
      value={text}
      error={wrong ? texts.notJson : undefined}
      formatOnBlur
      autosize
      minRows={2}
      maxRows={12}
      onChange={(typed) => {
        setText(typed);
        const value = typed.trim() === "" ? {} : parsed(typed);
        setWrong(value === undefined);
        if (value !== undefined) onChange(value, fieldPathId.path);
      }}
    />
  );
}

function written(value: unknown): string {
  return isNode(value) && Object.keys(value).length > 0 ? JSON.stringify(value, null, 2) : "";
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isNode(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
