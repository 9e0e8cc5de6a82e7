import { setTimeout as sleep } from "node:timers/promises";
import {
  type Mount,
  type PlatformContext,
  type RawRequest,
  type Reply,
  reply,
  type Transaction,
} from "@promostack/core";
import { recordCall } from "../switches/calls.ts";
import { type Fault, takeFault } from "../switches/faults.ts";
import { readSettings } from "../switches/settings.ts";
import { methodNamed } from "./domain/methodTable.ts";
import { Parameters } from "./domain/parameters.ts";
import { conflict, forbidden, notFound, Refusal, tooManyRequests, unauthorized } from "./domain/refusal.ts";
import { chatOf } from "./methods/access.ts";
import { type Call, Described } from "./methods/call.ts";
import { HANDLERS } from "./methods/handlers.ts";
import { type RequestBody, readRequest } from "./requestBody.ts";
import { type Bot, botById, findBot } from "./store/bots.ts";
import { fileBytes } from "./store/files.ts";
import { pace } from "./store/pacing.ts";
import { wakeSenders } from "./updateSender.ts";

const LONG_POLL_STEP_MS = 200;
/** Below the mount's own deadline, which would count against the plugin. */
const LONGEST_SILENCE = 100;
const SENDS = /^(send(?!ChatAction)|copyMessage|forwardMessage)/;

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
    if (!/^\d+:[\w-]{20,}$/.test(token)) throw token === "" ? notFound() : unauthorized();
    const body = await readRequest(request);
    return await callMethod(context, token, name, body);
  } catch (error) {
    if (error instanceof Refusal) return refused(error);
    context.log.error("The Bot API stand-in failed.", {
      error,
      path: request.path.replace(/bot[^/]+/, "bot…"),
    });
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
  const outcome = await context.platformDb<{ fault?: Fault; answer?: Reply }>(async (trx) => {
    const bot = await findBot(trx, token);
    if (!bot) throw unauthorized();
    const handler = method === undefined ? undefined : HANDLERS[method];
    if (method === undefined || !handler) throw notFound();
    const fault = await takeFault(trx, { service: "telegram", botId: bot.id, operation: method });
    if (fault && fault.kind !== "lost") return { fault };
    return { fault, ...(await attempt(trx, { bot, method, body, now: context.clock.now() })) };
  });
  if (outcome.fault) return misbehave(context, outcome.fault);
  if (method === "getUpdates") return longPoll(context, token, body, outcome.answer);
  return outcome.answer ?? refused(notFound());
}

interface Attempt {
  bot: Bot;
  method: string;
  body: RequestBody;
  now: Date;
}

async function attempt(trx: Transaction, { bot, method, body, now }: Attempt): Promise<{ answer: Reply }> {
  const call: Call = {
    trx,
    bot,
    method,
    parameters: Parameters.of(method, body.parameters, body.files),
    now,
  };
  const settings = await readSettings(trx);
  if (settings.pacing !== "off" && SENDS.test(method)) {
    const { room, type } = await chatOf(call);
    await pace(
      trx,
      { botId: bot.id, room, type },
      settings.pacing === "platform" ? now.getTime() : Date.now(),
    );
  }
  const handler = HANDLERS[method];
  const result = await handler?.(call);
  const answer = ok(result);
  if (settings.recordCalls) {
    const parameters = {
      ...body.parameters,
      ...Object.fromEntries([...body.files].map(([key, { name }]) => [key, name])),
    };
    await recordCall(trx, {
      service: "telegram",
      botId: bot.id,
      operation: method,
      parameters,
      status: 200,
      answer: answer.body,
    });
  }
  return { answer };
}

/** Asks again and again until there is something, the time is over, or a newer getUpdates takes the place. */
async function longPoll(
  context: PlatformContext,
  token: string,
  body: RequestBody,
  first: Reply | undefined,
): Promise<Reply> {
  const seconds = Math.min(50, Math.max(0, Number(body.parameters.timeout ?? 0) || 0));
  const poller = crypto.randomUUID();
  await context.platformDb((trx) => trx.run("update bot set poller = $2 where token = $1", [token, poller]));
  const until = Date.now() + seconds * 1000;
  let answer = first;
  while (isEmpty(answer) && Date.now() < until && !context.signal.aborted) {
    await sleep(LONG_POLL_STEP_MS);
    answer = await context.platformDb(async (trx) => {
      const bot = await findBot(trx, token);
      const place = await trx.one<{ poller: string | null }>("select poller from bot where token = $1", [
        token,
      ]);
      if (!bot) throw unauthorized();
      if (place?.poller !== poller) {
        throw conflict(
          "terminated by other getUpdates request; make sure that only one bot instance is running",
        );
      }
      return (await attempt(trx, { bot, method: "getUpdates", body, now: context.clock.now() })).answer;
    });
  }
  return answer ?? ok([]);
}

function isEmpty(answer: Reply | undefined): boolean {
  const body = answer?.body;
  return (
    typeof body === "object" &&
    body !== null &&
    "result" in body &&
    Array.isArray(body.result) &&
    body.result.length === 0
  );
}

async function misbehave(context: PlatformContext, fault: Fault): Promise<Reply> {
  switch (fault.kind) {
    case "flood":
      return refused(tooManyRequests(fault.retry_after ?? 5));
    case "blocked":
      return refused(forbidden("bot was blocked by the user"));
    case "kicked":
      return refused(forbidden("bot was kicked from the channel chat"));
    case "unauthorized":
      return refused(unauthorized());
    case "silence":
      await sleep(Math.min(fault.seconds ?? 30, LONGEST_SILENCE) * 1000, undefined, {
        signal: context.signal,
      }).catch(() => undefined);
      return reply(504, "");
    case "lost":
      return reply(502, "<html><body>502 Bad Gateway</body></html>", { "content-type": "text/html" });
    default:
      return refused(
        new Refusal(fault.status ?? 500, fault.status === 502 ? "Bad Gateway" : "Internal Server Error"),
      );
  }
}

async function download(context: PlatformContext, token: string, path: string): Promise<Reply> {
  const uniqueId = path.split("/").at(-1) ?? "";
  const file = await context.platformDb(async (trx) => {
    const bot = await findBot(trx, token);
    return bot && (await botById(trx, bot.id)) ? fileBytes(trx, uniqueId) : undefined;
  });
  if (!file) return refused(notFound());
  return reply(200, file.bytes, { "content-type": file.mime });
}

function ok(result: unknown): Reply {
  if (result instanceof Described) {
    return reply(200, { ok: true, result: result.result, description: result.description });
  }
  return reply(200, { ok: true, result });
}

function refused({ code, description, parameters }: Refusal): Reply {
  const retryAfter = parameters?.retry_after;
  return reply(
    code,
    { ok: false, error_code: code, description, ...(parameters && { parameters }) },
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  );
}
