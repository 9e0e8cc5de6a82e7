import type { Transaction } from "@promostack/core";
import type { UpdateKind } from "../domain/shapes.ts";

/** Kinds that a bot gets only when it names them. */
const ON_REQUEST = ["chat_member", "message_reaction", "message_reaction_count"];
const DAY = "24 hours";
const SHORT = "150 seconds";
const SHORT_LIVED: readonly UpdateKind[] = ["callback_query", "pre_checkout_query"];

/** Telegram keeps messages, callbacks, join requests and member changes of one chat in queues of their own. */
const QUEUES: Readonly<Record<UpdateKind, string>> = {
  message: "message",
  edited_message: "message",
  channel_post: "message",
  edited_channel_post: "message",
  callback_query: "callback",
  pre_checkout_query: "checkout",
  my_chat_member: "member",
  chat_member: "member",
  chat_join_request: "join",
};

/**
 * Puts an update into a bot's queue, unless the bot does not want its kind. `subject` is the chat or user whose updates
 * stay in order.
 */
export async function addUpdate(
  trx: Transaction,
  botId: number,
  kind: UpdateKind,
  subject: number,
  body: Record<string, unknown>,
): Promise<void> {
  await trx.run(
    `with target as (
       update bot set next_update_id = next_update_id + 1
       where id = $1 and case when allowed_updates is null then not $2 = any($3) else $2 = any(allowed_updates) end
       returning next_update_id - 1 as update_id
     )
     insert into pending_update (bot_id, update_id, kind, queue, body, expires_at)
     select $1, update_id, $2, $4, $5::json, clock_timestamp() + $6::interval from target`,
    [
      botId,
      kind,
      ON_REQUEST,
      `${QUEUES[kind]} ${subject}`,
      JSON.stringify(body),
      SHORT_LIVED.includes(kind) ? SHORT : DAY,
    ],
  );
}

export interface PendingUpdate {
  bot_id: number;
  update_id: number;
  kind: string;
  body: Record<string, unknown>;
  attempts: number;
}

/** The Bot API's Update. */
export function updateObject({ update_id, kind, body }: PendingUpdate): Record<string, unknown> {
  return { update_id, [kind]: body };
}

/** Updates of a bot in order, for getUpdates; those that ran out are gone. */
export function pendingUpdates(trx: Transaction, botId: number, limit: number): Promise<PendingUpdate[]> {
  return trx.many<PendingUpdate>(
    `select bot_id, update_id, kind, body, attempts from pending_update
     where bot_id = $1 and expires_at > clock_timestamp() order by update_id limit $2`,
    [botId, limit],
  );
}

/** Forgets everything before `updateId`. */
export function acknowledge(trx: Transaction, botId: number, updateId: number): Promise<number> {
  return trx.run("delete from pending_update where bot_id = $1 and update_id < $2", [botId, updateId]);
}

export function dropUpdates(trx: Transaction, botId: number): Promise<number> {
  return trx.run("delete from pending_update where bot_id = $1", [botId]);
}

export async function countUpdates(trx: Transaction, botId: number): Promise<number> {
  const row = await trx.one<{ count: number }>(
    "select count(*)::int as count from pending_update where bot_id = $1 and expires_at > clock_timestamp()",
    [botId],
  );
  return row?.count ?? 0;
}

/** Updates and queries that are too old for anybody. */
export async function forgetExpired(trx: Transaction): Promise<void> {
  await trx.run("delete from pending_update where expires_at <= clock_timestamp()");
  await trx.run("delete from callback_query where asked_at < clock_timestamp() - interval '1 day'");
  await trx.run("delete from pre_checkout_query where asked_at < clock_timestamp() - interval '1 day'");
}
