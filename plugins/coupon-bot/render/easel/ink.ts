/** Colours that run into each other, as a canvas makes them. */
export interface ColourRun {
  addColorStop(at: number, colour: string): void;
}

/** What of a canvas' context layers are drawn with: the painter's and a browser's have it, so that the editor draws as the painter does. */
export interface Ink {
  readonly canvas: { readonly width: number; readonly height: number };
  fillStyle: string | object;
  strokeStyle: string | object;
  globalAlpha: number;
  globalCompositeOperation: "source-over" | "destination-out" | (string & {});
  shadowColor: string;
  shadowOffsetX: number;
  shadowOffsetY: number;
  shadowBlur: number;
  lineWidth: number;
  lineCap: string;
  lineJoin: string;
  font: string;
  letterSpacing: string;
  lang?: string;
  direction: string;
  textAlign: string;
  textBaseline: string;
  save(): void;
  restore(): void;
  resetTransform(): void;
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  translate(x: number, y: number): void;
  rotate(angle: number): void;
  beginPath(): void;
  rect(x: number, y: number, width: number, height: number): void;
  roundRect(x: number, y: number, width: number, height: number, radii: number): void;
  ellipse(
    x: number,
    y: number,
    across: number,
    down: number,
    rotation: number,
    from: number,
    to: number,
  ): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  setLineDash(lengths: number[]): void;
  clip(): void;
  fill(): void;
  stroke(): void;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  strokeText(text: string, x: number, y: number): void;
  measureText(text: string): {
    width: number;
    fontBoundingBoxAscent: number;
    fontBoundingBoxDescent: number;
  };
  createLinearGradient(x0: number, y0: number, x1: number, y1: number): ColourRun;
  createRadialGradient(x0: number, y0: number, r0: number, x1: number, y1: number, r1: number): ColourRun;
}
