import { Text, UnstyledButton } from "@mantine/core";
import { Ago, PageLink } from "@promostack/web/kit";
import { IconMessagePlus } from "@tabler/icons-react";
import classes from "./Chats.module.css";
import type { Bot, ChatView } from "./shapes.ts";
import { words as W } from "./texts.ts";

interface ChatListProps {
  mine: readonly ChatView[];
  others: readonly ChatView[];
  bots: readonly Bot[];
  here: string | undefined;
  to(chat: ChatView): { to: string; search: Record<string, string> };
  begin(botId: number): void;
}

/** My chats, channels I am not in, and bots I have not met. */
export function ChatList({ mine, others, bots, here, to, begin }: ChatListProps) {
  return (
    <nav className={classes.list} aria-label={W.chats}>
      {mine.length === 0 ? (
        <Text c="dimmed" p="sm">
          {W.noChats}
        </Text>
      ) : (
        <Group chats={mine} here={here} to={to} />
      )}
      {others.length === 0 ? null : (
        <>
          <div className={classes.heading}>{W.others}</div>
          <Group chats={others} here={here} to={to} />
        </>
      )}
      {bots.length === 0 ? null : (
        <>
          <div className={classes.heading}>{W.bots}</div>
          <ul className={classes.group}>
            {bots.map((bot) => (
              <li key={bot.id}>
                <UnstyledButton
                  className={classes.chat}
                  onClick={() => begin(bot.id)}
                  title={W.startWith(bot.name)}
                >
                  <Face title={bot.name} />
                  <span className={classes.words}>
                    <strong className="clip">{bot.name}</strong>
                    <span className="clip muted">
                      <bdi>@{bot.username}</bdi>
                    </span>
                  </span>
                  <IconMessagePlus size={17} className="muted" aria-hidden />
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </>
      )}
    </nav>
  );
}

function Group({
  chats,
  here,
  to,
}: {
  chats: readonly ChatView[];
  here: string | undefined;
  to: ChatListProps["to"];
}) {
  return (
    <ul className={classes.group}>
      {chats.map((chat) => (
        <li key={chat.room}>
          <PageLink
            {...to(chat)}
            className={classes.chat}
            data-here={chat.room === here || undefined}
            aria-current={chat.room === here ? "page" : undefined}
          >
            <Face title={chat.title} />
            <span className={classes.words}>
              <span className={classes.line}>
                <strong className="clip">{chat.title}</strong>
                {chat.last === null ? null : (
                  <span className={classes.when}>
                    <Ago value={chat.last.date} />
                  </span>
                )}
              </span>
              <span className="clip muted">{chat.last?.text ?? W.noMessages}</span>
            </span>
          </PageLink>
        </li>
      ))}
    </ul>
  );
}

/** A round mark with the first letter, its colour from the name. */
export function Face({ title, small }: { title: string; small?: boolean }) {
  const hue = [...title].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  return (
    <span
      className={classes.face}
      data-small={small || undefined}
      style={{ background: `hsl(${hue} 42% 38%)` }}
      aria-hidden
    >
      {title.slice(0, 1).toUpperCase()}
    </span>
  );
}
