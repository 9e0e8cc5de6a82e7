import { createCanvas, type Image, type SKRSContext2D } from "@napi-rs/canvas";
import { DEFAULT_LANGUAGE, isLanguage, LANGUAGES } from "../messages/language.ts";
import { font } from "./fonts.ts";
import { type Palette, paletteOf } from "./palette.ts";
import type { Scene } from "./scene.ts";
import { type PictureWords, pictureWords } from "./words.ts";

/** Telegram shows a photo up to 1,280 pixels wide; on a phone it is some 380 points, so small type is 24 pixels. */
export const WIDTH = 1280;
export const HEIGHT = 960;
export const MARGIN = 48;
export const SMALL = 24;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Type {
  size: number;
  weight?: 400 | 600 | 700;
  colour?: string;
  align?: "start" | "end" | "center";
  /** Shortened with an ellipsis beyond this width. */
  most?: number;
}

/** A canvas with a picture's colours and words: what the drawings share. `start` is left, or right in right-to-left languages. */
export class Sheet {
  readonly ink: SKRSContext2D;
  readonly palette: Palette;
  readonly words: PictureWords;
  readonly scene: Scene;
  readonly rightToLeft: boolean;
  /** The channel's own mark. */
  readonly logo: Image | undefined;
  readonly #locale: string;
  readonly #canvas = createCanvas(WIDTH, HEIGHT);

  constructor(scene: Scene, logo?: Image) {
    this.scene = scene;
    this.logo = logo;
    this.ink = this.#canvas.getContext("2d");
    this.palette = paletteOf(scene.look);
    const language = isLanguage(scene.look.language) ? scene.look.language : DEFAULT_LANGUAGE;
    this.words = pictureWords(language);
    this.#locale = LANGUAGES[language].locale;
    this.rightToLeft = LANGUAGES[language].direction === "rtl";
    this.ink.fontVariantNumeric = "tabular-nums";
    this.ink.lang = language;
    this.ink.fillStyle = this.palette.ground;
    this.ink.fillRect(0, 0, WIDTH, HEIGHT);
  }

  /** RGBA, row by row. */
  pixels(): Buffer {
    return this.#canvas.data();
  }

  /** Text on a baseline, measured from the edge where reading starts; answers its width. */
  text(text: string, x: number, y: number, { align = "start", ...type }: Type): number {
    const side = align === "center" ? "center" : this.rightToLeft === (align === "start") ? "right" : "left";
    return this.plain(text, this.at(x), y, { ...type, align: side });
  }

  /** Text at a coordinate, in a chart or a table that is not mirrored. */
  plain(
    text: string,
    x: number,
    y: number,
    { size, weight, colour, align, most }: Omit<Type, "align"> & { align: "left" | "right" | "center" },
  ): number {
    const { ink } = this;
    ink.font = font(size, weight);
    ink.fillStyle = colour ?? this.palette.text;
    ink.direction = this.rightToLeft ? "rtl" : "ltr";
    ink.textAlign = align;
    const shown = most === undefined ? text : this.#fit(text, most);
    ink.fillText(shown, x, y);
    return ink.measureText(shown).width;
  }

  width(text: string, size: number, weight: Type["weight"] = 400): number {
    this.ink.font = font(size, weight);
    return this.ink.measureText(text).width;
  }

  /** A distance from the edge where reading starts, as a coordinate. */
  at(x: number): number {
    return this.rightToLeft ? WIDTH - x : x;
  }

  box({ x, y, width, height }: Box, fill: string, radius = 12): void {
    this.ink.fillStyle = fill;
    this.ink.beginPath();
    this.ink.roundRect(this.rightToLeft ? WIDTH - x - width : x, y, width, height, radius);
    this.ink.fill();
  }

  image(image: Image, { x, y, width, height }: Box): void {
    this.ink.drawImage(image, this.rightToLeft ? WIDTH - x - width : x, y, width, height);
  }

  /** A triangle that points up or down, centred: direction is never said by colour alone. */
  mark(up: boolean, x: number, y: number, size: number, colour: string): void {
    const { ink } = this;
    const tip = up ? -1 : 1;
    ink.fillStyle = colour;
    ink.beginPath();
    ink.moveTo(x, y + (tip * size) / 2);
    ink.lineTo(x - size / 2, y - (tip * size) / 2);
    ink.lineTo(x + size / 2, y - (tip * size) / 2);
    ink.closePath();
    ink.fill();
  }

  /** Neither up nor down. */
  bar(x: number, y: number, size: number, colour: string): void {
    this.ink.fillStyle = colour;
    this.ink.fillRect(x - size / 2, y - 4, size, 8);
  }

  price(value: number): string {
    return value.toFixed(this.scene.digits);
  }

  /** Distance of two prices in pips, one decimal. */
  pips(distance: number): string {
    return (distance / this.scene.pip).toFixed(1);
  }

  /** An instant in the picture's zone. */
  time(at: number, style: "time" | "day" | "full"): string {
    return new Intl.DateTimeFormat(this.#locale, {
      timeZone: this.scene.look.timezone,
      hourCycle: "h23",
      ...(style !== "day" && { hour: "2-digit", minute: "2-digit" }),
      ...(style !== "time" && { day: "numeric", month: "short" }),
      ...(style === "full" && { year: "numeric" }),
    }).format(at);
  }

  /** `+1.60`, with a true minus. */
  signed(value: number, digits: number): string {
    const text = Math.abs(value).toFixed(digits);
    const zero = Number(text) === 0;
    return `${zero ? "" : value < 0 ? "−" : "+"}${text}`;
  }

  #fit(text: string, most: number): string {
    if (this.ink.measureText(text).width <= most) return text;
    const letters = [...text];
    while (letters.length > 1 && this.ink.measureText(`${letters.join("")}…`).width > most) letters.pop();
    return `${letters.join("").trimEnd()}…`;
  }
}
