import type { PageTenant, RawRequest, Reply, RouteLimits } from "@promostack/core";
import type { Context } from "koa";
import { answerOf, writeAnswer } from "./answer.ts";
import { bounded } from "./body.ts";
import type { EventStreams } from "./eventStream.ts";
import { flatHeaders, originOf } from "./facts.ts";
import type { RateLimits } from "./rateLimits.ts";
import type { Sockets } from "./sockets.ts";

export interface MountTarget {
  /** Name of the counter. */
  name: string;
  /** Path below the mount, beginning with `/`. */
  below: string;
  /** Whose public page it is; what a browser keeps of other visits is not handed on then. */
  tenant?: PageTenant;
  limits: RouteLimits;
  handle(request: RawRequest, signal: AbortSignal): Promise<Reply>;
}

export interface MountLane {
  limits: RateLimits;
  streams: EventStreams;
  sockets: Sockets;
}

/** Longest message of a WebSocket where the mount names no size. */
const MESSAGE_BYTES = 100_000;

/** A request to a mount: handed on unparsed, within its limits of size and rate. */
export async function runMount(
  context: Context,
  target: MountTarget,
  { limits, streams, sockets }: MountLane,
): Promise<void> {
  await limits.route(target.name, target.limits.perMinute, context.ip);
  const gone = new AbortController();
  const over = () => gone.abort(new Error("The client is gone."));
  context.res.once("close", over);
  const request: RawRequest = {
    method: context.method,
    path: target.below,
    query: new URLSearchParams(context.querystring),
    headers: headersFor(target, flatHeaders(context.req.headers)),
    address: context.ip,
    origin: originOf(context),
    ...(target.tenant !== undefined && { tenant: target.tenant }),
    wantsSocket: sockets.wanted(context),
    body: bounded(context.req, target.limits.bodyBytes),
  };
  const reply = await target.handle(request, gone.signal);
  if (reply.socket !== undefined)
    return sockets.serve(context, reply.socket, target.limits.bodyBytes ?? MESSAGE_BYTES, over);
  if (reply.events === undefined) return writeAnswer(context, answerOf(reply));
  context.respond = false;
  context.res.writeHead(reply.status, {
    ...context.response.headers,
    ...reply.headers,
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
  });
  await streams.write(context.res, reply.events);
}

function headersFor({ tenant }: MountTarget, headers: RawRequest["headers"]): RawRequest["headers"] {
  if (tenant === undefined) return headers;
  const { cookie: _cookie, authorization: _authorization, ...others } = headers;
  return others;
}
