import type { Transaction } from "@promostack/core";
import { tooManyRequests } from "../domain/refusal.ts";
import type { ChatType } from "../domain/shapes.ts";

interface Bucket {
  name: string;
  /** Milliseconds between messages in the long run. */
  every: number;
  /** How many may come at once. */
  burst: number;
}

/** 30 a second for a bot, 1 a second in a chat (short bursts pass), 20 a minute in a group or channel. */
function buckets(botId: number, room: number, type: ChatType): Bucket[] {
  const chat = `${botId} ${room}`;
  return [
    { name: `bot ${botId}`, every: 1000 / 30, burst: 30 },
    { name: `chat ${chat}`, every: 1000, burst: 5 },
    ...(type === "private" ? [] : [{ name: `group ${chat}`, every: 3000, burst: 20 }]),
  ];
}

/**
 * Counts one message against Telegram's limits. Raises 429 with the whole seconds to wait. The buckets' rows are locked
 * in one order, so that two hosts neither deadlock nor count past each other.
 */
export async function pace(
  trx: Transaction,
  { botId, room, type }: { botId: number; room: number; type: ChatType },
  nowMs: number,
): Promise<void> {
  let wait = 0;
  for (const { name, every, burst } of buckets(botId, room, type)) {
    const row = await trx.one<{ arrival: number }>(
      `insert into pace (bucket, arrival) values ($1, $2)
       on conflict (bucket) do update set arrival = pace.arrival returning arrival`,
      [name, nowMs],
    );
    const arrival = Math.max(row?.arrival ?? nowMs, nowMs);
    const early = arrival - nowMs - every * (burst - 1);
    if (early > 0) wait = Math.max(wait, early);
    await trx.run("update pace set arrival = $2 where bucket = $1", [name, arrival + every]);
  }
  // Raising rolls the counting back: a refused message costs nothing.
  if (wait > 0) throw tooManyRequests(Math.max(1, Math.ceil(wait / 1000)));
}
