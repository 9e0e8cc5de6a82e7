import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { PlatformError, type Storage } from "@promostack/core";
import { PLATFORM_TENANT } from "../identity/audit.ts";
import { PLUGIN_LIMITS } from "../release/limits.ts";
import type { FileStorage } from "../store/storage.ts";

/** Archives of installed releases in the installation's storage, by content: every replica fetches from here. */
export class ArchiveStore {
  readonly #storage: Storage;

  constructor(storage: Pick<FileStorage, "of">) {
    this.#storage = storage.of(PLATFORM_TENANT);
  }

  /** Where an archive will lie: known before it lies there, so that whoever crashes between leaves a name to clean up. */
  keyOf(archive: Uint8Array): string {
    return `${PLATFORM_TENANT}/${createHash("sha256").update(archive).digest("hex")}.gz`;
  }

  async put(archive: Uint8Array): Promise<string> {
    const options = { accept: ["application/gzip"], maxBytes: PLUGIN_LIMITS.packedBytes };
    return (await this.#storage.put(archive, options)).key;
  }

  async get(key: string): Promise<Buffer> {
    try {
      return await buffer(await this.#storage.get(key));
    } catch (cause) {
      throw new PlatformError("The release's archive is not in storage.", {
        code: "release.archive_lost",
        status: 503,
        retryAfter: 60,
        hint: "Check the storage (`promostack doctor`), or install the same archive again.",
        cause,
      });
    }
  }

  delete(key: string): Promise<void> {
    return this.#storage.delete(key);
  }
}
