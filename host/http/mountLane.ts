import type { RawRequest, Reply, RouteLimits } from "@promostack/core";
import type { Context } from "koa";
import { answerOf, writeAnswer } from "./answer.ts";
import { bounded } from "./body.ts";
import type { EventStreams } from "./eventStream.ts";
import { flatHeaders } from "./facts.ts";
import type { RateLimits } from "./rateLimits.ts";

export interface MountTarget {
  /** Name of the counter. */
  name: string;
  /** Path below the mount, beginning with `/`. */
  below: string;
  limits: RouteLimits;
  handle(request: RawRequest, signal: AbortSignal): Promise<Reply>;
}

/** A request to a mount: handed on unparsed, within its limits of size and rate. */
export async function runMount(
  context: Context,
  target: MountTarget,
  limits: RateLimits,
  streams: EventStreams,
): Promise<void> {
  await limits.route(target.name, target.limits.perMinute, context.ip);
  const gone = new AbortController();
  context.res.once("close", () => gone.abort(new Error("The client is gone.")));
  const request: RawRequest = {
    method: context.method,
    path: target.below,
    query: new URLSearchParams(context.querystring),
    headers: flatHeaders(context.req.headers),
    body: bounded(context.req, target.limits.bodyBytes),
  };
  const reply = await target.handle(request, gone.signal);
  if (reply.events === undefined) return writeAnswer(context, answerOf(reply));
  context.respond = false;
  context.res.writeHead(reply.status, {
    ...context.response.headers,
    ...reply.headers,
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
  });
  await streams.write(context.res, reply.events, undefined);
}
