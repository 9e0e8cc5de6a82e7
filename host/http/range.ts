/** Bytes of a file, both ends included, as HTTP counts them. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * What a `Range` header asks of `size` bytes: undefined for all of them, where it names no bytes, several ranges or
 * nothing that can be read (RFC 9110 lets a server answer the whole), "none" where it begins beyond the end.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | "none" | undefined {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/i.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "") return endingRange(Number(last), size);
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return undefined;
  return start < size ? { start, end } : "none";
}

/** The last so many bytes. */
function endingRange(length: number, size: number): ByteRange | "none" {
  if (length === 0 || size === 0) return "none";
  return { start: Math.max(0, size - length), end: size - 1 };
}
