import { ActionIcon, Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useResource } from "@promostack/web/kit";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { Plan } from "../../broadcast/plan.ts";
import { BASE } from "../base.ts";
import { MediaField } from "../editor/forms/MediaField.tsx";
import { TemplateField } from "../editor/forms/TemplateField.tsx";
import { useTextPlace } from "../editor/forms/textPlace.ts";
import classes from "./Broadcasts.module.css";
import { words as W } from "./texts.ts";

const MOST_BUTTONS = 8;
const KINDS = ["link", "next"] as const;

type Content = Plan["content"];
type Key = Content["buttons"][number];

interface MessageFieldsProps {
  content: Content;
  doors: Plan["doors"];
  change(content: Content, doors: Plan["doors"]): void;
}

/** What it says. */
export function MessageFields({ content, doors, change }: MessageFieldsProps) {
  const { readOnly } = useTextPlace();
  const put = (patch: Partial<Content>) => change({ ...content, ...patch }, doors);
  return (
    <Stack gap="sm">
      <TemplateField
        label={W.text}
        formatted
        rows={5}
        value={content.text}
        change={(text) => put({ text })}
      />
      <MediaField value={content.media} change={(media) => put({ media })} />
      <Buttons content={content} doors={doors} change={change} />
      <Checkbox
        label={W.silent}
        checked={content.silent ?? false}
        disabled={readOnly}
        onChange={(event) => put({ silent: event.currentTarget.checked || undefined })}
      />
      <Checkbox
        label={W.plainLinks}
        checked={content.plainLinks ?? false}
        disabled={readOnly}
        onChange={(event) => put({ plainLinks: event.currentTarget.checked || undefined })}
      />
    </Stack>
  );
}

function Buttons({ content, doors, change }: MessageFieldsProps) {
  const { readOnly } = useTextPlace();
  const { buttons } = content;
  const open = useResource<{ items: { id: string; name: string }[] }>(`${BASE}/broadcast-doors`);
  const replace = (id: string, button: Key) =>
    change({ ...content, buttons: buttons.map((each) => (each.id === id ? button : each)) }, doors);
  const remove = (id: string) => {
    const { [id]: _, ...others } = doors;
    change({ ...content, buttons: buttons.filter((each) => each.id !== id) }, others);
  };
  const journeys = open.data?.items ?? [];
  return (
    <Stack gap="xs" component="fieldset" p={0} m={0} bd={0}>
      <legend className="mantine-InputWrapper-label">{W.buttons}</legend>
      {buttons.map((button) => (
        <div key={button.id} className={classes.button}>
          <TextInput
            aria-label={W.buttonText}
            placeholder={W.buttonText}
            maxLength={64}
            value={button.text}
            readOnly={readOnly}
            onChange={(event) => replace(button.id, { ...button, text: event.currentTarget.value })}
          />
          <NativeSelect
            aria-label={W.buttonDoes}
            value={button.does}
            disabled={readOnly}
            onChange={(event) => {
              const does = KINDS.find((each) => each === event.currentTarget.value);
              if (does !== undefined) replace(button.id, { ...button, does });
            }}
            data={KINDS.map((kind) => ({ value: kind, label: W.buttonKinds[kind] }))}
          />
          {button.does === "link" ? (
            <TextInput
              aria-label={W.buttonUrl}
              placeholder="https://"
              type="url"
              maxLength={2_048}
              value={button.url ?? ""}
              readOnly={readOnly}
              onChange={(event) => replace(button.id, { ...button, url: event.currentTarget.value })}
            />
          ) : (
            <NativeSelect
              aria-label={W.chooseJourney}
              value={doors[button.id] ?? ""}
              disabled={readOnly}
              onChange={(event) => {
                const { [button.id]: _, ...others } = doors;
                const door = event.currentTarget.value;
                change(content, door === "" ? others : { ...others, [button.id]: door });
              }}
              data={[
                { value: "", label: W.chooseJourney },
                ...journeys.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
          {readOnly ? null : (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={W.removeButton}
              onClick={() => remove(button.id)}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          )}
        </div>
      ))}
      {buttons.some(({ does }) => does === "next") && open.data !== undefined && journeys.length === 0 ? (
        <Text size="xs" c="dimmed">
          {W.noDoors}
        </Text>
      ) : null}
      {readOnly || buttons.length >= MOST_BUTTONS ? null : (
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() =>
              change(
                { ...content, buttons: [...buttons, { id: freeId(buttons), text: "", does: "link" }] },
                doors,
              )
            }
          >
            {W.addButton}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function freeId(buttons: readonly Key[]): string {
  let n = buttons.length + 1;
  while (buttons.some(({ id }) => id === `b${n}`)) n += 1;
  return `b${n}`;
}
