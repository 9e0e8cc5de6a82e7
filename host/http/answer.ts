import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { isReply } from "@promostack/core";
import type { Context } from "koa";
import { isFresh } from "./etag.ts";

/** What goes out: a status, headers and bytes or text. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array | undefined;
}

const COMPRESS_FROM = 4096;
const packGzip = promisify(gzip);
const packBrotli = promisify(brotliCompress);

/** An answer of what a handler returned: its output as JSON, or what its Reply says. Nothing is 204. */
export function answerOf(result: unknown): Answer {
  if (!isReply(result)) return jsonAnswer(result === undefined ? 204 : 200, {}, result);
  const headers = Object.fromEntries(
    Object.entries(result.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const { status, body } = result;
  if (typeof body === "string") {
    return { status, headers: { "content-type": "text/plain; charset=utf-8", ...headers }, body };
  }
  if (body instanceof Uint8Array) {
    return { status, headers: { "content-type": "application/octet-stream", ...headers }, body };
  }
  return jsonAnswer(status, headers, body);
}

function jsonAnswer(status: number, headers: Record<string, string>, value: unknown): Answer {
  if (value === undefined) return { status, headers, body: undefined };
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(value),
  };
}

/** Writes an answer: 304 where the client has it already, packed where that pays. */
export async function writeAnswer(context: Context, answer: Answer): Promise<void> {
  const { "set-cookie": cookies, ...headers } = answer.headers;
  context.set(headers);
  if (cookies !== undefined) context.append("Set-Cookie", cookies.split("\n"));
  const reads = context.method === "GET" || context.method === "HEAD";
  if (reads && answer.status === 200 && isFresh(context.get("if-none-match") || undefined, headers.etag)) {
    context.status = 304;
    return;
  }
  context.status = answer.status;
  if (answer.body === undefined) {
    context.body = null;
    // Setting a null body makes Koa answer 204; a handler's own status stands.
    context.status = answer.status;
    return;
  }
  const type = headers["content-type"];
  context.body = await pack(context, answer.body, reads && headers["content-encoding"] === undefined);
  if (type !== undefined) context.set("content-type", type);
}

async function pack(context: Context, body: string | Uint8Array, allowed: boolean): Promise<string | Buffer> {
  const bytes = typeof body === "string" ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (!allowed || typeof bytes !== "string" || bytes.length < COMPRESS_FROM) return bytes;
  context.vary("accept-encoding");
  const encoding = (["br", "gzip"] as const).find((one) => context.acceptsEncodings(one) === one);
  if (encoding === undefined) return bytes;
  context.set("content-encoding", encoding);
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
  return encoding === "br" ? packBrotli(bytes, options) : packGzip(bytes, { level: 4 });
}
