import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { PlatformContext, Reply } from "@promostack/core";
import { readSettings } from "../switches/settings.ts";
import { attempt } from "./attempt.ts";
import { conflict, unauthorized } from "./domain/refusal.ts";
import type { RequestBody } from "./requestBody.ts";
import { findBot } from "./store/bots.ts";

const STEP_MS = 200;
const LONGEST_SECONDS = 50;

/**
 * getUpdates after its first look: asks again and again until there is something, the time is over, or a newer getUpdates
 * of the bot takes the place. Waits outside of transactions.
 */
export async function longPoll(
  context: PlatformContext,
  token: string,
  body: RequestBody,
  first: Reply,
): Promise<Reply> {
  const seconds = Math.min(LONGEST_SECONDS, Math.max(0, Number(body.parameters.timeout ?? 0) || 0));
  const poller = randomUUID();
  await context.platformDb((trx) => trx.run("update bot set poller = $2 where token = $1", [token, poller]));
  let answer = first;
  for (const until = Date.now() + seconds * 1000; isEmpty(answer) && Date.now() < until; ) {
    await sleep(STEP_MS, undefined, { signal: context.signal });
    answer = await look(context, token, body, poller);
  }
  return answer;
}

function look(context: PlatformContext, token: string, body: RequestBody, poller: string): Promise<Reply> {
  return context.platformDb(async (trx) => {
    const bot = await findBot(trx, token);
    if (!bot) throw unauthorized();
    const place = await trx.one<{ poller: string | null }>("select poller from bot where id = $1", [bot.id]);
    if (place?.poller !== poller) {
      throw conflict(
        "terminated by other getUpdates request; make sure that only one bot instance is running",
      );
    }
    const settings = await readSettings(trx);
    return attempt(trx, { bot, settings, method: "getUpdates", body, now: context.clock.now() });
  });
}

function isEmpty({ body }: Reply): boolean {
  return (
    typeof body === "object" &&
    body !== null &&
    "result" in body &&
    Array.isArray(body.result) &&
    body.result.length === 0
  );
}
