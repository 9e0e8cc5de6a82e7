import { createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import type { Drawing } from "../../template/drawing.ts";
import type { DrawJob } from "../order.ts";
import { heightAt } from "../picture.ts";
import { drawBackground } from "./background.ts";
import { drawLayer } from "./drawLayer.ts";
import { encode } from "./encode.ts";
import { Fonts } from "./fonts.ts";
import { newPart } from "./part.ts";
import { Photos } from "./photos.ts";
import type { Sheet } from "./sheet.ts";

/** Gives the contents of files that are lacking, by hash. */
export type FetchFiles = (
  missing: string[],
) => Promise<readonly (readonly [hash: string, content: Uint8Array])[]>;

/** Draws pictures in this process, and keeps fonts and decoded photos for the next. */
export class Easel {
  readonly #fonts = new Fonts();
  readonly #photos = new Photos();
  readonly #canvas = createCanvas(1, 1);

  /** The picture's bytes: the same for the same job, always. @throws Refusal for a drawing that cannot be made. */
  async draw({ tenantId, drawing, format, width }: DrawJob, fetch: FetchFiles): Promise<Uint8Array> {
    await this.#provide(tenantId, drawing, fetch);
    const scale = width / drawing.width;
    // Setting its size empties it. A new one for each picture would wait for a garbage collector who does not see its pixels.
    this.#canvas.width = width;
    this.#canvas.height = heightAt(width, drawing);
    const ink = this.#canvas.getContext("2d");
    const sheet: Sheet<SKRSContext2D> = {
      ink,
      scale,
      language: drawing.language,
      tenantId,
      fonts: this.#fonts,
      photos: this.#photos,
      part: newPart,
    };
    ink.scale(scale, scale);
    drawBackground(sheet, drawing);
    for (const layer of drawing.layers) drawLayer(sheet, layer);
    return encode(this.#canvas, format);
  }

  /** Sees to it that every file of the drawing is here, decoded. */
  async #provide(tenantId: string, drawing: Drawing, fetch: FetchFiles): Promise<void> {
    const fonts = drawing.layers.flatMap((layer) =>
      layer.kind === "text" && "file" in layer.face ? [layer.face.file] : [],
    );
    const photos = photosOf(drawing);
    const missing = [...this.#fonts.begin(tenantId, fonts), ...this.#photos.begin(photos)];
    if (missing.length === 0) return;
    for (const [file, content] of await fetch([...new Set(missing)])) {
      if (fonts.includes(file)) await this.#fonts.add(tenantId, file, content);
      if (photos.includes(file)) await this.#photos.add(file, content);
    }
  }
}

function photosOf({ background, layers }: Drawing): string[] {
  const inLayers = layers.flatMap((layer) =>
    layer.kind === "image" || layer.kind === "logo" ? [layer.file] : [],
  );
  return [...new Set([...(background.photo ? [background.photo.file] : []), ...inLayers])];
}
