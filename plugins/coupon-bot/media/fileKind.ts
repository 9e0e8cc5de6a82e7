/** Kinds of files that are told apart; `heic` and `ttc` only to say what to do about them. */
export type FileKind =
  | "png"
  | "jpeg"
  | "gif"
  | "webp"
  | "svg"
  | "heic"
  | "woff2"
  | "woff"
  | "otf"
  | "ttf"
  | "ttc";

const MARKS: readonly (readonly [kind: FileKind, offset: number, mark: string])[] = [
  ["png", 0, "\x89PNG\r\n\x1a\n"],
  ["jpeg", 0, "\xff\xd8\xff"],
  ["gif", 0, "GIF87a"],
  ["gif", 0, "GIF89a"],
  ["webp", 8, "WEBP"],
  ["heic", 4, "ftypheic"],
  ["heic", 4, "ftypheix"],
  ["heic", 4, "ftypmif1"],
  ["woff2", 0, "wOF2"],
  ["woff", 0, "wOFF"],
  ["otf", 0, "OTTO"],
  ["ttf", 0, "\0\x01\0\0"],
  ["ttf", 0, "true"],
  ["ttc", 0, "ttcf"],
];

/** The kind of a file by its content, whatever its name says; undefined where it is none of them. */
export function kindOf(content: Uint8Array): FileKind | undefined {
  const head = Buffer.from(content.subarray(0, 1_024)).toString("latin1");
  const marked = MARKS.find(([, offset, mark]) => head.startsWith(mark, offset));
  if (marked) return marked[0];
  return /^(\xef\xbb\xbf)?\s*<(\?xml|!--|!DOCTYPE svg|svg)/i.test(head) ? "svg" : undefined;
}
