import { createHmac, timingSafeEqual } from "node:crypto";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { PlatformError } from "@promostack/core";
import type { ByteRange } from "../http/range.ts";
import { type Files, fileNotFound, KEY } from "./files.ts";
import type { TakenFile } from "./intake.ts";

export interface DiskOptions {
  folder: string;
  /** Signs addresses. */
  key: Buffer;
  /** `https://…` before `/files/…`; empty for addresses relative to the site. */
  origin: string;
}

/** Files in a folder, `<tenant>/<2 characters>/<sha256>.<extension>`. A file appears whole or not at all. */
export class DiskFiles implements Files {
  readonly #options: DiskOptions;

  constructor(options: DiskOptions) {
    this.#options = options;
  }

  async store(key: string, file: TakenFile): Promise<void> {
    const path = this.#path(key);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rename(file.path, path);
  }

  /** The whole file, or the bytes of `range`. */
  async read(key: string, range?: ByteRange): Promise<Readable> {
    const file = await found(key, open(this.#path(key), "r"));
    return file.createReadStream({ ...range });
  }

  /** Bytes. @throws PlatformError `file.not_found` */
  async size(key: string): Promise<number> {
    return (await found(key, stat(this.#path(key)))).size;
  }

  async remove(key: string): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  async removeAll(tenantId: string): Promise<void> {
    await rm(join(this.#options.folder, tenantId), { recursive: true, force: true });
  }

  async address(key: string, seconds: number): Promise<string> {
    // Whole seconds, rounded up: an address never works for less than it was promised.
    const expires = Math.ceil(Date.now() / 1000) + seconds;
    return `${this.#options.origin}/files/${key}?expires=${expires}&signature=${this.#sign(key, expires)}`;
  }

  /**
   * Checks an address that `address` made.
   * @returns seconds that it will still work.
   * @throws PlatformError `file.address` when it was not made here or changed, `file.expired` when its time is over.
   */
  verify(key: string, query: URLSearchParams): number {
    const expires = Number(query.get("expires"));
    const given = Buffer.from(query.get("signature") ?? "", "base64url");
    const right = Buffer.from(this.#sign(key, expires), "base64url");
    if (!KEY.test(key) || given.length !== right.length || !timingSafeEqual(given, right)) {
      throw new PlatformError("This address of a file is not valid.", {
        code: "file.address",
        status: 403,
        hint: "Open the page that showed the file again.",
      });
    }
    const left = expires - Math.floor(Date.now() / 1000);
    if (left > 0) return left;
    throw new PlatformError("This address of a file has expired.", {
      code: "file.expired",
      status: 410,
      hint: "Open the page that showed the file again.",
    });
  }

  #sign(key: string, expires: number): string {
    return createHmac("sha256", this.#options.key).update(`${key}\n${expires}`).digest("base64url");
  }

  #path(key: string): string {
    const [tenant = "", name = ""] = key.split("/");
    return join(this.#options.folder, tenant, name.slice(0, 2), name);
  }
}

async function found<Answer>(key: string, answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") throw fileNotFound(key, error);
    throw error;
  }
}
