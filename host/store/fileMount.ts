import { PlatformError, type RawRequest, type Reply, reply } from "@promostack/core";
import { isFresh } from "../http/etag.ts";
import type { HostMount } from "../http/hostRoute.ts";
import { type ByteRange, rangeOf } from "../http/range.ts";
import { dispositionOf, typeOfExtension } from "./contentType.ts";
import type { DiskFiles } from "./diskFiles.ts";

/** Serves signed addresses of files on disk: `/files/<tenant>/<sha256>.<extension>?expires=…&signature=…`. */
export function fileMount(disk: DiskFiles): HostMount {
  return {
    prefix: "/files",
    summary: "Files by signed address",
    limits: { perMinute: 600, bodyBytes: 0 },
    handle: (request) => serve(disk, request),
  };
}

/** As it is read from disk, so that a film costs no more memory than a picture; in parts, so that players can seek. */
async function serve(disk: DiskFiles, { method, path, query, headers: asked }: RawRequest): Promise<Reply> {
  if (method !== "GET" && method !== "HEAD") {
    throw new PlatformError("Files can only be read here.", {
      code: "request.method",
      status: 405,
      hint: "Use GET.",
    });
  }
  const key = path.slice(1);
  const seconds = disk.verify(key, query);
  const size = await disk.size(key);
  const headers = headersOf(key, seconds);
  if (isFresh(asked["if-none-match"], headers.etag)) return reply(304, undefined, headers);
  const range = method === "GET" ? wantedRange(asked, headers.etag, size) : undefined;
  if (range === "none") throw beyondTheEnd(size);
  const { start, end } = range ?? { start: 0, end: size - 1 };
  const sized = { ...headers, "content-length": String(end - start + 1) };
  if (method === "HEAD") return reply(200, undefined, sized);
  const stream = await disk.read(key, range);
  if (range === undefined) return reply(200, stream, sized);
  return reply(206, stream, { ...sized, "content-range": `bytes ${start}-${end}/${size}` });
}

function headersOf(key: string, seconds: number) {
  const type = typeOfExtension(key.split(".").pop() ?? "");
  return {
    "content-type": type,
    "content-disposition": dispositionOf(type, key),
    "cache-control": `private, max-age=${seconds}, immutable`,
    etag: `"${key.split("/").pop()?.slice(0, 32)}"`,
    "accept-ranges": "bytes",
    // What people uploaded never runs, whatever a browser takes it for.
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-site",
  };
}

/** A part of another version than the client holds (`If-Range`) would not fit: it gets the whole. */
function wantedRange(
  { range, "if-range": version }: RawRequest["headers"],
  etag: string,
  size: number,
): ByteRange | "none" | undefined {
  return version === undefined || version === etag ? rangeOf(range, size) : undefined;
}

function beyondTheEnd(size: number): PlatformError {
  return new PlatformError(`The file has ${size} bytes; the range begins beyond them.`, {
    code: "file.range",
    status: 416,
    hint: "Ask without a range, or for one within the file.",
    details: { size },
  });
}
