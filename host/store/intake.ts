import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { TextDecoder } from "node:util";
import { PlatformError } from "@promostack/core";
import { type FoundType, findType, HEAD_BYTES } from "./contentType.ts";

/** A file that was taken in whole and lies on disk under a name of its own until a store takes it. */
export interface TakenFile extends FoundType {
  path: string;
  sha256: string;
  bytes: number;
}

const DAY_MS = 86_400_000;

/** Where content arrives: hashed, measured and judged while it streams, so that nothing too large or of a wrong kind is ever stored. */
export class Intake {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Hands the taken file to `use`, and removes it afterwards where `use` has not moved it.
   * @throws PlatformError `file.too_large`, `file.empty` or `file.type`.
   */
  async take<Result>(
    content: Uint8Array | AsyncIterable<Uint8Array>,
    { accept, maxBytes }: { accept: readonly string[]; maxBytes: number },
    use: (file: TakenFile) => Promise<Result>,
  ): Promise<Result> {
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, randomBytes(12).toString("hex"));
    const file = await open(path, "wx", 0o600);
    try {
      const facts = await receive(file, content instanceof Uint8Array ? one(content) : content, maxBytes);
      const type = await findType(facts.head, facts.isText, accept);
      if (!type) throw wrongType(accept);
      await file.sync();
      return await use({ path, sha256: facts.sha256, bytes: facts.bytes, ...type });
    } finally {
      await file.close();
      await rm(path, { force: true });
    }
  }

  /** Takes away what a crash left half received. */
  async sweep(): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    for (const name of await readdir(this.#folder)) {
      const path = join(this.#folder, name);
      const found = await stat(path).catch(() => undefined);
      if (found && Date.now() - found.mtimeMs > DAY_MS) await rm(path, { force: true });
    }
  }
}

async function receive(file: FileHandle, content: AsyncIterable<Uint8Array>, maxBytes: number) {
  const hash = createHash("sha256");
  const text = new TextDecoder("utf-8", { fatal: true });
  let head: Uint8Array = new Uint8Array();
  let bytes = 0;
  let isText = true;
  for await (const chunk of content) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    hash.update(chunk);
    if (head.byteLength < HEAD_BYTES)
      head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.byteLength)]);
    isText &&= isUtf8(text, chunk);
    await file.writeFile(chunk);
  }
  if (bytes === 0) {
    throw new PlatformError("The file is empty.", {
      code: "file.empty",
      status: 422,
      hint: "Choose another file.",
    });
  }
  isText &&= isUtf8(text, undefined);
  return { sha256: hash.digest("hex"), bytes, head, isText };
}

/** `undefined` ends the text, which must not stop within a character. */
function isUtf8(decoder: TextDecoder, chunk: Uint8Array | undefined): boolean {
  if (chunk?.includes(0)) return false;
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    // The decoder is fatal, which is how it says that the bytes are no text.
    return false;
  }
}

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

function tooLarge(maxBytes: number): PlatformError {
  const most =
    maxBytes >= 1_000_000 ? `${Math.floor(maxBytes / 1_000_000)} MB` : `${Math.floor(maxBytes / 1000)} kB`;
  return new PlatformError(`The file is larger than ${most}.`, {
    code: "file.too_large",
    status: 413,
    hint: "Choose a smaller file.",
    details: { maxBytes },
  });
}

function wrongType(accept: readonly string[]): PlatformError {
  return new PlatformError("The file's content is of a kind that is not accepted here.", {
    code: "file.type",
    status: 415,
    hint: `Choose a file of one of these kinds: ${accept.join(", ")}.`,
    details: { accept: [...accept] },
  });
}
