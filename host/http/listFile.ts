import { Readable } from "node:stream";
import { isReply, itemColumns, PlatformError } from "@promostack/core";
import type { Context } from "koa";
import type { Answer } from "./answer.ts";
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
  const most: unknown = endpoint.input?.query?.properties?.limit?.maximum;
  return { file, query: file && typeof most === "number" ? { ...own, limit: most } : own };
}

/**
 * A whole list as CSV, page after page as the client takes them: no page waits in memory, none holds the database while the client
 * is slow. What fails with the first page is thrown; later the connection is cut, so that nobody takes a part for the whole.
 */
export async function listFile(
  endpoint: Endpoint,
  pageAfter: (cursor: string | undefined) => Promise<unknown>,
): Promise<Answer> {
  const columns = itemColumns(endpoint.input?.output);
  const first = pageOf(await pageAfter(undefined));
  return {
    status: 200,
    headers: {
      "content-type": `${NAME}; charset=utf-8`,
      "content-disposition": `attachment; filename="${endpoint.csv}.csv"`,
    },
    body: Readable.from(textOf(columns, first, pageAfter)),
  };
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

interface Page {
  items: Record<string, unknown>[];
  next: string | undefined;
}

function pageOf(result: unknown): Page {
  const { items, next } = Object(isReply(result) ? result.body : result);
  return { items: Array.isArray(items) ? items : [], next: typeof next === "string" ? next : undefined };
}
