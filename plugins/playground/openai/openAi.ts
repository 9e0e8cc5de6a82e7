import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Mount, type PlatformContext, type RawRequest, type Reply, reply } from "@promostack/core";
import { recordCall } from "../switches/calls.ts";
import { type Fault, takeFault } from "../switches/faults.ts";
import { readSettings } from "../switches/settings.ts";
import { isRecord } from "../telegram/domain/parameters.ts";
import { readBytes } from "../telegram/requestBody.ts";
import { type Completion, chatCompletion, chatStream, response, tokensOf } from "./completion.ts";
import { answerTo } from "./scripts.ts";

const LONGEST_SILENCE = 100;
const MODELS = ["gpt-4o-mini", "gpt-4o", "gpt-4.1-mini", "gpt-5-mini"];

interface Prompt {
  text: string;
  model: string;
  stream: boolean;
}

/** A language model that says what it was told to say, behind OpenAI's interface. */
export const openAi: Mount = {
  prefix: "/openai/v1",
  summary: "OpenAI stand-in",
  limits: { perMinute: 100_000, bodyBytes: 2_000_000, seconds: 110 },
  async handle(context, request) {
    if (!/^Bearer\s+\S+/i.test(request.headers.authorization ?? "")) {
      return failure(401, "You didn't provide an API key.", "invalid_request_error", "invalid_api_key");
    }
    const { method, path } = request;
    if (method === "GET" && path === "/models")
      return reply(200, { object: "list", data: MODELS.map(modelObject) });
    if (method !== "POST" || (path !== "/chat/completions" && path !== "/responses")) {
      return failure(404, `Invalid URL (${method} /v1${path})`, "invalid_request_error", null);
    }
    return complete(context, request, path);
  },
};

async function complete(
  context: PlatformContext,
  request: RawRequest,
  path: "/chat/completions" | "/responses",
): Promise<Reply> {
  const body = parse((await readBytes(request.body, 2_000_000)).toString());
  const prompt = readPrompt(body);
  if (typeof prompt === "string") return failure(400, prompt, "invalid_request_error", null);
  const { fault, text } = await context.platformDb(async (trx) => {
    const fault = await takeFault(trx, { service: "openai", operation: path.slice(1) });
    const text = fault ? "" : await answerTo(trx, prompt.text);
    const { recordCalls } = await readSettings(trx);
    if (recordCalls) {
      await recordCall(trx, {
        service: "openai",
        operation: path.slice(1),
        parameters: isRecord(body) ? body : {},
        status: fault ? 0 : 200,
        answer: fault ? { fault: fault.kind } : text,
      });
    }
    return { fault, text };
  });
  const said = fault === undefined ? text : await misbehave(context, fault);
  if (typeof said !== "string") return said;
  const completion: Completion = {
    id: randomUUID().replaceAll("-", "").slice(0, 24),
    model: prompt.model,
    text: said,
    promptTokens: tokensOf(prompt.text),
    created: Math.floor(Date.now() / 1000),
  };
  if (path === "/responses") return reply(200, response(completion));
  if (!prompt.stream) return reply(200, chatCompletion(completion));
  return reply(200, chatStream(completion), { "content-type": "text/event-stream; charset=utf-8" });
}

/** What to say under a fault, or the refusal to answer with. */
async function misbehave(context: PlatformContext, fault: Fault): Promise<string | Reply> {
  switch (fault.kind) {
    case "rate":
      return reply(
        429,
        {
          error: {
            message: "Rate limit reached for requests",
            type: "requests",
            param: null,
            code: "rate_limit_exceeded",
          },
        },
        { "retry-after": String(fault.retry_after ?? 1) },
      );
    case "silence":
      await sleep(Math.min(fault.seconds ?? 30, LONGEST_SILENCE) * 1000, undefined, {
        signal: context.signal,
      }).catch(() => undefined);
      return reply(504, "");
    case "empty":
      return "";
    case "nonsense":
      return "Gold will certainly rise to 99999 because of a war. Buy now! 📈 1234.5";
    default:
      return failure(
        fault.status ?? 500,
        "The server had an error while processing your request. Sorry about that!",
        "server_error",
        null,
      );
  }
}

/** Text of every message, newest last; or why it is no prompt. */
function readPrompt(body: unknown): Prompt | string {
  if (!isRecord(body)) return "We could not parse the JSON body of your request.";
  if (typeof body.model !== "string") return "you must provide a model parameter";
  const messages = body.messages ?? body.input;
  if (messages === undefined) return "Missing required parameter: 'messages'.";
  const instructions = typeof body.instructions === "string" ? `${body.instructions}\n` : "";
  return { text: instructions + textOf(messages), model: body.model, stream: body.stream === true };
}

/** Content may be text, parts, or messages of either. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(textOf).join("\n");
  return isRecord(value) ? textOf(value.text ?? value.content ?? "") : "";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Answered as OpenAI answers a body that is no JSON.
    return undefined;
  }
}

function modelObject(id: string) {
  return { id, object: "model", created: 1_700_000_000, owned_by: "playground" };
}

function failure(status: number, message: string, type: string, code: string | null): Reply {
  return reply(status, { error: { message, type, param: null, code } });
}
