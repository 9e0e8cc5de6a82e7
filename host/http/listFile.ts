import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isReply, itemColumns, PlatformError } from "@promostack/core";
import type { Context } from "koa";
import { csvLine } from "./csv.ts";
import type { Endpoint } from "./endpoint.ts";

/** Spreadsheets take a file for UTF-8 only when it says so. */
const BYTE_ORDER_MARK = "\uFEFF";
const NAME = "text/csv";

/**
 * The query as the route's own schema knows it, and whether a file is asked for: `?format=csv`, or a program that accepts CSV
 * rather than JSON. Then as many rows are read at a time as the route gives. Raises `request.invalid` for another format.
 */
export function fileAsked(
  context: Context,
  endpoint: Endpoint,
  query: Record<string, unknown>,
): { file: boolean; query: Record<string, unknown> } {
  if (endpoint.csv === undefined || context.method !== "GET") return { file: false, query };
  const { format, ...own } = query;
  if (format !== undefined && format !== "csv" && format !== "json") {
    throw new PlatformError("The request does not fit: query/format must be one of csv,json.", {
      code: "request.invalid",
      status: 400,
      hint: "Correct the named fields and send it again.",
    });
  }
  const file = format === undefined ? context.accepts("application/json", NAME) === NAME : format === "csv";
  const most: unknown = endpoint.input?.query?.["properties"]?.limit?.maximum;
  return { file, query: file && typeof most === "number" ? { ...own, limit: most } : own };
}

/**
 * Writes a whole list as CSV, page after page as the client takes them: no page waits in memory, none holds the database while
 * the client is slow. What fails before the first byte is thrown as ever; later the connection is cut, so that nobody takes a part
 * for the whole.
 */
export async function writeListFile(
  context: Context,
  endpoint: Endpoint,
  pageAfter: (cursor: string | undefined) => Promise<unknown>,
): Promise<void> {
  const columns = itemColumns(endpoint.input?.output);
  const first = pageOf(await pageAfter(undefined));
  const { res } = context;
  context.respond = false;
  res.writeHead(200, {
    ...context.response.headers,
    "content-type": `${NAME}; charset=utf-8`,
    "content-disposition": `attachment; filename="${endpoint.csv}.csv"`,
  });
  await pipeline(Readable.from(textOf(columns, first, pageAfter)), res).catch((error: unknown) => {
    throw isGone(error) ? clientGone() : error;
  });
}

async function* textOf(
  columns: readonly string[],
  first: Page,
  pageAfter: (cursor: string) => Promise<unknown>,
) {
  yield BYTE_ORDER_MARK + csvLine(columns);
  for (let page = first; ; page = pageOf(await pageAfter(page.next))) {
    if (page.items.length > 0)
      yield page.items.map((item) => csvLine(columns.map((name) => item[name]))).join("");
    if (page.next === undefined) return;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}

/** Nobody's fault and nobody's to read: 499, as proxies call it, keeps it out of the errors. */
export function clientGone(): PlatformError {
  return new PlatformError("The client is gone.", { code: "request.aborted", status: 499 });
}

interface Page {
  items: Record<string, unknown>[];
  next: string | undefined;
}

function pageOf(result: unknown): Page {
  const { items, next } = Object(isReply(result) ? result.body : result);
  return { items: Array.isArray(items) ? items : [], next: typeof next === "string" ? next : undefined };
}
