import { isReply, type Log, type Permission, PlatformError } from "@promostack/core";
import type { Context } from "koa";
import { authorize } from "../identity/access.ts";
import type { Caller } from "../identity/caller.ts";
import type { Identity } from "../identity/identity.ts";
import { withLogIds } from "../log/log.ts";
import { Ending } from "../plugin/ending.ts";
import { type Answer, answerOf, writeAnswer } from "./answer.ts";
import { checkType, readBody } from "./body.ts";
import type { Endpoint, EndpointRequest, Who } from "./endpoint.ts";
import type { EventStreams } from "./eventStream.ts";
import { credentialsOf, hostOf } from "./facts.ts";
import { type Attempt, type Idempotency, idempotencyKey } from "./idempotency.ts";
import { fileAsked, listFile } from "./listFile.ts";
import { isWrite, type Origins } from "./origin.ts";
import type { Locate } from "./pluginRoutes.ts";
import type { RateLimits } from "./rateLimits.ts";
import { RouteCall, Serving } from "./routeCall.ts";
import type { Found } from "./routeTable.ts";
import { stillStands } from "./standing.ts";
import { outputProblems } from "./validation.ts";

/** A stream is cut at the latest after this time, so that none outlives what nobody thought of. Browsers come back by themselves. */
const STREAM_MS = 10 * 60_000;
const NO_BYTES = Buffer.alloc(0);

export interface ExchangeParts {
  identity: Identity;
  origins: Origins;
  limits: RateLimits;
  idempotency: Idempotency;
  streams: EventStreams;
  /** `refuse` answers 500 for an output that its schema does not describe, `warn` logs it, `trust` does not look. */
  outputs: "refuse" | "warn" | "trust";
  /** Writes down a write that an admin makes while viewing as a tenant. */
  recordViewedWrite(who: Who, request: EndpointRequest, endpoint: Endpoint): Promise<void>;
}

/** The route that was found for a request, and how to find the one that serves a tenant now. */
export interface Target extends Found<Endpoint> {
  locate?: Locate;
}

/** What is known of a request before anybody was asked who sends it. */
export interface Incoming {
  requestId: string;
  address: string;
  origin: string;
  log: Log;
}

/** One request to one route, from the first header to the last byte of the answer. */
export class Exchange {
  readonly #parts: ExchangeParts;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
  }

  async run(context: Context, target: Target, incoming: Incoming): Promise<void> {
    const { limits, origins } = this.#parts;
    const { headers, cookies } = credentialsOf(context);
    origins.checkWrite(context.method, incoming.origin, headers);
    await limits.address(incoming.address);
    const { permission } = target.entry;
    const identify = () => this.#caller(permission, context.method, { headers, cookies });
    const caller = await identify();
    const { inAddress, words } = queryOf(context);
    const asked = headers["x-tenant"] ?? inAddress ?? cookies.tenant;
    const { tenantId, actor } = authorize(permission, caller, asked);
    const stands = () => stillStands({ permission, asked, tenantId, actor }, identify);
    const serving = new Serving(target.locate, { tenantId, caller, asked });
    const found = serving.now(target);
    const { entry: endpoint } = found;
    const { file, query } = fileAsked(context, endpoint, words);
    await limits.route(
      `${endpoint.method} ${endpoint.path}`,
      endpoint.limits.perMinute,
      caller?.person.id ?? incoming.address,
    );
    if (tenantId !== undefined) await limits.tenant(tenantId);

    const { takes } = endpoint;
    if (takes !== undefined) checkType(takes, headers["content-type"]);
    const bytes = isWrite(context.method) ? await readBody(context.req, endpoint.limits.bodyBytes) : NO_BYTES;
    const [rawBody, taken] = takes === undefined ? [bytes.toString("utf8"), NO_BYTES] : ["", bytes];
    const sent = { headers, rawBody, bytes: taken };
    const call = new RouteCall(found, { ...query }, sent, serving);
    const end = new Ending();
    const request: EndpointRequest = {
      ...incoming,
      host: hostOf(context),
      url: context.url,
      cookies,
      rawBody,
      end,
    };
    context.res.once("close", () => {
      // Also heard after each answer that went out whole, when nobody waits for the signal any more.
      if (!isWrite(context.method) && !context.res.writableFinished) end.abort(clientGone());
    });
    const who = { tenantId, actor, caller };
    const pageAfter = (after: string | undefined) =>
      this.#ask(
        after === undefined ? call : new RouteCall(found, { ...query, after }, sent, serving),
        request,
        who,
      );
    const answer = file
      ? await listFile(endpoint, pageAfter)
      : await this.#once(context, call, request, who, stands);
    if (answer !== "streamed") await writeAnswer(context, answer);
  }

  /** Who sends it. On a public route a sign-in that proves nothing is no sign-in. */
  async #caller(
    permission: Permission,
    method: string,
    credentials: { headers: Record<string, string | undefined>; cookies: Record<string, string> },
  ): Promise<Caller | undefined> {
    const { identity } = this.#parts;
    const open = permission === "public";
    try {
      const caller = await identity.identify(credentials, isWrite(method) ? "fresh" : "remembered");
      if (caller !== undefined && isWrite(method)) identity.checkCsrf(caller, credentials.headers["x-csrf"]);
      return caller;
    } catch (error) {
      const harmless = PlatformError.is(error) && (error.status === 401 || error.code.startsWith("csrf."));
      if (open && harmless) return undefined;
      throw error;
    }
  }

  /** Runs the handler, or repeats its answer where the same write was answered before. */
  async #once(
    context: Context,
    call: RouteCall,
    request: EndpointRequest,
    who: Who,
    stands: () => Promise<boolean>,
  ): Promise<Answer | "streamed"> {
    const { idempotency } = this.#parts;
    const { endpoint, input } = call;
    const key =
      isWrite(context.method) && who.caller ? idempotencyKey(input.headers["idempotency-key"]) : undefined;
    if (key === undefined || who.caller === undefined)
      return await this.#handle(context, call, request, who, stands);
    const attempt: Attempt = {
      personId: who.caller.person.id,
      key,
      method: context.method,
      path: context.url,
      tenantId: who.tenantId,
      body: request.rawBody,
      seconds: endpoint.seconds ?? endpoint.limits.seconds ?? 60,
    };
    const known = await idempotency.begin(attempt);
    if (known !== undefined) return known;
    let answer: Answer | "streamed" | undefined;
    try {
      answer = await this.#handle(context, call, request, who, stands);
      return answer;
    } finally {
      await idempotency.end(attempt, answer === "streamed" ? undefined : answer);
    }
  }

  async #handle(
    context: Context,
    call: RouteCall,
    request: EndpointRequest,
    who: Who,
    stands: () => Promise<boolean>,
  ): Promise<Answer | "streamed"> {
    if (who.actor?.viewingAs && isWrite(context.method)) {
      await this.#parts.recordViewedWrite(who, request, call.endpoint);
    }
    const result = await this.#ask(call, request, who);
    if (isReply(result) && result.events !== undefined) {
      const expiry = who.caller?.expiresAt.getTime() ?? Number.POSITIVE_INFINITY;
      context.respond = false;
      context.res.writeHead(result.status, {
        ...context.response.headers,
        ...result.headers,
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
      await this.#parts.streams.write(context.res, result.events, {
        until: new Date(Math.min(expiry, Date.now() + STREAM_MS)),
        stands,
      });
      request.end.abort(new Error("The stream is over."));
      return "streamed";
    }
    return answerOf(result);
  }

  /** What the handler answers, in time and as its schema says. */
  async #ask(call: RouteCall, request: EndpointRequest, who: Who): Promise<unknown> {
    const { endpoint, input } = call.now();
    const ids = { tenantId: who.tenantId, plugin: endpoint.plugin };
    const result = await beforeDeadline(
      endpoint,
      request.end,
      withLogIds(ids, () => endpoint.invoke(request, who, input)),
    );
    if (!isReply(result)) this.#checkOutput(endpoint, result, request.log);
    return result;
  }

  #checkOutput(endpoint: Endpoint, result: unknown, log: Log): void {
    if (this.#parts.outputs === "trust") return;
    const fields = outputProblems(endpoint.input, result);
    if (fields.length === 0) return;
    log.error(`${endpoint.method} ${endpoint.path} answers what its schema does not describe.`, { fields });
    if (this.#parts.outputs === "warn") return;
    throw new PlatformError("The answer does not fit the route's output schema.", {
      code: "route.output_invalid",
      hint: "Correct the schema or the answer.",
      plugin: endpoint.plugin,
      phase: "route",
      details: { fields },
    });
  }
}

function beforeDeadline<Result>({ seconds }: Endpoint, end: Ending, work: Promise<Result>): Promise<Result> {
  return seconds === undefined ? work : within(seconds, end, work);
}

async function within<Result>(seconds: number, end: Ending, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new PlatformError(`The answer took longer than ${seconds} s.`, {
        code: "route.timeout",
        status: 503,
        hint: "Try again.",
        retryAfter: 2,
      });
      end.abort(error);
      reject(error);
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The query without the tenant that an address may name. */
function queryOf(context: Context): { inAddress: string | undefined; words: Record<string, unknown> } {
  if (context.querystring === "") return { inAddress: undefined, words: {} };
  const { "x-tenant": named, ...words } = context.query;
  return { inAddress: typeof named === "string" ? named : undefined, words };
}

/** Nobody's fault and nobody's to read: 499, as proxies call it, keeps it out of the errors. */
function clientGone(): PlatformError {
  return new PlatformError("The client is gone.", { code: "request.aborted", status: 499 });
}
