import { ActionIcon, Button, Group, Text, Textarea } from "@mantine/core";
import { call, type ListPage, useAct, useResource } from "@promostack/web/kit";
import { IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { AttachMenu, PLACE, type Writing } from "./AttachMenu.tsx";
import classes from "./Chats.module.css";
import { BASE, type Bot, type ChatView, type Member, type MessageView, type Person } from "./shapes.ts";
import { words as W } from "./texts.ts";

interface ComposerProps {
  chat: ChatView;
  me: Person;
  member: boolean;
  bot: Bot | undefined;
}

/** What I may do in this chat: write, start, join, leave, block. */
export function Composer({ chat, me, member, bot }: ComposerProps) {
  const isPrivate = chat.type === "private";
  const members = useResource<ListPage<Member>>(
    `${BASE}/chats/${chat.room}/members`,
    {},
    { enabled: !isPrivate },
  );
  const status = members.data?.items.find(({ user }) => user.id === me.id)?.status;
  const posts =
    isPrivate || (chat.type !== "channel" && member) || status === "creator" || status === "administrator";
  const changes = [`${BASE}/chats`];
  const start = useAct({
    act: () => call(`${BASE}/chats/${chat.room}/starts`, { method: "POST", body: { personId: me.id } }),
    changes,
  });
  const join = useAct({
    act: () => call(`${BASE}/chats/${chat.room}/members`, { method: "POST", body: { personId: me.id } }),
    changes,
  });
  const leave = useAct({
    act: () => call(`${BASE}/chats/${chat.room}/members/${me.id}`, { method: "DELETE" }),
    changes,
  });
  const block = useAct<boolean>({
    act: (blocked) => call(`${BASE}/chats/${chat.room}/block`, { method: "PUT", body: { blocked } }),
    changes,
  });
  if (isPrivate && chat.blocked) {
    return (
      <div className={classes.foot}>
        <Text c="dimmed" style={{ flex: 1 }}>
          {W.blocked}
        </Text>
        <Button variant="default" onClick={() => block.mutate(false)}>
          {W.unblockBot}
        </Button>
      </div>
    );
  }
  if (isPrivate && !chat.started) {
    return (
      <div className={classes.foot}>
        <Button fullWidth onClick={() => start.mutate()} loading={start.isPending}>
          {W.start}
        </Button>
      </div>
    );
  }
  if (!posts) {
    return (
      <div className={classes.foot}>
        <Text c="dimmed" style={{ flex: 1 }}>
          {member ? W.reads : W.outside}
        </Text>
        {member ? (
          <Button variant="subtle" color="gray" onClick={() => leave.mutate()}>
            {W.leave}
          </Button>
        ) : chat.username === null ? null : (
          <Button variant="default" onClick={() => join.mutate()} loading={join.isPending}>
            {W.join}
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className={classes.foot}>
      <Writer chat={chat} me={me} bot={bot} />
      {isPrivate ? (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => block.mutate(true)}>
          {W.blockBot}
        </Button>
      ) : null}
    </div>
  );
}

function Writer({ chat, me, bot }: { chat: ChatView; me: Person; bot: Bot | undefined }) {
  const [text, setText] = useState("");
  const send = useAct<Writing, MessageView>({
    act: (writing) =>
      call<MessageView>(`${BASE}/chats/${chat.room}/messages`, {
        method: "POST",
        body: { personId: me.id, ...writing },
      }),
    changes: [`${BASE}/chats`],
    onDone: () => setText(""),
  });
  const sendText = (words: string) => send.mutate({ text: words });
  const ready = text.trim() !== "" && !send.isPending;
  const commands =
    text.startsWith("/") && bot !== undefined
      ? bot.commands.filter(({ command }) => `/${command}`.startsWith(text))
      : [];
  return (
    <form
      style={{ flex: "1 1 100%" }}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) sendText(text);
      }}
    >
      {commands.length === 0 ? null : (
        <Group gap={6} mb={6}>
          {commands.map(({ command, description }) => (
            <Button
              key={command}
              size="compact-sm"
              variant="default"
              onClick={() => sendText(`/${command}`)}
              title={description}
            >
              /{command}
            </Button>
          ))}
        </Group>
      )}
      <Group gap="xs" wrap="nowrap" align="flex-end">
        <AttachMenu caption={text} send={(writing) => send.mutate(writing)} />
        <Textarea
          aria-label={W.message}
          placeholder={W.message}
          title={W.sendHint}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            if (ready) sendText(text);
          }}
          autosize
          minRows={1}
          maxRows={6}
          maxLength={4096}
          style={{ flex: 1 }}
        />
        <ActionIcon type="submit" size={36} disabled={!ready} aria-label={W.send}>
          <IconSend size={17} className="points" aria-hidden />
        </ActionIcon>
      </Group>
      {chat.keyboard.length === 0 ? null : (
        <fieldset className={classes.keyboard} aria-label={W.keyboard}>
          {chat.keyboard.map((row) => (
            <div key={row.map((key) => key.text).join("|")} className={classes.keyRow}>
              {row.map((key) => (
                <Button
                  key={key.text}
                  variant="default"
                  disabled={send.isPending}
                  onClick={() => send.mutate(pressed(key))}
                >
                  {key.text}
                </Button>
              ))}
            </div>
          ))}
        </fieldset>
      )}
    </form>
  );
}

function pressed({ text, shares }: ChatView["keyboard"][number][number]): Writing {
  if (shares === "contact") return { contact: true };
  return shares === "location" ? { location: PLACE } : { text };
}
