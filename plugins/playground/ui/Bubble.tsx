import { Button } from "@mantine/core";
import { call, notify, Time, useAct } from "@promostack/web/kit";
import { IconExternalLink } from "@tabler/icons-react";
import classes from "./Chats.module.css";
import { FormattedText } from "./FormattedText.tsx";
import {
  BASE,
  type ChatView,
  entitiesOf,
  facts,
  keyboardOf,
  type MessageView,
  type Person,
  textOf,
} from "./shapes.ts";
import { words as W } from "./texts.ts";

interface BubbleProps {
  message: MessageView;
  chat: ChatView;
  me: Person;
  repliedTo: MessageView | undefined;
}

interface Pressed {
  kind: "url" | "callback";
  answered: boolean;
  url?: string;
  text?: string;
  showAlert: boolean;
}

/** One message as Telegram draws it: who, words with their marks, picture, buttons. */
export function Bubble({ message, chat, me, repliedTo }: BubbleProps) {
  const { content, media, from } = message;
  const mine = from?.id === me.id;
  const text = textOf(content.text) ?? textOf(content.caption) ?? sharedText(content);
  const sender = from === null ? chat.title : from.name;
  const happening = text === undefined && media === null ? serviceText(message) : undefined;
  if (happening !== undefined) return <li className={classes.day}>{happening}</li>;
  return (
    <li className={classes.message} data-mine={mine || undefined}>
      <div className={classes.bubble}>
        {mine || chat.type === "private" ? null : <div className={classes.from}>{sender}</div>}
        {repliedTo === undefined ? null : (
          <span className={`clip ${classes.reply}`}>
            {textOf(repliedTo.content.text) ?? textOf(repliedTo.content.caption) ?? W.photo}
          </span>
        )}
        <Media media={media} />
        {text === undefined ? null : (
          <div className={classes.text}>
            <FormattedText text={text} entities={entitiesOf(content.entities ?? content.caption_entities)} />
          </div>
        )}
        <div className={classes.meta}>
          {message.editedAt === null ? null : <span>{W.edited}</span>}
          <Time value={message.date} style="time" />
        </div>
      </div>
      <Keyboard message={message} chat={chat} me={me} />
    </li>
  );
}

function Media({ media }: { media: MessageView["media"] }) {
  if (media === null) return null;
  if (media.kind === "photo" || media.kind === "animation") {
    return (
      <img
        className={classes.picture}
        src={media.url}
        alt={media.name ?? W.photo}
        width={media.width ?? undefined}
        height={media.height ?? undefined}
        loading="lazy"
      />
    );
  }
  return (
    <a href={media.url} target="_blank" rel="noreferrer">
      {media.name ?? W.file}
    </a>
  );
}

function Keyboard({ message, chat, me }: { message: MessageView; chat: ChatView; me: Person }) {
  const rows = keyboardOf(message.content);
  const press = useAct<{ row: number; column: number }, Pressed>({
    act: (at) =>
      call<Pressed>(`${BASE}/chats/${chat.room}/presses`, {
        method: "POST",
        body: { personId: me.id, messageId: message.id, ...at },
      }),
    onDone: ({ kind, answered, text, url }) => {
      if (kind === "url" && url !== undefined) window.open(url, "_blank", "noreferrer");
      else if (!answered) void notify({ tone: "warn", message: W.unanswered });
      else if (text) void notify({ message: text });
    },
  });
  if (rows.length === 0) return null;
  return (
    <div className={classes.keys}>
      {rows.map((row, at) => (
        <div key={row.map(({ text }) => text).join("|")} className={classes.keyRow}>
          {row.map((button, column) => (
            <Button
              key={button.text}
              variant="default"
              size="compact-md"
              loading={press.isPending && press.variables.row === at && press.variables.column === column}
              onClick={() => press.mutate({ row: at, column })}
              rightSection={button.url === undefined ? null : <IconExternalLink size={13} aria-hidden />}
            >
              {button.text}
            </Button>
          ))}
        </div>
      ))}
    </div>
  );
}

/** A contact or a place. */
function sharedText(content: MessageView["content"]): string | undefined {
  const { phone_number: number, first_name: name } = facts(content.contact);
  if (textOf(number) !== undefined) return W.contact(textOf(name) ?? "", textOf(number) ?? "");
  const { latitude, longitude } = facts(content.location);
  return latitude === undefined ? undefined : W.place(`${latitude}, ${longitude}`);
}

/** What Telegram tells in a line of its own. */
function serviceText({ content, from }: MessageView): string {
  const joined = content.new_chat_members;
  if (Array.isArray(joined))
    return W.joined(joined.map((user: unknown) => textOf(facts(user).first_name) ?? "").join(", "));
  if (content.left_chat_member !== undefined)
    return W.left(textOf(facts(content.left_chat_member).first_name) ?? from?.name ?? "");
  if (content.pinned_message !== undefined) return W.pinned;
  return W.service;
}
