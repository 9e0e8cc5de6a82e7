import { drawBackground } from "../../../render/easel/background.ts";
import { drawLayer, extentOf } from "../../../render/easel/drawLayer.ts";
import type { Part, Sheet } from "../../../render/easel/sheet.ts";
import type { Drawing, DrawnLayer } from "../../../template/drawing.ts";
import { Lettering } from "./lettering.ts";
import { Pictures } from "./pictures.ts";

/** A layer as a picture of its own, to be laid where it belongs. */
export interface Sprite {
  canvas: HTMLCanvasElement;
  /** From the layer's box to the sprite's upper left corner, in pixels of the drawing. */
  dx: number;
  dy: number;
  width: number;
  height: number;
}

/** Sprites that are kept for the next look. */
const MOST_KEPT = 120;
/** Pixels of the largest sprite: a layer may be four times as wide as its picture. */
const MOST_PIXELS = 6_000_000;

/** Draws in the browser what the painter draws on the server, with the same functions; each layer once, however often it is moved. */
export class BrowserStudio {
  readonly lettering: Lettering;
  readonly pictures: Pictures;
  readonly #kept = new Map<string, Sprite>();

  /** `arrived` is called when a font or picture came, and everything is to be drawn anew. */
  constructor(arrived: () => void) {
    const anew = () => {
      this.#kept.clear();
      arrived();
    };
    this.lettering = new Lettering(anew);
    this.pictures = new Pictures(anew);
  }

  /** A layer at so many pixels to a pixel of the drawing. */
  sprite(layer: DrawnLayer, language: string, scale: number): Sprite {
    // The same wherever it stands.
    const still: DrawnLayer = { ...layer, box: { ...layer.box, x: 0, y: 0 } };
    const key = JSON.stringify([still, language, scale]);
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    if (layer.kind === "text") this.lettering.need(layer);
    const extent = extentOf(still);
    const fine = Math.min(scale, Math.sqrt(MOST_PIXELS / Math.max(1, extent.width * extent.height)));
    const canvas = newCanvas(extent.width * fine, extent.height * fine);
    const sheet = this.#sheet(canvas, language, fine);
    sheet.ink.scale(fine, fine);
    drawLayer(sheet, { ...still, box: { ...still.box, x: -extent.x, y: -extent.y } });
    const sprite = {
      canvas,
      dx: extent.x,
      dy: extent.y,
      width: canvas.width / fine,
      height: canvas.height / fine,
    };
    this.#keep(key, sprite);
    return sprite;
  }

  background(drawing: Drawing, scale: number): HTMLCanvasElement {
    const canvas = newCanvas(drawing.width * scale, drawing.height * scale);
    const sheet = this.#sheet(canvas, drawing.language, scale);
    sheet.ink.scale(scale, scale);
    drawBackground(sheet, drawing);
    return canvas;
  }

  #sheet(canvas: HTMLCanvasElement, language: string, scale: number): Sheet<CanvasRenderingContext2D> {
    const { lettering: fonts, pictures: photos } = this;
    return { ink: inkOf(canvas), scale, language, tenantId: "", fonts, photos, part: newPart };
  }

  #keep(key: string, sprite: Sprite): void {
    this.#kept.set(key, sprite);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}

function newPart(width: number, height: number): Part<CanvasRenderingContext2D> {
  const canvas = newCanvas(width, height);
  return { ink: inkOf(canvas), layOnto: (ink, x, y) => ink.drawImage(canvas, x, y) };
}

function newCanvas(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.ceil(width));
  canvas.height = Math.max(1, Math.ceil(height));
  return canvas;
}

function inkOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const ink = canvas.getContext("2d");
  if (ink === null) throw new Error("This browser draws no more canvases.");
  return ink;
}
