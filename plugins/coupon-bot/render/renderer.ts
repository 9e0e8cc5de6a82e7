import type { Log } from "@promostack/core";
import { resolveTemplate } from "../template/resolve.ts";
import { DiskCache } from "./diskCache.ts";
import { assetUnavailable, failed } from "./failures.ts";
import type { DrawJob } from "./order.ts";
import { CONTENT_TYPES, hashOf, heightAt, type Picture, type PictureRequest } from "./picture.ts";
import type { PictureCache } from "./pictureCache.ts";
import { Studio, type StudioOptions } from "./studio.ts";

/** Goes up when the same drawing comes out differently: what was kept before is then drawn anew. */
const REVISION = 1;
/** Pixels across of the smallest preview. */
const NARROWEST = 64;

export interface RendererOptions extends StudioOptions {
  /** Where drawn pictures are kept; a folder of this process's own where absent. */
  cache?: PictureCache;
  /** What goes wrong with the cache is told here; a picture is drawn all the same. */
  log?: Pick<Log, "warn">;
}

/** The one that draws coupons' pictures: for the bot, the editor's preview and the public page. */
export interface Renderer {
  /**
   * @throws PlatformError `template.size_unknown`, `picture.asset_missing`, `picture.asset_unreadable`, `picture.qr_too_long`,
   * `picture.too_heavy` (422), `picture.busy`, `picture.timeout`, `picture.asset_unavailable` (503, with Retry-After), `picture.failed` (500).
   */
  render(request: PictureRequest): Promise<Picture>;
  /** The hash that the picture would have, without drawing it. @throws as `render` does for a template that cannot be drawn. */
  hash(request: PictureRequest): string;
  /** Deletes what is kept of a tenant. */
  forget(tenantId: string): Promise<void>;
  /** Process ids of those who draw, to watch them by. */
  readonly painters: readonly number[];
  /** Ends the painters and takes no more. */
  close(): Promise<void>;
}

export function createRenderer({ cache, log, ...options }: RendererOptions = {}): Renderer {
  const studio = new Studio(options);
  if (cache !== undefined) return new CachingRenderer(studio, cache, log, async () => undefined);
  const own = new DiskCache();
  return new CachingRenderer(studio, own, log, () => own.close());
}

class CachingRenderer implements Renderer {
  readonly #studio: Studio;
  readonly #cache: PictureCache;
  readonly #log: Pick<Log, "warn"> | undefined;
  readonly #closeCache: () => Promise<void>;
  /** Equal pictures that are wanted at the same time are drawn once. */
  readonly #underWay = new Map<string, Promise<Uint8Array>>();

  constructor(
    studio: Studio,
    cache: PictureCache,
    log: Pick<Log, "warn"> | undefined,
    closeCache: () => Promise<void>,
  ) {
    this.#studio = studio;
    this.#cache = cache;
    this.#log = log;
    this.#closeCache = closeCache;
  }

  async render(request: PictureRequest): Promise<Picture> {
    const { job, hash } = jobOf(request);
    const { tenantId, format, width, drawing } = job;
    const bytes = await this.#once(hash, async () => {
      const kept = await this.#kept(tenantId, hash);
      if (kept !== undefined) return kept;
      const drawn = await this.#draw(job, request);
      await this.#keep(tenantId, hash, drawn);
      return drawn;
    });
    return { bytes, contentType: CONTENT_TYPES[format], hash, width, height: heightAt(width, drawing) };
  }

  hash(request: PictureRequest): string {
    return jobOf(request).hash;
  }

  get painters(): readonly number[] {
    return this.#studio.painters;
  }

  forget(tenantId: string): Promise<void> {
    return this.#cache.forget(tenantId);
  }

  async close(): Promise<void> {
    this.#studio.close();
    await Promise.allSettled(this.#underWay.values());
    await this.#closeCache();
  }

  async #draw(job: DrawJob, request: PictureRequest): Promise<Uint8Array> {
    const result = await this.#studio.work(job.tenantId, { draw: job }, (file) => loadFrom(request, file));
    if ("drawn" in result) return result.drawn;
    throw failed("A painter did something else.");
  }

  #once(hash: string, work: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const known = this.#underWay.get(hash);
    if (known !== undefined) return known;
    const begun = work().finally(() => this.#underWay.delete(hash));
    this.#underWay.set(hash, begun);
    return begun;
  }

  async #kept(tenantId: string, hash: string): Promise<Uint8Array | undefined> {
    try {
      return await this.#cache.get(tenantId, hash);
    } catch (error) {
      this.#log?.warn("A kept picture could not be read; it is drawn anew.", { error });
      return undefined;
    }
  }

  async #keep(tenantId: string, hash: string, bytes: Uint8Array): Promise<void> {
    try {
      await this.#cache.put(tenantId, hash, bytes);
    } catch (error) {
      this.#log?.warn("A picture could not be kept.", { error });
    }
  }
}

/** The job for a painter, and the hash of everything that the picture depends on. */
function jobOf(request: PictureRequest): { job: DrawJob; hash: string } {
  const { tenantId, template, size, variables, assets, format } = request;
  const fileOf = (asset: string) => (Object.hasOwn(assets, asset) ? assets[asset]?.hash : undefined);
  const drawing = resolveTemplate(template, { size, variables, fileOf });
  const wanted = request.width ?? drawing.width;
  const width = Math.round(Math.min(drawing.width, Math.max(NARROWEST, wanted)));
  const job = { tenantId, drawing, format, width };
  return { job, hash: hashOf([REVISION, job]) };
}

async function loadFrom({ assets }: PictureRequest, hash: string): Promise<Uint8Array> {
  const asset = Object.values(assets).find((each) => each.hash === hash);
  try {
    if (asset === undefined) throw new Error(`No asset has the hash ${hash}.`);
    return await asset.load();
  } catch (cause) {
    throw assetUnavailable(cause);
  }
}
