import { ActionIcon, FileButton, Menu } from "@mantine/core";
import { inBase64, notify } from "@promostack/web/kit";
import { IconMapPin, IconPaperclip, IconPhone, IconUpload } from "@tabler/icons-react";
import { useRef } from "react";
import { words as W } from "./texts.ts";

/** What a person writes, as the route takes it. */
export interface Writing {
  text?: string;
  photo?: Sent;
  document?: Sent;
  caption?: string;
  contact?: true;
  location?: { latitude: number; longitude: number };
}

interface Sent {
  base64: string;
  name: string;
}

/** Everybody of the playground stands here. */
export const PLACE = { latitude: 51.5007, longitude: -0.1246 };

/** What can be sent beside words, as Telegram's paperclip offers it. What is written goes along with a file. */
export function AttachMenu({ caption, send }: { caption: string; send(writing: Writing): void }) {
  const reset = useRef<() => void>(null);
  const attach = async (file: File) => {
    try {
      const sent = { base64: await inBase64(file), name: file.name.slice(-200) };
      const words = caption.trim() === "" ? {} : { caption };
      const picture = /^image\/(png|jpeg|webp)$/.test(file.type);
      send({ ...(picture ? { photo: sent } : { document: sent }), ...words });
    } catch (error) {
      void notify({ tone: "bad", message: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <FileButton
      resetRef={reset}
      onChange={(file) => {
        if (file !== null) void attach(file);
        reset.current?.();
      }}
    >
      {({ onClick: choose }) => (
        <Menu position="top-start">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={36} aria-label={W.attach}>
              <IconPaperclip size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconUpload size={16} aria-hidden />} onClick={choose}>
              {W.attachFile}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconMapPin size={16} aria-hidden />}
              onClick={() => send({ location: PLACE })}
            >
              {W.attachPlace}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconPhone size={16} aria-hidden />}
              onClick={() => send({ contact: true })}
            >
              {W.attachContact}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </FileButton>
  );
}
