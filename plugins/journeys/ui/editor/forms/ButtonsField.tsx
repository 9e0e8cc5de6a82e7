import { Button, NativeSelect, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { Button as Key } from "../../../graph/parts.ts";
import { useEditor } from "../editor.ts";
import { newIds } from "../model/ids.ts";
import classes from "./Forms.module.css";
import { PartRow } from "./PartRow.tsx";
import { words as W } from "./texts.ts";

const MOST_BUTTONS = 8;
const KINDS = ["next", "link", "reply"] as const;

/** Buttons below a message: each leads on, opens a link or answers. */
export function ButtonsField({ value, change }: { value: readonly Key[]; change(value: Key[]): void }) {
  const { journey, readOnly } = useEditor();
  const put = (index: number, button: Key) => change(value.map((each, at) => (at === index ? button : each)));
  return (
    <fieldset className={classes.group}>
      <legend>{W.buttons}</legend>
      {value.map((button, index) => (
        <PartRow key={button.id} list={value} index={index} change={change}>
          <TextInput
            aria-label={W.buttonText}
            placeholder={W.buttonText}
            maxLength={64}
            value={button.text}
            readOnly={readOnly}
            onChange={(event) => put(index, { ...button, text: event.currentTarget.value })}
          />
          <NativeSelect
            aria-label={W.buttonDoes}
            value={button.does}
            disabled={readOnly}
            onChange={(event) => {
              const does = KINDS.find((each) => each === event.currentTarget.value);
              if (does !== undefined) put(index, { ...button, does });
            }}
            data={KINDS.map((kind) => ({ value: kind, label: W.buttonKinds[kind] }))}
          />
          {button.does === "link" ? (
            <TextInput
              aria-label={W.buttonUrl}
              placeholder="https://"
              type="url"
              maxLength={2048}
              value={button.url ?? ""}
              readOnly={readOnly}
              onChange={(event) => put(index, { ...button, url: event.currentTarget.value })}
            />
          ) : null}
          {button.does === "reply" ? (
            <TextInput
              aria-label={W.buttonValue}
              placeholder={`${W.buttonValue}: ${W.buttonValueHint}`}
              maxLength={200}
              value={button.value ?? ""}
              readOnly={readOnly}
              onChange={(event) => put(index, { ...button, value: event.currentTarget.value || undefined })}
            />
          ) : null}
        </PartRow>
      ))}
      {readOnly || value.length >= MOST_BUTTONS ? null : (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => change([...value, { id: newIds(journey)(), text: "", does: "next" }])}
        >
          {W.addButton}
        </Button>
      )}
    </fieldset>
  );
}
