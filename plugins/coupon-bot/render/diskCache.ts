import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { LRUCache } from "lru-cache";
import type { PictureCache } from "./pictureCache.ts";

export interface DiskCacheOptions {
  /** Survives restarts. Absent: a temporary folder, deleted by `close`. */
  folder?: string;
  mostBytes?: number;
}

/** Stands for every hash. */
const ANY = "0".repeat(64);
const KEY = /^[0-9a-f-]{1,64}\/[0-9a-f]{64}$/;

/** Pictures in a folder, `<tenant>/<hash>`; those that nobody wanted for the longest time go first. A file appears whole or not at all. */
export class DiskCache implements PictureCache {
  readonly #options: DiskCacheOptions;
  readonly #mostBytes: number;
  #opened: Promise<Shelf> | undefined;

  constructor(options: DiskCacheOptions = {}) {
    this.#options = options;
    this.#mostBytes = options.mostBytes ?? 500_000_000;
  }

  async get(tenantId: string, hash: string): Promise<Uint8Array | undefined> {
    const { folder, sizes } = await this.#open();
    const key = keyOf(tenantId, hash);
    if (sizes.get(key) === undefined) return undefined;
    try {
      return await readFile(join(folder, key));
    } catch (error) {
      if (!isMissing(error)) throw error;
      sizes.delete(key);
      return undefined;
    }
  }

  async put(tenantId: string, hash: string, bytes: Uint8Array): Promise<void> {
    const { folder, sizes, evicted } = await this.#open();
    const key = keyOf(tenantId, hash);
    const draft = join(folder, `${randomUUID()}.draft`);
    await mkdir(join(folder, tenantId), { recursive: true, mode: 0o700 });
    await writeFile(draft, bytes, { mode: 0o600 });
    await rename(draft, join(folder, key));
    sizes.set(key, bytes.byteLength);
    for (const old of evicted.splice(0)) await rm(join(folder, old), { force: true });
  }

  async forget(tenantId: string): Promise<void> {
    const { folder, sizes } = await this.#open();
    for (const key of sizes.keys()) if (key.startsWith(`${tenantId}/`)) sizes.delete(key);
    await rm(dirname(join(folder, keyOf(tenantId, ANY))), { recursive: true, force: true });
  }

  /** Deletes the folder where it is a temporary one. */
  async close(): Promise<void> {
    if (this.#opened === undefined || this.#options.folder !== undefined) return;
    const { folder } = await this.#opened;
    await rm(folder, { recursive: true, force: true });
  }

  #open(): Promise<Shelf> {
    this.#opened ??= openShelf(this.#options.folder, this.#mostBytes);
    return this.#opened;
  }
}

interface Shelf {
  folder: string;
  /** Bytes of each file that is there, by key. */
  sizes: LRUCache<string, number>;
  /** Keys that had to make room, whose files are still there. */
  evicted: string[];
}

async function openShelf(given: string | undefined, mostBytes: number): Promise<Shelf> {
  const folder = given ?? (await mkdtemp(join(tmpdir(), "coupon-pictures-")));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const evicted: string[] = [];
  const sizes = new LRUCache<string, number>({
    maxSize: mostBytes,
    sizeCalculation: (bytes) => Math.max(1, bytes),
    dispose: (_bytes, key, reason) => {
      if (reason === "evict") evicted.push(key);
    },
  });
  for (const { key, bytes } of await filesIn(folder)) sizes.set(key, bytes);
  return { folder, sizes, evicted };
}

/** Files of earlier runs, the longest unwanted first; half-written ones are deleted. */
async function filesIn(folder: string): Promise<{ key: string; bytes: number }[]> {
  const found: { key: string; bytes: number; at: number }[] = [];
  for (const name of await readdir(folder, { recursive: true })) {
    if (name.endsWith(".draft")) await rm(join(folder, name), { force: true });
    if (!KEY.test(name)) continue;
    const { size, mtimeMs } = await stat(join(folder, name));
    found.push({ key: name, bytes: size, at: mtimeMs });
  }
  return found.sort((a, b) => a.at - b.at);
}

function keyOf(tenantId: string, hash: string): string {
  const key = `${tenantId}/${hash}`;
  if (!KEY.test(key)) throw new Error(`Not a key of a picture: ${key}`);
  return key;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
