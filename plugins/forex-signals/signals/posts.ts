import type { Channel, PlatformContext, TenantMessage, Transaction } from "@promostack/core";

/** Name under which the host tells how an opening post ended. */
export const OPENING_REPORT = "opening";

/** Something said about a signal in one chat. */
export interface Post {
  tenantId: string;
  signalId: string;
  /** `open`, a milestone, `target1`, `closed` …: with signal and chat it happens once. */
  kind: string;
  chat: string;
  chatTitle: string;
  text: string;
  time: Date;
  /** Not before this time: a channel that hears later, or quiet hours. */
  dueAt?: Date;
  /** Without a sound. */
  silent?: boolean;
  /** It answers the opening post. */
  isAnswer?: boolean;
  /** A stored picture, as the answer to another post of the same chat. */
  photo?: { file: string; answers: string };
}

/** One post for each of the channels. */
export function postsTo(
  channels: readonly Pick<Channel, "chat" | "title">[],
  post: Omit<Post, "chat" | "chatTitle">,
): Post[] {
  return channels.map(({ chat, title }) => ({ ...post, chat, chatTitle: title }));
}

/**
 * Writes posts and their messages into the transaction of what they tell. A post that was made before is not made again, and none comes
 * before what still waits in its chat.
 */
export async function writePosts(
  context: Pick<PlatformContext, "sendMany" | "clock">,
  trx: Transaction,
  said: readonly Post[],
): Promise<void> {
  if (said.length === 0) return;
  const posts = inOrder(said, await waiting(trx, said, context.clock.now()));
  const keyed = posts.map((post) => ({ post, key: keyOf(post.signalId, post.kind, post.chat) }));
  // Thousands of posts say the same few things: each text travels once.
  const texts = [...new Set(posts.map(({ text }) => text))];
  const numbers = new Map(texts.map((text, index) => [text, index + 1]));
  const rows = keyed.map(
    ({ post: { text, silent: _silent, isAnswer: _answer, photo: _photo, ...post }, key }) => ({
      ...post,
      key,
      text: numbers.get(text),
    }),
  );
  const fresh = await trx.many<{ key: string }>(
    `insert into post (tenant_id, dedupe_key, signal_id, kind, chat, chat_title, time, due_at, text)
     select "tenantId", key, "signalId", kind, chat, "chatTitle", time, "dueAt", ($2::text[])[text]
     from json_to_recordset($1::json) as p("tenantId" uuid, key text, "signalId" uuid, kind text, chat text,
       "chatTitle" text, time timestamptz, "dueAt" timestamptz, text int)
     on conflict do nothing returning dedupe_key as key`,
    [JSON.stringify(rows), texts],
  );
  const keys = new Set(fresh.map(({ key }) => key));
  await context.sendMany(
    trx,
    keyed.filter(({ key }) => keys.has(key)).map(({ post, key }) => messageOf(post, key)),
  );
}

/** Until when something waits in the chats of these posts, by tenant and chat. */
async function waiting(trx: Transaction, posts: readonly Post[], now: Date): Promise<Map<string, Date>> {
  const rows = await trx.many<{ tenantId: string; chat: string; dueAt: Date }>(
    `select tenant_id as "tenantId", chat, max(due_at) as "dueAt" from post
     where due_at > $2 and tenant_id = any($1::uuid[]) group by tenant_id, chat`,
    [[...new Set(posts.map(({ tenantId }) => tenantId))], now],
  );
  return new Map(rows.map(({ tenantId, chat, dueAt }) => [`${tenantId} ${chat}`, dueAt]));
}

/** The outbox sends a chat's messages by their due times: none gets an earlier one than what it follows. */
function inOrder(posts: readonly Post[], until: Map<string, Date>): readonly Post[] {
  if (until.size === 0 && posts.every(({ dueAt }) => dueAt === undefined)) return posts;
  return posts.map((post) => {
    const place = `${post.tenantId} ${post.chat}`;
    const before = until.get(place);
    const dueAt =
      before !== undefined && (post.dueAt === undefined || post.dueAt < before) ? before : post.dueAt;
    if (dueAt !== undefined) until.set(place, dueAt);
    return { ...post, ...(dueAt && { dueAt }) };
  });
}

/** Dedupe key of a post; unique for the tenant because signal ids are. */
export function keyOf(signalId: string, kind: string, chat: string): string {
  return `signal:${signalId}:${kind}:${chat}`;
}

function messageOf(post: Post, dedupeKey: string): TenantMessage {
  const opening = post.kind === "open";
  const shared = {
    tenantId: post.tenantId,
    role: "signal_bot" as const,
    chat: post.chat,
    dedupeKey,
    ...(post.dueAt && { dueAt: post.dueAt }),
  };
  if (post.photo) {
    return {
      ...shared,
      method: "sendPhoto",
      // Members were told by the text that it answers: no second sound, and after a crash none is better than two.
      payload: { photo: { $storage: post.photo.file }, disable_notification: true },
      priority: 3,
      afterCrash: "skip",
      refersTo: { dedupeKey: keyOf(post.signalId, post.photo.answers, post.chat), as: "reply" },
    };
  }
  return {
    ...shared,
    method: "sendMessage",
    payload: {
      text: post.text,
      parse_mode: "HTML",
      link_preview_options: { is_disabled: true },
      ...(post.silent && { disable_notification: true }),
    },
    priority: 1,
    // Who misses a stop is worse off than who reads it twice.
    afterCrash: "repeat",
    ...(opening && { report: OPENING_REPORT }),
    ...(!opening &&
      post.isAnswer && { refersTo: { dedupeKey: keyOf(post.signalId, "open", post.chat), as: "reply" } }),
  };
}
