import { Text } from "@mantine/core";
import { TelegramText } from "@promostack/web/kit";
import { IconPaperclip } from "@tabler/icons-react";
import type { Plan } from "../../broadcast/plan.ts";
import { words as E } from "../editor/texts.ts";
import classes from "./Broadcasts.module.css";
import { words as W } from "./texts.ts";

interface MessageLookProps {
  /** Telegram's HTML. */
  text: string;
  buttons: readonly (readonly string[])[];
  media: Plan["content"]["media"];
}

/** A message as a chat shows it. */
export function MessageLook({ text, buttons, media }: MessageLookProps) {
  if (text === "" && media === undefined) return <Text c="dimmed">{W.previewEmpty}</Text>;
  return (
    <div className={classes.chat}>
      <div className={classes.bubble} dir="auto">
        {media === undefined ? null : (
          <span className={classes.file}>
            <IconPaperclip size={14} aria-hidden /> {media.name ?? E.media[media.kind]}
          </span>
        )}
        <TelegramText html={text} />
      </div>
      {numbered(buttons).map(({ n, item: row }) => (
        <div key={n} className={classes.keys}>
          {numbered(row).map(({ n: at, item }) => (
            <span key={at}>{item}</span>
          ))}
        </div>
      ))}
    </div>
  );
}

function numbered<Item>(items: readonly Item[]): { n: number; item: Item }[] {
  return items.map((item, n) => ({ n, item }));
}
