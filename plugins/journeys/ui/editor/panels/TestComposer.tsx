import { ActionIcon, FileButton, Menu, TextInput } from "@mantine/core";
import {
  IconFile,
  IconMapPin,
  IconMicrophone,
  IconPaperclip,
  IconPhone,
  IconPhoto,
  IconSend2,
  IconSticker,
  IconUpload,
  IconVideo,
} from "@tabler/icons-react";
import { useRef, useState } from "react";
import type { RehearsalMessage } from "../../../rehearsal/api.ts";
import { useEditor } from "../editor.ts";
import { type Attachment, ownFile, SAMPLES } from "../model/attachment.ts";
import { words as E } from "../texts.ts";
import classes from "./TestChat.module.css";
import { words as W } from "./testTexts.ts";
import type { Rehearsal } from "./useRehearsal.ts";

const OFFERED = [
  { sample: SAMPLES.photo, icon: IconPhoto },
  { sample: SAMPLES.document, icon: IconFile },
  { sample: SAMPLES.video, icon: IconVideo },
  { sample: SAMPLES.voice, icon: IconMicrophone },
  { sample: SAMPLES.sticker, icon: IconSticker },
] as const;

interface TestComposerProps {
  disabled: boolean;
  rehearsal: Pick<Rehearsal, "say" | "attach">;
  /** The bot's keyboard; undefined where the person has their own. */
  keys: RehearsalMessage["keys"];
}

/** What a Telegram user can send: words, pictures and files, where they are, their number. */
export function TestComposer({ disabled, rehearsal, keys }: TestComposerProps) {
  const { phone } = useEditor().walker;
  const [text, setText] = useState("");
  const reset = useRef<() => void>(null);
  const attach = (attachment: Attachment) => {
    rehearsal.attach(attachment, text.trim());
    setText("");
  };
  const number: Attachment = { kind: "contact", text: phone };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (disabled || text.trim() === "") return;
        rehearsal.say(text);
        setText("");
      }}
    >
      <div className={classes.composer}>
        <FileButton
          resetRef={reset}
          onChange={(file) => {
            if (file !== null) attach(ownFile(file));
            reset.current?.();
          }}
        >
          {({ onClick: choose }) => (
            <Menu position="top-start" withinPortal>
              <Menu.Target>
                <ActionIcon variant="subtle" color="gray" size={36} aria-label={W.attach} disabled={disabled}>
                  <IconPaperclip size={18} aria-hidden />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Label>{W.samples}</Menu.Label>
                {OFFERED.map(({ sample, icon: Icon }) => (
                  <Menu.Item
                    key={sample.kind}
                    leftSection={<Icon size={16} aria-hidden />}
                    onClick={() => attach(sample)}
                  >
                    {W.kinds[sample.kind]}
                  </Menu.Item>
                ))}
                <Menu.Item
                  leftSection={<IconMapPin size={16} aria-hidden />}
                  onClick={() => attach(SAMPLES.location)}
                >
                  {W.shareLocation}
                </Menu.Item>
                <Menu.Item leftSection={<IconPhone size={16} aria-hidden />} onClick={() => attach(number)}>
                  {W.shareNumber}
                </Menu.Item>
                <Menu.Divider />
                <Menu.Item leftSection={<IconUpload size={16} aria-hidden />} onClick={choose}>
                  {W.ownFile}
                </Menu.Item>
                <Menu.Label>{W.ownFileHelp}</Menu.Label>
              </Menu.Dropdown>
            </Menu>
          )}
        </FileButton>
        <TextInput
          flex={1}
          aria-label={E.answer}
          placeholder={E.answer}
          maxLength={4096}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          rightSection={
            <ActionIcon type="submit" variant="subtle" aria-label={E.send} disabled={disabled}>
              <IconSend2 size={17} aria-hidden />
            </ActionIcon>
          }
        />
      </div>
      {keys === undefined || keys.length === 0 ? null : (
        <fieldset className={classes.keyboard} aria-label={W.keyboard}>
          {keys.flat().map((key) => (
            <button
              key={key.text}
              type="button"
              disabled={disabled}
              onClick={() =>
                key.shares === "contact" ? rehearsal.attach(number, "") : rehearsal.say(key.text)
              }
            >
              {key.text}
            </button>
          ))}
        </fieldset>
      )}
    </form>
  );
}
