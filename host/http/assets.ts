import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const packBrotli = promisify(brotliCompress);
const packGzip = promisify(gzip);
const TEXT = /\.(html|js|mjs|css|json|svg|map|txt|webmanifest|xml)$/;
const WORTH_PACKING = 1024;

export type Encoding = "br" | "gzip" | "identity";

export interface Asset {
  etag: string;
  /** The identity form, and packed ones where they are worth it. */
  forms: Partial<Record<Encoding, Buffer>> & { identity: Buffer };
}

/** Files of one folder, kept in memory with their packed forms until they change on disk. Nothing outside the folder is read. */
export class Assets {
  readonly root: string;
  readonly #known = new Map<string, { stamp: string; asset: Promise<Asset> }>();

  constructor(root: string) {
    this.root = resolve(root);
  }

  /** The file at a decoded address path; undefined where there is none, or where it is not to be seen. */
  async find(path: string): Promise<Asset | undefined> {
    const file = resolve(this.root, `.${path}`);
    if (!file.startsWith(this.root + sep) || path.includes("\0") || /(^|[/\\])\./.test(path))
      return undefined;
    const facts = await stat(file).catch(absent);
    if (!facts?.isFile()) return undefined;
    const stamp = `${facts.mtimeMs} ${facts.size}`;
    const known = this.#known.get(file);
    if (known?.stamp === stamp) return known.asset;
    const asset = load(file);
    this.#known.set(file, { stamp, asset });
    asset.catch(() => this.#known.delete(file));
    return asset;
  }
}

async function load(file: string): Promise<Asset> {
  const identity = await readFile(file);
  const etag = `"${createHash("sha256").update(identity).digest("base64url").slice(0, 22)}"`;
  if (!TEXT.test(file) || identity.length < WORTH_PACKING) return { etag, forms: { identity } };
  const [br, gz] = await Promise.all([
    readFile(`${file}.br`).catch(absent),
    readFile(`${file}.gz`).catch(absent),
  ]);
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };
  return {
    etag,
    forms: {
      identity,
      br: br ?? (await packBrotli(identity, options)),
      gzip: gz ?? (await packGzip(identity)),
    },
  };
}

/** A file that is not there is an answer, not a failure; anything else is one. */
export function absent(error: unknown): undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG") return undefined;
  throw error;
}
