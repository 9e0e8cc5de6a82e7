import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Mount,
  type PlatformContext,
  type RawRequest,
  type Reply,
  reply,
  type Transaction,
} from "@promostack/core";
import { takeFault } from "../switches/faults.ts";
import { readBytes } from "../telegram/requestBody.ts";
import { decodeChunks } from "./chunkedBody.ts";
import {
  deleteObject,
  headObject,
  listObjects,
  putObject,
  readObject,
  type StoredObject,
} from "./objects.ts";
import { document, element } from "./xml.ts";

const MOST_BYTES = 100 * 1024 * 1024;
const LONGEST_SILENCE = 100;
const XMLNS = ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

interface Target {
  context: PlatformContext;
  request: RawRequest;
  bucket: string;
  key: string;
}

/** Objects in buckets at `/s3/<bucket>/<key>`, path style; buckets come into being as they are named. */
export const s3: Mount = {
  prefix: "/s3",
  summary: "S3 stand-in",
  limits: { perMinute: 100_000, bodyBytes: MOST_BYTES, seconds: 110 },
  async handle(context, request) {
    const [, bucket = "", key = ""] = /^\/([^/]+)(?:\/(.*))?$/.exec(request.path) ?? [];
    const target = { context, request, bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
    const denied = accessProblem(request);
    if (denied) return failure(403, denied.code, denied.message, target);
    const fault = await context.platformDb((trx) =>
      takeFault(trx, { service: "s3", operation: request.method }),
    );
    switch (fault?.kind) {
      case undefined:
        return serve(target);
      case "slow":
        return failure(503, "SlowDown", "Please reduce your request rate.", target);
      case "denied":
        return failure(403, "AccessDenied", "Access Denied", target);
      case "silence":
        await sleep(Math.min(fault?.seconds ?? 30, LONGEST_SILENCE) * 1000, undefined, {
          signal: context.signal,
        }).catch(() => undefined);
        return reply(504, "");
      default:
        return failure(fault?.status ?? 500, "InternalError", "We encountered an internal error.", target);
    }
  },
};

function serve(target: Target): Promise<Reply> | Reply {
  const { request, key } = target;
  if (key === "") {
    if (request.method === "GET") return list(target);
    // CreateBucket and HeadBucket: every bucket is there.
    if (request.method === "PUT" || request.method === "HEAD") return reply(200, "");
    return failure(
      405,
      "MethodNotAllowed",
      "The specified method is not allowed against this resource.",
      target,
    );
  }
  switch (request.method) {
    case "PUT":
      return put(target);
    case "GET":
    case "HEAD":
      return get(target);
    case "DELETE":
      return target.context.platformDb(async (trx) => {
        await deleteObject(trx, target.bucket, key);
        return reply(204);
      });
    default:
      return failure(
        405,
        "MethodNotAllowed",
        "The specified method is not allowed against this resource.",
        target,
      );
  }
}

async function put(target: Target): Promise<Reply> {
  const { context, request, bucket, key } = target;
  const raw = await readBytes(request.body, MOST_BYTES);
  const { headers } = request;
  const chunked =
    headers["content-encoding"]?.includes("aws-chunked") ||
    headers["x-amz-content-sha256"]?.startsWith("STREAMING-");
  const bytes = chunked ? decodeChunks(raw) : raw;
  const declared = headers["x-amz-decoded-content-length"];
  if (!bytes || (chunked && declared !== undefined && Number(declared) !== bytes.length)) {
    return failure(
      400,
      "IncompleteBody",
      "You did not provide the number of bytes specified by the header.",
      target,
    );
  }
  const kept = Object.entries(headers).filter(
    ([name, value]) =>
      value !== undefined &&
      (name.startsWith("x-amz-meta-") || ["cache-control", "content-disposition"].includes(name)),
  );
  const etag = await context.platformDb((trx) =>
    putObject(trx, {
      bucket,
      key,
      bytes,
      contentType: headers["content-type"] ?? "application/octet-stream",
      headers: Object.fromEntries(kept.map(([name, value]) => [name, value ?? ""])),
    }),
  );
  return reply(200, "", { etag });
}

async function get(target: Target): Promise<Reply> {
  const { context, request, bucket, key } = target;
  return context.platformDb(async (trx) => {
    const object = await headObject(trx, bucket, key);
    if (!object) return failure(404, "NoSuchKey", "The specified key does not exist.", target);
    if (request.headers["if-none-match"] === object.etag) return reply(304, undefined, headersOf(object));
    const range = readRange(request.headers.range, object.size);
    if (range === "unsatisfiable") {
      return failure(416, "InvalidRange", "The requested range is not satisfiable", target);
    }
    // HEAD too: the server counts the bytes and sends none.
    return withBytes(trx, target, object, range);
  });
}

async function withBytes(
  trx: Transaction,
  { bucket, key }: Target,
  object: StoredObject,
  range: { from: number; to: number } | undefined,
): Promise<Reply> {
  const whole = { from: 0, to: object.size - 1 };
  const bytes = await readObject(trx, bucket, key, range ?? whole);
  if (!range) return reply(200, bytes, headersOf(object));
  return reply(206, bytes, {
    ...headersOf(object),
    "content-range": `bytes ${range.from}-${range.to}/${object.size}`,
  });
}

async function list({ context, request, bucket }: Target): Promise<Reply> {
  const { query } = request;
  const prefix = query.get("prefix") ?? "";
  const limit = Math.min(1000, Math.max(1, Number(query.get("max-keys") ?? 1000) || 1000));
  const token = query.get("continuation-token");
  const after =
    token === null ? (query.get("start-after") ?? "") : Buffer.from(token, "base64url").toString();
  const found = await context.platformDb((trx) =>
    listObjects(trx, bucket, { prefix, after, limit: limit + 1 }),
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const next = found.length > limit && last ? Buffer.from(last.key).toString("base64url") : undefined;
  const body = [
    element("Name", bucket),
    element("Prefix", prefix),
    element("KeyCount", page.length),
    element("MaxKeys", limit),
    element("IsTruncated", next !== undefined),
    ...(next === undefined ? [] : [element("NextContinuationToken", next)]),
    ...page.map((object) =>
      element("Contents", [
        element("Key", object.key),
        element("LastModified", object.modified_at.toISOString()),
        element("ETag", object.etag),
        element("Size", object.size),
        element("StorageClass", "STANDARD"),
      ]),
    ),
  ];
  return xml(200, `<ListBucketResult${XMLNS}>${body.join("")}</ListBucketResult>`);
}

/** Signatures are not checked, only that there is one, and that a signed address has not run out. */
function accessProblem({ headers, query }: RawRequest): { code: string; message: string } | undefined {
  if (headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) return undefined;
  if (!query.get("X-Amz-Signature")) return { code: "AccessDenied", message: "Access Denied" };
  const signed = query
    .get("X-Amz-Date")
    ?.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  const ends = Date.parse(signed ?? "") + Number(query.get("X-Amz-Expires") ?? 0) * 1000;
  return ends > Date.now() ? undefined : { code: "AccessDenied", message: "Request has expired" };
}

/** One range, as clients ask; others are answered whole. */
function readRange(
  header: string | undefined,
  size: number,
): { from: number; to: number } | "unsatisfiable" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const [, first = "", last = ""] = match;
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return from > to || from >= size ? "unsatisfiable" : { from, to };
}

function headersOf({ etag, content_type, headers, modified_at }: StoredObject): Record<string, string> {
  return {
    ...headers,
    etag,
    "content-type": content_type,
    "last-modified": modified_at.toUTCString(),
    "accept-ranges": "bytes",
  };
}

function failure(status: number, code: string, message: string, { request, key }: Target): Reply {
  if (request.method === "HEAD") return reply(status, undefined);
  const body = [
    element("Code", code),
    element("Message", message),
    ...(key === "" ? [] : [element("Key", key)]),
    element("RequestId", randomUUID()),
  ];
  return xml(status, element("Error", body));
}

function xml(status: number, root: string): Reply {
  return reply(status, document(root), { "content-type": "application/xml" });
}
