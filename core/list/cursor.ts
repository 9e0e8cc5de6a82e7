import { PlatformError } from "../errors.ts";

/** PostgreSQL's types by which a list may be sorted, and whether a text is one of them: a cursor comes back from strangers. */
const READS = {
  text: (text: string) => !text.includes("\0"),
  uuid: (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  bigint: (text: string) => /^-?\d{1,18}$/.test(text),
  float8: (text: string) => /^-?\d+(\.\d+)?(e[+-]?\d{1,3})?$/.test(text),
  timestamptz: (text: string) =>
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d(:\d\d){0,2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)),
} as const;

export type SortType = keyof typeof READS;

/** Where a page ended: the sort it was made for, and its last row's value (null: it had none) and id, as PostgreSQL writes them. */
export interface Cursor {
  sort: string;
  order: string;
  value: string | null;
  id: string;
}

/** Opaque to everybody else. */
export function encodeCursor({ sort, order, value, id }: Cursor): string {
  return toBase64Url(JSON.stringify([sort, order, value, id]));
}

/**
 * Reads a cursor that was made for this sort and these types. Raises `list.cursor_unknown` 400 for any other: a list that began
 * again silently would be read forever.
 */
export function decodeCursor(
  text: string,
  wanted: { sort: string; order: string; type: SortType; idType: SortType },
): Cursor {
  const parts = partsOf(text);
  if (parts === undefined) throw unknownCursor();
  const [sort, order, value, id] = parts;
  const fits =
    sort === wanted.sort &&
    order === wanted.order &&
    (value === null || (typeof value === "string" && READS[wanted.type](value))) &&
    typeof id === "string" &&
    READS[wanted.idType](id);
  if (!fits) throw unknownCursor();
  return { sort, order, value, id };
}

function partsOf(text: string): unknown[] | undefined {
  try {
    const parts: unknown = JSON.parse(fromBase64Url(text));
    return Array.isArray(parts) ? parts : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    // What `atob` raises for text that is no base64.
    if (error instanceof Error && error.name === "InvalidCharacterError") return undefined;
    throw error;
  }
}

function unknownCursor(): PlatformError {
  return new PlatformError("The list has no such place to go on from.", {
    code: "list.cursor_unknown",
    status: 400,
    hint: "Send the `next` of the page before, with the same sort and order; or begin again without `after`.",
  });
}

/** Core knows no Buffer: its bytes are read and written as the web does. */
function toBase64Url(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder("utf-8", { fatal: true }).decode(
    Uint8Array.from(binary, (letter) => letter.charCodeAt(0)),
  );
}
