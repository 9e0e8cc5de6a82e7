import { cutOf } from "../../../render/easel/cut.ts";
import type { Box, Photo } from "../../../template/drawing.ts";

/** Uploaded pictures in this browser, by their assets. `arrived` tells that one can be drawn now. */
export class Pictures {
  readonly #arrived: () => void;
  readonly #images = new Map<string, HTMLImageElement>();

  constructor(arrived: () => void) {
    this.#arrived = arrived;
  }

  add(asset: string, url: string): void {
    if (this.#images.has(asset)) return;
    const image = new Image();
    this.#images.set(asset, image);
    image.decoding = "async";
    image.onload = this.#arrived;
    image.src = url;
  }

  draw(ink: CanvasRenderingContext2D, photo: Photo, box: Box): void {
    const image = this.#images.get(photo.file);
    if (image === undefined || !image.complete || image.naturalWidth === 0) {
      ink.fillStyle = WAITING;
      ink.fillRect(box.x, box.y, box.width, box.height);
      return;
    }
    const { from, to } = cutOf({ width: image.naturalWidth, height: image.naturalHeight }, photo, box);
    ink.imageSmoothingQuality = "high";
    ink.drawImage(image, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
  }
}

/** Where a picture is on its way. */
const WAITING = "#8c96a655";
