import type { Log } from "@promostack/core";
import type { Context } from "koa";
import { Ending } from "../plugin/ending.ts";
import { answerOf, writeAnswer } from "./answer.ts";
import { parseJson, readBody } from "./body.ts";
import type { Endpoint } from "./endpoint.ts";
import { flatHeaders, hostOf, originOf, requestIdOf } from "./facts.ts";
import { checkInput } from "./validation.ts";

const NEVER = new Ending();
const NO_COOKIES = {};
const NO_BYTES = new Uint8Array();

/** A request to a route that takes the short way: body, schema, handler, and nothing else. */
export async function runFast(
  context: Context,
  endpoint: Endpoint,
  params: Record<string, string>,
  log: Log,
): Promise<void> {
  const { req } = context;
  const rawBody = (await readBody(req, endpoint.limits.bodyBytes)).toString("utf8");
  const headers = flatHeaders(req.headers);
  const body = endpoint.input?.body === undefined ? undefined : parseJson(rawBody, headers["content-type"]);
  const query = endpoint.input?.query === undefined ? {} : context.query;
  const input = { ...checkInput(endpoint.input, { params, query, body }), headers, bytes: NO_BYTES };
  const request = {
    requestId: requestIdOf(headers["x-request-id"]),
    address: context.ip,
    host: hostOf(context),
    origin: originOf(context),
    url: context.url,
    cookies: NO_COOKIES,
    rawBody,
    log,
    end: NEVER,
  };
  await writeAnswer(context, answerOf(await endpoint.invoke(request, {}, input)));
}
