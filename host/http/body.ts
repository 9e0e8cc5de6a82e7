import type { IncomingMessage } from "node:http";
import { PlatformError } from "@promostack/core";
import { parse } from "secure-json-parse";

const DEFAULT_BYTES = 100 * 1024;

/**
 * Reads a body to its end, at most `limit` bytes: `request.too_large` (413) as soon as it is clear, before the rest is read.
 */
export async function readBody(request: IncomingMessage, limit = DEFAULT_BYTES): Promise<Buffer> {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  for await (const part of bounded(request, limit)) chunks.push(part);
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/** The body as it comes, for whoever parses it as a stream; raises the same 413. */
export async function* bounded(request: IncomingMessage, limit = DEFAULT_BYTES): AsyncGenerator<Buffer> {
  let bytes = 0;
  // Leaving the loop must not destroy the connection: the client still waits for the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const part: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.length;
    if (bytes > limit) throw tooLarge(limit);
    yield part;
  }
}

/** The value of a JSON body; undefined where it is empty. Raises `request.wrong_type` (415) and `request.malformed` (400), also for keys that would change a prototype. */
export function parseJson(text: string, contentType: string | undefined): unknown {
  if (text === "") return undefined;
  if (!isJson(contentType)) throw wrongType("JSON", "application/json", contentType);
  try {
    return parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PlatformError(`The body is not JSON: ${reason}.`, {
      code: "request.malformed",
      status: 400,
      hint: "Check the body for a missing quote, comma or brace.",
      cause,
    });
  }
}

/** Raises `request.wrong_type` (415) where the body is of no type that a route takes. */
export function checkType(takes: string | readonly string[], contentType: string | undefined): void {
  const types = [takes].flat();
  if (types.includes(typeOf(contentType))) return;
  throw wrongType(types.join(" or "), types[0] ?? "", contentType);
}

function isJson(contentType: string | undefined): boolean {
  const type = typeOf(contentType);
  return type === "application/json" || (type.startsWith("application/") && type.endsWith("+json"));
}

function typeOf(contentType: string | undefined): string {
  return contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

function wrongType(what: string, type: string, contentType: string | undefined): PlatformError {
  return new PlatformError(
    `The body is ${contentType ?? "of no declared type"}, and this address takes ${what}.`,
    {
      code: "request.wrong_type",
      status: 415,
      hint: `Send it with the header content-type: ${type}.`,
    },
  );
}

function tooLarge(limit: number): PlatformError {
  const size = limit < 1_048_576 ? `${Math.floor(limit / 1_024)} kB` : `${Math.floor(limit / 1_048_576)} MB`;
  return new PlatformError(`The body is larger than ${size}.`, {
    code: "request.too_large",
    status: 413,
    hint: "Send less at once.",
    details: { limit },
  });
}
