import { Skeleton, Stack, Text } from "@mantine/core";
import type { MessageView } from "../api/work.ts";
import type { Rows } from "../kit/api/resource.ts";
import { Section } from "../kit/page/Page.tsx";
import { LinkButton } from "../kit/page/PageLink.tsx";
import { ErrorState } from "../kit/show/states.tsx";
import { Ago } from "../kit/show/times.tsx";
import classes from "./Home.module.css";
import { MessageState } from "./MessageState.tsx";
import { messageWords, homeWords as W } from "./texts.ts";

/** How many of the newest stand on Home. */
export const SHOWN = 8;

export function LatestMessages({ messages }: { messages: Rows<MessageView> }) {
  const newest = messages.rows;
  return (
    <Section
      title={W.latest}
      actions={
        newest.length === 0 ? null : (
          <LinkButton to="/messages" variant="subtle" size="compact-sm">
            {W.all}
          </LinkButton>
        )
      }
    >
      {messages.error !== null && newest.length === 0 ? (
        <ErrorState error={messages.error} retry={messages.retry} />
      ) : messages.pending ? (
        <Stack gap="md" py="xs">
          {["a", "b", "c", "d"].map((key) => (
            <Skeleton key={key} h={14} />
          ))}
        </Stack>
      ) : newest.length === 0 ? (
        <Text c="dimmed">{W.latestEmpty}</Text>
      ) : (
        <ul className={classes.lines}>
          {newest.map((message) => (
            <li key={message.id}>
              <Text className="clip" style={{ flex: 1 }}>
                {plain(message.text) ?? wordlessText(message)}
              </Text>
              <MessageState state={message.state} />
              <Text size="xs" c="dimmed" component="span" visibleFrom="xs" w={84} ta="end">
                <Ago value={message.doneAt ?? message.dueAt} />
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const WORDLESS = new Map<string, string>(Object.entries(messageWords.wordless));

/** What to call a message that has no words. */
export function wordlessText({ method }: Pick<MessageView, "method">): string {
  return WORDLESS.get(method) ?? messageWords.noText;
}

/** Telegram's HTML without its marks, on one line. */
export function plain(text: string | null): string | undefined {
  if (text === null) return undefined;
  const parsed = new DOMParser().parseFromString(text.replaceAll("\n", " "), "text/html");
  return parsed.body.textContent?.trim() || undefined;
}
