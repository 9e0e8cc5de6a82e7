import { ActionIcon, Button, NativeSelect, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { BUTTON_KINDS, type ChosenButton, type PictureMessage } from "../../broadcasts/api.ts";
import classes from "./Broadcasts.module.css";
import { newButton } from "./draft.ts";
import { words as W } from "./texts.ts";

const MOST_BUTTONS = 4;

/** The words below the picture, and its buttons. */
export function MessageFields({
  message: { text, buttons },
  change,
}: {
  message: PictureMessage;
  change(part: Partial<PictureMessage>): void;
}) {
  const put = (at: number, button: ChosenButton) =>
    change({ buttons: buttons.map((each, index) => (index === at ? button : each)) });
  return (
    <Stack gap="sm">
      <Textarea
        label={W.text}
        description={W.textHelp}
        value={text}
        maxLength={1_024}
        autosize
        minRows={3}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <div>
        <Text fw={550} size="sm" mb={4}>
          {W.buttons}
        </Text>
        <Stack gap={8}>
          {buttons.map((button, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a button is its place
            <div key={index} className={classes.button}>
              <NativeSelect
                aria-label={W.buttonDoes}
                value={button.does}
                data={BUTTON_KINDS.map((value) => ({ value, label: W.buttonKinds[value] }))}
                onChange={(event) => {
                  const does = BUTTON_KINDS.find((each) => each === event.currentTarget.value);
                  if (does !== undefined) put(index, newButton(does));
                }}
              />
              <TextInput
                aria-label={W.buttonText}
                value={button.text}
                maxLength={64}
                onChange={(event) => put(index, { ...button, text: event.currentTarget.value })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={W.removeButton}
                onClick={() => change({ buttons: buttons.filter((_, at) => at !== index) })}
              >
                <IconX size={16} aria-hidden />
              </ActionIcon>
              {button.does === "link" ? (
                <TextInput
                  aria-label={W.buttonUrl}
                  placeholder="https://"
                  value={button.url ?? ""}
                  maxLength={2_048}
                  onChange={(event) => put(index, { ...button, url: event.currentTarget.value })}
                />
              ) : null}
            </div>
          ))}
          {buttons.length < MOST_BUTTONS ? (
            <Button
              variant="default"
              size="compact-sm"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => change({ buttons: [...buttons, newButton("link")] })}
              style={{ alignSelf: "flex-start" }}
            >
              {W.addButton}
            </Button>
          ) : null}
        </Stack>
      </div>
    </Stack>
  );
}
