import { fileTypeFromBuffer } from "file-type";

/** Bytes from the beginning of a file that its type is judged by. */
export const HEAD_BYTES = 65_536;

export interface FoundType {
  contentType: string;
  /** Without the dot. */
  extension: string;
}

/** Texts have no mark that tells them apart: which kind one is, the caller's `accept` says. Never markup that a browser would run. */
const TEXT_TYPES: Readonly<Record<string, string>> = {
  "text/csv": "csv",
  "application/json": "json",
  "application/x-ndjson": "ndjson",
  "text/markdown": "md",
  "text/plain": "txt",
};

/** Type by content, never by name or by what the sender claims. Undefined where the caller does not accept it. */
export async function findType(
  head: Uint8Array,
  isText: boolean,
  accept: readonly string[],
): Promise<FoundType | undefined> {
  const marked = await fileTypeFromBuffer(head);
  if (marked) {
    // A packed tar is `tar.gz` to the library, and a key's extension has no dot.
    const extension = marked.ext.split(".").at(-1) ?? "bin";
    return accepts(accept, marked.mime) ? { contentType: marked.mime, extension } : undefined;
  }
  if (!isText) {
    return accepts(accept, "application/octet-stream")
      ? { contentType: "application/octet-stream", extension: "bin" }
      : undefined;
  }
  const named = Object.entries(TEXT_TYPES).find(([type]) => accept.includes(type));
  const [contentType, extension] = named ?? ["text/plain", "txt"];
  return accepts(accept, contentType) ? { contentType, extension } : undefined;
}

/** `image/png`, `image/*` and `*\/*` as in an Accept header. */
function accepts(accept: readonly string[], type: string): boolean {
  const family = `${type.split("/")[0]}/*`;
  return accept.some((entry) => entry === type || entry === family || entry === "*/*");
}

/** Content type of a stored key's extension, for serving. */
export function typeOfExtension(extension: string): string {
  const text = Object.entries(TEXT_TYPES).find(([, known]) => known === extension)?.[0];
  return text ? `${text}; charset=utf-8` : (SERVED[extension] ?? "application/octet-stream");
}

/** Pictures, sound, film and PDF open in place; the rest is saved. */
export function dispositionOf(type: string, key: string): string {
  const inline = /^(image|audio|video)\/|^application\/pdf/.test(type);
  return `${inline ? "inline" : "attachment"}; filename="${key.split("/").pop()?.slice(-20)}"`;
}

const SERVED: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  mp4: "video/mp4",
  webm: "video/webm",
  mov: "video/quicktime",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
  oga: "audio/ogg",
  opus: "audio/ogg",
  m4a: "audio/x-m4a",
  wav: "audio/wav",
  pdf: "application/pdf",
  zip: "application/zip",
  gz: "application/gzip",
  woff2: "font/woff2",
};
