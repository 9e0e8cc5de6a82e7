import { Checkbox, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import type { Content } from "../../../graph/parts.ts";
import { useEditor } from "../editor.ts";
import { ButtonsField } from "./ButtonsField.tsx";
import classes from "./Forms.module.css";
import { MediaField } from "./MediaField.tsx";
import { TemplateField } from "./TemplateField.tsx";
import { words as W } from "./texts.ts";

/** What a message or a question says. */
export function ContentFields({
  value,
  change,
  children,
}: {
  value: Content;
  change(value: Content): void;
  /** More options. */
  children?: ReactNode;
}) {
  const { readOnly } = useEditor();
  return (
    <Stack gap="sm">
      <TemplateField
        label={W.text}
        formatted
        rows={3}
        value={value.text}
        change={(text) => change({ ...value, text })}
      />
      <MediaField value={value.media} change={(media) => change({ ...value, media })} />
      <ButtonsField value={value.buttons} change={(buttons) => change({ ...value, buttons })} />
      <details className={classes.options}>
        <summary>{W.moreOptions}</summary>
        <Stack gap="xs">
          {children}
          <Checkbox
            label={W.silent}
            checked={value.silent ?? false}
            disabled={readOnly}
            onChange={(event) => change({ ...value, silent: event.currentTarget.checked || undefined })}
          />
          <Checkbox
            label={W.plainLinks}
            checked={value.plainLinks ?? false}
            disabled={readOnly}
            onChange={(event) => change({ ...value, plainLinks: event.currentTarget.checked || undefined })}
          />
        </Stack>
      </details>
    </Stack>
  );
}
