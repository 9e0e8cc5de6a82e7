import { setTimeout as sleep } from "node:timers/promises";
import { type Mount, type PlatformContext, type RawRequest, type Reply, reply } from "@promostack/core";
import type { Fault } from "../switches/faults.ts";
import { attempt, recordRefusal, refused } from "./attempt.ts";
import { methodNamed } from "./domain/methodTable.ts";
import { forbidden, notFound, Refusal, tooManyRequests, unauthorized } from "./domain/refusal.ts";
import { longPoll } from "./longPolling.ts";
import { type RequestBody, readRequest } from "./requestBody.ts";
import { findBot } from "./store/bots.ts";
import { fileBytes } from "./store/files.ts";
import { situationOf } from "./store/situation.ts";
import { wakeSenders } from "./updateSender.ts";

/** Below the mount's own deadline, which would count against the plugin. */
const LONGEST_SILENCE = 100;

/** Telegram's Bot API at `/telegram/bot<token>/<method>`, and its files at `/telegram/file/bot<token>/<path>`. */
export const botApi: Mount = {
  prefix: "/telegram",
  summary: "Bot API stand-in",
  // A bot of the platform may send 30 messages a second, and there are many bots behind one address.
  limits: { perMinute: 1_000_000, bodyBytes: 52 * 1024 * 1024, seconds: 110 },
  async handle(context, request) {
    const answer = await answerOf(context, request);
    // Whatever the call caused is sent on at once.
    wakeSenders();
    return answer;
  },
};

async function answerOf(context: PlatformContext, request: RawRequest): Promise<Reply> {
  const path = decodeURIComponent(request.path);
  const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(path);
  if (file) return download(context, file[1] ?? "", file[2] ?? "");
  const [, token = "", name = ""] = /^\/bot([^/]+)\/(?:test\/)?([A-Za-z]+)\/?$/.exec(path) ?? [];
  try {
    if (token === "") throw notFound();
    if (!/^\d+:[\w-]{20,}$/.test(token)) throw unauthorized();
    return await callMethod(context, token, name, await readRequest(request));
  } catch (error) {
    if (error instanceof Refusal) return refused(error);
    // The client went away: nobody reads the answer.
    if (context.signal.aborted) return refused(new Refusal(499, "Client Closed Request"));
    context.log.error("The Bot API stand-in failed.", { error, method: name });
    return refused(new Refusal(500, "Internal Server Error"));
  }
}

async function callMethod(
  context: PlatformContext,
  token: string,
  name: string,
  body: RequestBody,
): Promise<Reply> {
  const method = methodNamed(name);
  let botId = 0;
  const work = context.platformDb<{ fault?: Fault; answer?: Reply }>(async (trx) => {
    const situation = await situationOf(trx, token, method ?? "");
    if (!situation) throw unauthorized();
    if (method === undefined) throw notFound();
    const { bot, settings, fault } = situation;
    botId = bot.id;
    if (fault && fault.kind !== "lost") return { fault };
    return { fault, answer: await attempt(trx, { bot, settings, method, body, now: context.clock.now() }) };
  });
  const { fault, answer } = await work.catch(async (error: unknown) => {
    const known = error instanceof Refusal && method !== undefined && botId !== 0;
    if (known) await recordRefusal(context, { botId, method, body }, error);
    throw error;
  });
  if (fault || !answer) return misbehave(context, fault);
  return method === "getUpdates" ? longPoll(context, token, body, answer) : answer;
}

async function misbehave(context: PlatformContext, fault: Fault | undefined): Promise<Reply> {
  switch (fault?.kind) {
    case "flood":
      return refused(tooManyRequests(fault.retry_after ?? 5));
    case "blocked":
      return refused(forbidden("bot was blocked by the user"));
    case "kicked":
      return refused(forbidden("bot was kicked from the channel chat"));
    case "unauthorized":
      return refused(unauthorized());
    case "silence": {
      const milliseconds = Math.min(fault.seconds ?? 30, LONGEST_SILENCE) * 1000;
      // A client that gives up ends the wait, and hears nothing either way.
      await sleep(milliseconds, undefined, { signal: context.signal }).catch(() => undefined);
      return reply(504, "");
    }
    case "lost":
      return reply(502, "<html><body>502 Bad Gateway</body></html>", { "content-type": "text/html" });
    default: {
      const status = fault?.status ?? 500;
      return refused(new Refusal(status, status === 502 ? "Bad Gateway" : "Internal Server Error"));
    }
  }
}

async function download(context: PlatformContext, token: string, path: string): Promise<Reply> {
  const uniqueId = path.split("/").at(-1) ?? "";
  const file = await context.platformDb(async (trx) =>
    (await findBot(trx, token)) ? fileBytes(trx, uniqueId) : undefined,
  );
  return file ? reply(200, file.bytes, { "content-type": file.mime }) : refused(notFound());
}
