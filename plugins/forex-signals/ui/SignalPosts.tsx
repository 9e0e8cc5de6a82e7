import { Group, Text } from "@mantine/core";
import { Status, TelegramText, Time } from "@promostack/web/kit";
import type { Post } from "../api.ts";
import classes from "./Forex.module.css";
import { words as W } from "./texts.ts";

/** What members read about a signal, in order. */
export function SignalPosts({ posts }: { posts: readonly Post[] }) {
  if (posts.length === 0) return <Text c="dimmed">{W.noMessages}</Text>;
  return (
    <ol className={classes.posts}>
      {posts.map((post) => (
        <li key={`${post.kind}${post.chat}${post.time}`} className={classes.post}>
          <Group justify="space-between" gap="xs" mb={4}>
            <Text fw={550}>{post.chatTitle}</Text>
            <Text size="xs" c="dimmed">
              <Time value={post.time} />
            </Text>
          </Group>
          {post.kind.startsWith("picture-") ? (
            <Text size="sm" c="dimmed">
              {W.picturePosts[post.kind === "picture-result" ? "result" : "opening"]}
            </Text>
          ) : (
            <TelegramText html={post.text} />
          )}
          {post.error === null ? null : <Status tone="bad">{post.error}</Status>}
        </li>
      ))}
    </ol>
  );
}
