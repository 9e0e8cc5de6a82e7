import { PlatformError, type RawRequest, type Reply, reply } from "@promostack/core";
import type { HostMount } from "../http/hostRoute.ts";
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

async function serve(disk: DiskFiles, request: RawRequest): Promise<Reply> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    throw new PlatformError("Files can only be read here.", {
      code: "request.method",
      status: 405,
      hint: "Use GET.",
    });
  }
  const key = request.path.slice(1);
  const seconds = disk.verify(key, request.query);
  const chunks: Uint8Array[] = [];
  for await (const chunk of await disk.read(key)) chunks.push(chunk);
  const type = typeOfExtension(key.split(".").pop() ?? "");
  return reply(200, Buffer.concat(chunks), {
    "content-type": type,
    "content-disposition": dispositionOf(type, key),
    "cache-control": `private, max-age=${seconds}, immutable`,
    etag: `"${key.split("/").pop()?.slice(0, 32)}"`,
    // What people uploaded never runs, whatever a browser takes it for.
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-site",
  });
}
