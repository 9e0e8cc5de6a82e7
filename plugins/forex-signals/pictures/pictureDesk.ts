import { type PlatformContext, PlatformError } from "@promostack/core";
import { readInstruments } from "../market/instruments.ts";
import { inParallel } from "../signals/parallel.ts";
import { postsTo, writePosts } from "../signals/posts.ts";
import { forexSettings, languageOf } from "../signals/settings.ts";
import { logoContent } from "./logo.ts";
import { dropPicture, finishPicture, leasePictures, putBack, type WaitingPicture } from "./pictureRows.ts";
import type { PictureKind } from "./pictureSettings.ts";
import type { Scene } from "./scene.ts";
import { Scenes } from "./scenes.ts";
import { ANSWERED, type SignalView, signalViews } from "./signalViews.ts";

/** Pictures of one lease. */
const BATCH = 100;
/** Tenants' files written at a time. */
const PARALLEL = 8;
/** Different pictures that are remembered, so that the next batch of the same signal draws nothing. */
const REMEMBERED = 16;
export const MOST_BYTES = 2_000_000;

/** How long a picture is still news. */
const FRESH_MS: Record<PictureKind, number> = { opening: 30 * 60_000, result: 12 * 3_600_000 };

type Draw = (scene: Scene) => Promise<Uint8Array>;

/**
 * Draws, stores and posts what waits in `picture`, off the path of signals: the texts have gone out before. Equal scenes are drawn once
 * for all tenants. A crash at any point leaves a lease that runs out; storing is by content and posts are unique, so that what is done
 * again is done once.
 */
export class PictureDesk {
  readonly #context: PlatformContext;
  readonly #draw: Draw;
  readonly #drawn = new Map<string, Promise<Uint8Array>>();
  #working: Promise<void> | undefined;
  #closed = false;

  constructor(context: PlatformContext, draw: Draw) {
    this.#context = context;
    this.#draw = draw;
  }

  /** Begins with what waits, unless that is under way. */
  look(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  /** Takes nothing more; what cannot be finished is left to its lease. Resolves when nothing is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    try {
      while (!this.#ending && (await this.drawBatch()) > 0);
    } catch (error) {
      if (!this.#ending) this.#context.log.error("Pictures could not be drawn", { error });
    }
  }

  /** One batch; answers how many pictures it had. */
  async drawBatch(): Promise<number> {
    const { platformDb } = this.#context;
    const waiting = await platformDb((trx) => leasePictures(trx, BATCH));
    if (waiting.length === 0) return 0;
    const viewOf = await platformDb((trx) => signalViews(trx, waiting));
    const scenes = new Scenes(this.#context, await readInstruments(this.#context));
    await inParallel(waiting, PARALLEL, async (picture) => {
      if (!this.#ending) await this.#make(picture, viewOf(picture), scenes);
    });
    return waiting.length;
  }

  get #ending(): boolean {
    return this.#closed || this.#context.signal.aborted;
  }

  async #make(picture: WaitingPicture, view: SignalView | undefined, scenes: Scenes): Promise<void> {
    const { platformDb, clock, log, tenants } = this.#context;
    try {
      const pointless = this.#pointless(picture, view);
      if (view === undefined || pointless !== undefined)
        return await platformDb((trx) => dropPicture(trx, picture, pointless ?? "signal-gone", clock.now()));
      const tenant = await tenants.context(picture.tenantId);
      const settings = forexSettings(tenant.settings);
      const { pictures } = settings;
      // A picture shows every level: it is not for channels that are told none.
      const chats = view.chats.filter(({ kind }) => !settings[kind].hideLevels);
      const why = pictures[picture.kind] ? "levels-hidden" : "switched-off";
      if (!pictures[picture.kind] || chats.length === 0)
        return await platformDb((trx) => dropPicture(trx, picture, why, clock.now()));
      const logo = await logoContent(tenant.storage, view.logo);
      const languages = new Set(chats.map(({ kind }) => languageOf(settings, kind)));
      const drawn = await inParallel([...languages], 1, async (language) => {
        const { theme, name } = pictures;
        const look = { theme, name, logo, timezone: tenant.timezone, language };
        const bytes = await this.#once(await scenes.of(picture.kind, view, look));
        const { key } = await tenant.storage.put(bytes, { accept: ["image/png"], maxBytes: MOST_BYTES });
        return { file: key, chats: chats.filter(({ kind }) => languageOf(settings, kind) === language) };
      });
      await this.#post(picture, drawn);
    } catch (error) {
      if (this.#ending) return;
      if (PlatformError.is(error) && error.code === "plugin.disabled")
        return await platformDb((trx) => dropPicture(trx, picture, "plugin-off", clock.now()));
      const { tenantId, signalId, kind } = picture;
      log.warn("A picture could not be made", { tenantId, signalId, kind, error });
      await platformDb((trx) => putBack(trx, picture, "could-not-be-drawn", clock.now()));
    }
  }

  /** Why nobody would want it any more. */
  #pointless({ kind, ageMs }: WaitingPicture, view: SignalView | undefined): string | undefined {
    if (view === undefined) return "signal-gone";
    if (view.status === "failed" || view.status === "cancelled") return `signal-${view.status}`;
    if (view.chats.length === 0) return "no-channel";
    return ageMs > FRESH_MS[kind] ? "too-late" : undefined;
  }

  #once(scene: Scene): Promise<Uint8Array> {
    const key = JSON.stringify(scene);
    const known = this.#drawn.get(key);
    if (known) return known;
    const drawing = this.#draw(scene);
    this.#drawn.set(key, drawing);
    drawing.catch(() => this.#drawn.delete(key));
    const [oldest] = this.#drawn.keys();
    if (this.#drawn.size > REMEMBERED && oldest !== undefined) this.#drawn.delete(oldest);
    return drawing;
  }

  async #post(
    { tenantId, signalId, kind, ...rest }: WaitingPicture,
    drawn: readonly { file: string; chats: SignalView["chats"] }[],
  ): Promise<void> {
    const now = this.#context.clock.now();
    const posts = drawn.flatMap(({ file, chats }) =>
      postsTo(chats, {
        tenantId,
        signalId,
        kind: `picture-${kind}`,
        text: "",
        time: now,
        photo: { file, answers: ANSWERED[kind] },
      }),
    );
    const files = drawn.map(({ file }) => file);
    await this.#context.platformDb(async (trx) => {
      await writePosts(this.#context, trx, posts);
      await finishPicture(trx, { tenantId, signalId, kind, ...rest }, files, now);
    });
  }
}
