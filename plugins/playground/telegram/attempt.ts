import { type PlatformContext, type Reply, reply, type Transaction } from "@promostack/core";
import { recordCall } from "../switches/calls.ts";
import { type PlaygroundSettings, readSettings } from "../switches/settings.ts";
import { Parameters } from "./domain/parameters.ts";
import type { Refusal } from "./domain/refusal.ts";
import { chatOf } from "./methods/access.ts";
import { type Call, Described } from "./methods/call.ts";
import { HANDLERS } from "./methods/handlers.ts";
import type { RequestBody } from "./requestBody.ts";
import type { Bot } from "./store/bots.ts";
import { pace } from "./store/pacing.ts";

const SENDS = /^(send(?!ChatAction)|copyMessage|forwardMessage)/;

export interface Attempt {
  bot: Bot;
  settings: PlaygroundSettings;
  method: string;
  body: RequestBody;
  now: Date;
}

/** One call inside one transaction: checked, paced where that is on, done, recorded where that is on. Raises Refusals. */
export async function attempt(
  trx: Transaction,
  { bot, settings, method, body, now }: Attempt,
): Promise<Reply> {
  const parameters = Parameters.of(method, body.parameters, body.files);
  const call: Call = { trx, bot, method, parameters, now };
  const { pacing, recordCalls } = settings;
  if (pacing !== "off" && SENDS.test(method)) {
    const { room, type } = await chatOf(call);
    await pace(trx, { botId: bot.id, room, type }, pacing === "platform" ? now.getTime() : Date.now());
  }
  const answer = succeeded(await HANDLERS[method]?.(call));
  if (recordCalls) await record(trx, bot.id, method, body, answer);
  return answer;
}

/** A refused call leaves nothing behind but this record, in a transaction of its own. */
export async function recordRefusal(
  context: PlatformContext,
  { botId, method, body }: { botId: number; method: string; body: RequestBody },
  refusal: Refusal,
): Promise<void> {
  await context.platformDb(async (trx) => {
    const { recordCalls } = await readSettings(trx);
    if (recordCalls) await record(trx, botId, method, body, refused(refusal));
  });
}

function record(
  trx: Transaction,
  botId: number,
  operation: string,
  body: RequestBody,
  answer: Reply,
): Promise<void> {
  const files = Object.fromEntries([...body.files].map(([field, { name }]) => [field, name]));
  const parameters = { ...body.parameters, ...files };
  return recordCall(trx, {
    service: "telegram",
    botId,
    operation,
    parameters,
    status: answer.status,
    answer: answer.body,
  });
}

function succeeded(result: unknown): Reply {
  if (result instanceof Described) {
    return reply(200, { ok: true, result: result.result, description: result.description });
  }
  return reply(200, { ok: true, result });
}

export function refused({ code, description, parameters }: Refusal): Reply {
  const retryAfter = parameters?.retry_after;
  return reply(
    code,
    { ok: false, error_code: code, description, ...(parameters && { parameters }) },
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  );
}
