import type { RawRequest } from "@promostack/core";
import busboy from "busboy";
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

/** Clients write multipart headers in many ways; busboy reads them all. */
function parseForm(bytes: Buffer, type: string): Promise<RequestBody> {
  const parameters: RawParameters = {};
  const files = new Map<string, UploadedFile>();
  return new Promise((resolve, reject) => {
    const refuse = () => reject(badRequest("can't parse multipart/form-data"));
    let form: busboy.Busboy;
    try {
      form = busboy({ headers: { "content-type": type }, limits: { fieldSize: 1024 * 1024 } });
    } catch {
      // A type without a boundary.
      return refuse();
    }
    form.on("field", (name, value) => {
      parameters[name] = value;
    });
    form.on("file", (name, stream, { filename, mimeType }) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () =>
        files.set(name, { name: filename ?? name, mime: mimeType, bytes: Buffer.concat(chunks) }),
      );
    });
    form.on("error", refuse);
    form.on("close", () => resolve({ parameters, files }));
    form.end(bytes);
  });
}
