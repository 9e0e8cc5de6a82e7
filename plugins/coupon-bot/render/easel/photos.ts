import { type Canvas, createCanvas, type Image, loadImage, type SKRSContext2D } from "@napi-rs/canvas";
import { LRUCache } from "lru-cache";
import type { Box, Photo } from "../../template/drawing.ts";
import { unreadable } from "../refusal.ts";
import { type Cut, cutOf } from "./cut.ts";

/** Bytes of pixels that are kept for the next picture: as they were decoded, and in the sizes that they are drawn in. */
const MOST_DECODED = 40_000_000;
const MOST_FITTED = 30_000_000;

/** Uploaded pictures: each is decoded once, and scaled once for each size that it is drawn in. */
export class Photos {
  readonly #decoded = new LRUCache<string, Image>({ maxSize: MOST_DECODED, sizeCalculation: bytesOf });
  readonly #fitted = new LRUCache<string, Canvas>({ maxSize: MOST_FITTED, sizeCalculation: bytesOf });
  /** Those of the drawing that is being made, whatever the caches drop. */
  readonly #held = new Map<string, Image>();

  /** Begins a drawing with these files; answers which are not here. */
  begin(files: readonly string[]): string[] {
    this.#held.clear();
    for (const file of files) {
      const image = this.#decoded.get(file);
      if (image !== undefined) this.#held.set(file, image);
    }
    return files.filter((file) => !this.#held.has(file));
  }

  /** @throws Refusal `picture.asset_unreadable` */
  async add(file: string, content: Uint8Array): Promise<void> {
    try {
      const image = await loadImage(content);
      this.#held.set(file, image);
      this.#decoded.set(file, image);
    } catch (cause) {
      throw unreadable("picture", cause);
    }
  }

  /** Draws a picture of the drawing into a box, cut or whole as its fit says. */
  draw(ink: SKRSContext2D, photo: Photo, box: Box, scale: number): void {
    const image = this.#held.get(photo.file);
    if (image === undefined) throw unreadable("picture");
    const cut = cutOf(image, photo, box);
    const { x, y, width, height } = cut.to;
    if (width <= 0 || height <= 0) return;
    ink.drawImage(this.#fittedTo(photo.file, image, cut, scale), x, y, width, height);
  }

  #fittedTo(file: string, image: Image, { from, to }: Cut, scale: number): Canvas {
    const width = Math.max(1, Math.round(to.width * scale));
    const height = Math.max(1, Math.round(to.height * scale));
    const key = [file, from.x, from.y, from.width, from.height, width, height].join(" ");
    const known = this.#fitted.get(key);
    if (known !== undefined) return known;
    const canvas = createCanvas(width, height);
    const ink = canvas.getContext("2d");
    // Far below half its size, only the smoothing with intermediate sizes sees every pixel.
    ink.imageSmoothingQuality = width * 2 < from.width ? "medium" : "high";
    ink.drawImage(image, from.x, from.y, from.width, from.height, 0, 0, width, height);
    this.#fitted.set(key, canvas);
    return canvas;
  }
}

function bytesOf({ width, height }: { width: number; height: number }): number {
  return Math.max(1, width * height * 4);
}
