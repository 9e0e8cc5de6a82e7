import { setTimeout as sleep } from "node:timers/promises";
import {
  type Mount,
  type PlatformContext,
  type RawRequest,
  type Reply,
  reply,
  type Transaction,
  webSocket,
} from "@promostack/core";
import { recordCall } from "../switches/calls.ts";
import { FAULTS, type Fault, takeFault } from "../switches/faults.ts";
import { readSettings } from "../switches/settings.ts";
import { ApiError, internal, outOfCredits, unknownKey, unknownSymbol } from "./apiError.ts";
import { checkBudget, creditHeaders, spend, spentSoFar } from "./credits.ts";
import { type Ask, apiUsage, ENDPOINTS, type Endpoint } from "./endpoints.ts";
import { PRICE_STREAM, PriceStream } from "./priceStream.ts";

/** The key that always works. */
const KEY = "playground";
const MOST_SYMBOLS = 120;
const LONGEST_SILENCE = 50;

/** Faults of requests; the stream has its own. */
const KINDS = Object.keys(FAULTS.twelvedata).filter((kind) => kind !== "drop");

/** Twelve Data's REST interface and its WebSocket, on the platform's clock. */
export const twelveData: Mount = {
  prefix: "/twelvedata",
  summary: "Twelve Data stand-in",
  limits: { perMinute: 1_000_000, bodyBytes: 100_000, seconds: 60 },
  async handle(context, request) {
    try {
      return await answerOf(context, request);
    } catch (error) {
      if (error instanceof ApiError) return failure(error);
      context.log.error("The Twelve Data stand-in failed.", { error, path: request.path });
      return failure(internal());
    }
  },
};

async function answerOf(context: PlatformContext, request: RawRequest): Promise<Reply> {
  checkKey(request);
  if (request.path === PRICE_STREAM) return connect(context);
  const endpoint = ENDPOINTS[request.path];
  if (!endpoint && request.path !== "/api_usage") {
    throw new ApiError(404, `The endpoint ${request.path} does not exist in the playground.`);
  }
  const outcome = await context.platformDb<{ fault?: Fault; answer?: Reply }>(async (trx) => {
    const fault = await takeFault(trx, {
      service: "twelvedata",
      operation: request.path.slice(1),
      kinds: KINDS,
    });
    if (fault && fault.kind !== "stale" && fault.kind !== "gap") return { fault };
    const answer = await paid(trx, context, request, endpoint, fault);
    return { answer };
  });
  return outcome.answer ?? misbehave(context, outcome.fault);
}

/** The handshake: an operation of its own, so that a fault can refuse it and leave the rest alone. */
async function connect(context: PlatformContext): Promise<Reply> {
  const kinds = KINDS.filter((kind) => kind !== "stale" && kind !== "gap");
  const { fault, recordCalls } = await context.platformDb(async (trx) => ({
    fault: await takeFault(trx, { service: "twelvedata", operation: "connect", kinds }),
    recordCalls: (await readSettings(trx)).recordCalls,
  }));
  const answer =
    fault === undefined
      ? webSocket((socket) => new PriceStream(context, socket).serve())
      : await misbehave(context, fault);
  if (recordCalls) {
    const call = { operation: "connect", parameters: {}, status: answer.status, answer: answer.body };
    await context.platformDb((trx) => recordCall(trx, { service: "twelvedata", ...call }));
  }
  return answer;
}

/** Spending is committed with the answer, also where the answer is an error of Twelve Data's. */
async function paid(
  trx: Transaction,
  context: PlatformContext,
  request: RawRequest,
  endpoint: Endpoint | undefined,
  fault: Fault | undefined,
): Promise<Reply> {
  const settings = await readSettings(trx);
  const budget = { perMinute: settings.creditsPerMinute, perDay: settings.creditsPerDay };
  const symbols = symbolsOf(request.query);
  const spent = endpoint ? await spend(trx, symbols.length, Date.now()) : await spentSoFar(trx, Date.now());
  const frozen = fault?.detail.at === undefined ? Number.POSITIVE_INFINITY : Date.parse(fault.detail.at);
  const clock = context.clock.now().getTime();
  const ask: Ask = {
    trx,
    query: request.query,
    now: fault?.kind === "stale" ? Math.min(clock, frozen) : clock,
    gapFrom: fault?.kind === "gap" ? frozen : Number.POSITIVE_INFINITY,
    spent,
    budget,
  };
  const headers = creditHeaders(spent, budget);
  const answer = await guarded(headers, async () => {
    if (!endpoint) return reply(200, apiUsage(ask), headers);
    checkBudget(spent, budget);
    return symbols.length > 1
      ? batch(ask, endpoint, symbols, headers)
      : single(ask, endpoint, symbols[0] ?? "", headers);
  });
  if (settings.recordCalls) {
    const parameters = Object.fromEntries([...request.query].filter(([name]) => name !== "apikey"));
    await recordCall(trx, {
      service: "twelvedata",
      operation: request.path.slice(1),
      parameters,
      status: answer.status,
      answer: answer.body,
    });
  }
  return answer;
}

async function single(
  ask: Ask,
  endpoint: Endpoint,
  symbol: string,
  headers: Record<string, string>,
): Promise<Reply> {
  const body = await endpoint(ask, symbol);
  if (ask.query.get("format")?.toUpperCase() !== "CSV" || !("values" in body))
    return reply(200, body, headers);
  return reply(200, asCsv(body.values, ask.query.get("delimiter") ?? ";"), {
    ...headers,
    "content-type": "text/csv",
  });
}

/** Each symbol's answer under its name; what fails stands there as an error. */
async function batch(
  ask: Ask,
  endpoint: Endpoint,
  symbols: readonly string[],
  headers: Record<string, string>,
): Promise<Reply> {
  if (symbols.length > MOST_SYMBOLS)
    throw new ApiError(414, "Input parameter array exceeds the allowed length.");
  const answers: [string, object][] = [];
  for (const symbol of symbols) {
    const answer = await guarded({}, async () => reply(200, await endpoint(ask, symbol)));
    answers.push([symbol, Object(answer.body)]);
  }
  return reply(200, Object.fromEntries(answers), { ...headers, Is_batch: "true" });
}

async function guarded(headers: Record<string, string>, work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError) return failure(error, headers);
    throw error;
  }
}

async function misbehave(context: PlatformContext, fault: Fault | undefined): Promise<Reply> {
  switch (fault?.kind) {
    case "credits":
      return failure(outOfCredits("minute", 9, 8), { "api-credits-used": "9", "api-credits-left": "0" });
    case "refused":
      return failure(unknownKey());
    case "hidden":
      return reply(200, outOfCredits("minute", 9, 8).body);
    case "html":
      return reply(502, "<html><body>502 Bad Gateway</body></html>", { "content-type": "text/html" });
    case "silence":
      await sleep(Math.min(fault.seconds ?? 30, LONGEST_SILENCE) * 1000, undefined, {
        signal: context.signal,
      }).catch(() => undefined);
      return reply(504, "");
    default: {
      const error = internal();
      return failure(fault?.status ? new ApiError(fault.status, error.message) : error);
    }
  }
}

function checkKey({ query, headers }: RawRequest): void {
  const header = /^apikey\s+(.+)$/i.exec(headers.authorization ?? "")?.[1];
  const given = query.get("apikey") ?? header;
  if (given !== KEY && given !== "demo") throw unknownKey();
}

function symbolsOf(query: URLSearchParams): string[] {
  const symbols = (query.get("symbol") ?? "").split(",").map((each) => each.trim());
  if (symbols.length === 1 && symbols[0] === "") return [""];
  if (symbols.some((each) => each === "")) throw unknownSymbol();
  return symbols;
}

function asCsv(values: unknown, delimiter: string): string {
  const rows = Array.isArray(values) ? values.map((row: object) => Object.values(row).join(delimiter)) : [];
  return `${["datetime", "open", "high", "low", "close"].join(delimiter)}\n${rows.join("\n")}\n`;
}

function failure(error: ApiError, headers: Record<string, string> = {}): Reply {
  return reply(error.code, error.body, headers);
}
