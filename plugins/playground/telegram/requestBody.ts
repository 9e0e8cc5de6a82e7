import type { RawRequest } from "@promostack/core";
import { isRecord, type RawParameters, type UploadedFile } from "./domain/parameters.ts";
import { badRequest, Refusal } from "./domain/refusal.ts";

/** Telegram takes 50 MB of files and a little around them. */
const MOST_BYTES = 52 * 1024 * 1024;

export interface RequestBody {
  parameters: RawParameters;
  files: ReadonlyMap<string, UploadedFile>;
}

/** Parameters of a call from the query, JSON, a form or a multipart form. The body's win over the query's. */
export async function readRequest(request: RawRequest): Promise<RequestBody> {
  const query = Object.fromEntries(request.query);
  const bytes = await readBytes(request.body);
  if (bytes.length === 0) return { parameters: query, files: new Map() };
  const type = request.headers["content-type"] ?? "";
  const body = await parseBody(bytes, type);
  return { parameters: { ...query, ...body.parameters }, files: body.files };
}

export async function readBytes(body: AsyncIterable<Uint8Array>, most = MOST_BYTES): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) throw new Refusal(413, "Request Entity Too Large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function parseBody(bytes: Buffer, type: string): Promise<RequestBody> {
  if (type.startsWith("application/json")) return { parameters: parseJson(bytes), files: new Map() };
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return { parameters: Object.fromEntries(new URLSearchParams(bytes.toString())), files: new Map() };
  }
  if (type.startsWith("multipart/form-data")) return parseForm(bytes, type);
  return { parameters: {}, files: new Map() };
}

function parseJson(bytes: Buffer): RawParameters {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    if (isRecord(value)) return value;
  } catch {
    // Answered below in Telegram's words, like any other body that is no object.
  }
  throw badRequest("can't parse JSON object");
}

async function parseForm(bytes: Buffer, type: string): Promise<RequestBody> {
  // The platform's own parser: the Fetch standard reads multipart forms.
  const form = await new Response(bytes, { headers: { "content-type": type } }).formData().catch(() => {
    throw badRequest("can't parse multipart/form-data");
  });
  const parameters: RawParameters = {};
  const files = new Map<string, UploadedFile>();
  for (const [name, value] of form.entries()) {
    if (typeof value === "string") {
      parameters[name] = value;
    } else {
      files.set(name, {
        name: value.name,
        mime: value.type || "application/octet-stream",
        bytes: new Uint8Array(await value.arrayBuffer()),
      });
    }
  }
  return { parameters, files };
}
