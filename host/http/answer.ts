import { Readable } from "node:stream";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { isReply } from "@promostack/core";
import type { Context } from "koa";
import { isFresh } from "./etag.ts";

/** What goes out: a status, headers and bytes or text, whole or as they come. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array | Readable | undefined;
}

const COMPRESS_FROM = 4096;
/** A client that takes no byte for so long has gone without saying so, and what it reads from is let go. */
const STALLED_MS = 60_000;
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
  if (body instanceof Readable) {
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

/** Writes an answer: 304 where the client has it already, packed where that pays, a stream as fast as it is taken. */
export async function writeAnswer(context: Context, answer: Answer): Promise<void> {
  const { "set-cookie": cookies, ...headers } = answer.headers;
  const { body } = answer;
  const reads = context.method === "GET" || context.method === "HEAD";
  const known =
    reads && answer.status === 200 && isFresh(context.get("if-none-match") || undefined, headers.etag);
  // Before any header: those of a file do not belong to the problem that is answered where it cannot be read.
  if (body instanceof Readable && !known) await begin(context, body);
  context.set(headers);
  if (cookies !== undefined) context.append("Set-Cookie", cookies.split("\n"));
  if (known) {
    if (body instanceof Readable) body.destroy();
    context.status = 304;
    return;
  }
  context.status = answer.status;
  if (body === undefined) {
    context.body = null;
    // Setting a null body makes Koa answer 204; a handler's own status stands.
    context.status = answer.status;
    // A HEAD's headers speak of the body that a GET would have.
    if (context.method === "HEAD") context.set(headers);
    return;
  }
  if (body instanceof Readable) {
    context.body = body;
    return;
  }
  const type = headers["content-type"];
  const packs = reads && headers["content-encoding"] === undefined && body.length >= COMPRESS_FROM;
  context.body = packs && typeof body === "string" ? await pack(context, body) : bytesOf(body);
  if (type !== undefined) context.set("content-type", type);
}

/**
 * Ties a stream to the exchange, whose end is its end, and waits for its first byte: what fails before it is thrown. Koa
 * pipes it then, with back-pressure.
 */
async function begin({ res }: Context, stream: Readable): Promise<void> {
  res.once("close", () => stream.destroy());
  if (res.closed) stream.destroy();
  await firstByte(stream);
  res.setTimeout(STALLED_MS, () => res.destroy());
}

/** Also when there is none, or when the stream is closed before. */
function firstByte(stream: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    if (stream.closed) return resolve();
    stream.once("readable", resolve);
    stream.once("close", resolve);
    stream.once("error", reject);
  });
}

function bytesOf(body: string | Uint8Array): string | Buffer {
  return typeof body === "string" ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

async function pack(context: Context, body: string): Promise<string | Buffer> {
  context.vary("accept-encoding");
  const encoding = (["br", "gzip"] as const).find((one) => context.acceptsEncodings(one) === one);
  if (encoding === undefined) return body;
  context.set("content-encoding", encoding);
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
  return encoding === "br" ? packBrotli(body, options) : packGzip(body, { level: 4 });
}
