import { Box, Button, Skeleton, Stack, Text } from "@mantine/core";
import { Empty, ErrorState, PageLink, Status, Time, timeText, useTimezone } from "@promostack/web/kit";
import { IconChevronLeft } from "@tabler/icons-react";
import { Fragment, useLayoutEffect, useRef } from "react";
import { Bubble } from "./Bubble.tsx";
import { Face } from "./ChatList.tsx";
import classes from "./Chats.module.css";
import { Composer } from "./Composer.tsx";
import type { Bot, ChatView, MessageView, Person } from "./shapes.ts";
import { words as W } from "./texts.ts";
import { useConversation } from "./useConversation.ts";

interface ConversationProps {
  chat: ChatView;
  me: Person;
  member: boolean;
  bot: Bot | undefined;
  back: { to: string; search: Record<string, string> };
}

/** One chat, live, at its newest message until somebody scrolls up. */
export function Conversation({ chat, me, member, bot, back }: ConversationProps) {
  const conversation = useConversation(chat.room);
  const { messages, line, pending, error, retry, older, loadingOlder } = conversation;
  const scroll = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);
  const newest = messages[messages.length - 1];
  useLayoutEffect(() => {
    const place = scroll.current;
    if (place !== null && stuck.current && newest !== undefined) place.scrollTop = place.scrollHeight;
  }, [newest]);
  return (
    <>
      <header className={classes.head}>
        <PageLink {...back} className={classes.back} aria-label={W.back}>
          <IconChevronLeft size={20} className="points" aria-hidden />
        </PageLink>
        <Face title={chat.title} small />
        <div style={{ minWidth: 0, flex: 1 }}>
          <Text fw={620} className="clip" lh={1.3}>
            {chat.title}
          </Text>
          <Text size="xs" c="dimmed" lh={1.3}>
            {chat.type === "private"
              ? W.bot
              : chat.type === "channel"
                ? W.channel(chat.members)
                : W.group(chat.members)}
          </Text>
        </div>
        <span role="status">
          {line === "open" ? (
            <Status tone="good">{W.live}</Status>
          ) : line === "lost" ? (
            <Status tone="warn">{W.lost}</Status>
          ) : (
            <Status tone="quiet">{W.connecting}</Status>
          )}
        </span>
      </header>
      <Box
        ref={scroll}
        className={classes.scroll}
        tabIndex={0}
        role="log"
        aria-label={chat.title}
        onScroll={({ currentTarget: place }) => {
          stuck.current = place.scrollHeight - place.scrollTop - place.clientHeight < 60;
        }}
      >
        {error !== null ? (
          <ErrorState error={error} retry={retry} />
        ) : pending ? (
          <Stack>
            <Skeleton h={64} w="60%" />
            <Skeleton h={48} w="45%" />
          </Stack>
        ) : messages.length === 0 ? (
          <Empty title={W.noMessages}>
            {chat.type === "private" ? W.noMessagesBot : W.noMessagesChannel}
          </Empty>
        ) : (
          <>
            {older === undefined ? null : (
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                onClick={older}
                loading={loadingOlder}
                mx="auto"
                display="block"
                mb="sm"
              >
                {W.older}
              </Button>
            )}
            <Messages messages={messages} chat={chat} me={me} />
          </>
        )}
      </Box>
      <Composer chat={chat} me={me} member={member} bot={bot} />
    </>
  );
}

function Messages({ messages, chat, me }: { messages: readonly MessageView[]; chat: ChatView; me: Person }) {
  const zone = useTimezone();
  const days = messages.map((message) => timeText(message.date, zone, "day"));
  const byId = new Map(messages.map((message) => [message.id, message]));
  return (
    <ol className={classes.messages}>
      {messages.map((message, index) => (
        <Fragment key={message.id}>
          {days[index] === days[index - 1] ? null : (
            <li className={classes.day}>
              <Time value={message.date} style="day" />
            </li>
          )}
          <Bubble message={message} chat={chat} me={me} repliedTo={byId.get(replyId(message))} />
        </Fragment>
      ))}
    </ol>
  );
}

function replyId({ content }: MessageView): number {
  const to = content.reply_to_message;
  return typeof to === "object" && to !== null && "message_id" in to ? Number(to.message_id) : -1;
}
