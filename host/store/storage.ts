import { join } from "node:path";
import type { Storage, StoredFile } from "@promostack/core";
import type { Config } from "../config/config.ts";
import { deriveKey, readKey } from "../secret/key.ts";
import { DiskFiles } from "./diskFiles.ts";
import { type Files, fileNotFound, KEY } from "./files.ts";
import { Intake } from "./intake.ts";

export interface FileStorage {
  /** The files of one tenant: others' keys are not found. */
  of(tenantId: string): Storage;
  /** Deletes all files of a tenant that is no more. */
  erase(tenantId: string): Promise<void>;
  /** The disk's files, for the mount that serves signed addresses; undefined where a service of its own serves them. */
  readonly disk: DiskFiles | undefined;
}

/** Nothing that could leave a folder or name more than one tenant. */
const TENANT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Seven days: the longest that S3's signature allows. */
const LONGEST = 604_800;

/** S3 where it is configured, else a folder in DATA_DIR. */
export async function createStorage(
  config: Pick<Config, "dataDir" | "s3" | "publicUrl" | "secretsKey">,
): Promise<FileStorage> {
  const intake = new Intake(join(config.dataDir, "incoming"));
  await intake.sweep();
  if (config.s3) {
    // Loaded only where it is used: the SDK costs a good part of the host's start.
    const { S3Files } = await import("./s3Files.ts");
    const files = new S3Files(config.s3);
    return filesOf(files, intake);
  }
  const disk = new DiskFiles({
    folder: join(config.dataDir, "files"),
    key: deriveKey(await readKey(config), "signed addresses of files"),
    origin: config.publicUrl ?? "",
  });
  return filesOf(disk, intake, disk);
}

function filesOf(files: Files, intake: Intake, disk?: DiskFiles): FileStorage {
  return {
    disk,
    of: (tenantId) => new TenantStorage(tenantId.toLowerCase(), files, intake),
    async erase(tenantId) {
      if (!TENANT.test(tenantId)) throw new RangeError(`${tenantId} is no tenant's id.`);
      await files.removeAll(tenantId.toLowerCase());
    },
  };
}

/** Core's Storage for one tenant, content-addressed: the same content is one file with one key. */
class TenantStorage implements Storage {
  readonly #tenantId: string;
  readonly #files: Files;
  readonly #intake: Intake;

  constructor(tenantId: string, files: Files, intake: Intake) {
    this.#tenantId = tenantId;
    this.#files = files;
    this.#intake = intake;
  }

  put(
    content: Uint8Array | AsyncIterable<Uint8Array>,
    options: Parameters<Storage["put"]>[1],
  ): Promise<StoredFile> {
    return this.#intake.take(content, options, async (file) => {
      const key = `${this.#tenantId}/${file.sha256}.${file.extension}`;
      await options.announce?.(key);
      await this.#files.store(key, file);
      return { key, bytes: file.bytes, contentType: file.contentType };
    });
  }

  async get(key: string): Promise<AsyncIterable<Uint8Array>> {
    return this.#files.read(this.#own(key));
  }

  async delete(key: string): Promise<void> {
    await this.#files.remove(this.#own(key));
  }

  async signedUrl(key: string, seconds: number): Promise<string> {
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST) {
      throw new RangeError(`A signed address lives between 1 and ${LONGEST} whole seconds.`);
    }
    return this.#files.address(this.#own(key), seconds);
  }

  /** Another tenant's key, or a made-up path, is not found: whether it exists is nobody's business. */
  #own(key: string): string {
    if (KEY.test(key) && key.startsWith(`${this.#tenantId}/`)) return key;
    throw fileNotFound(key);
  }
}
