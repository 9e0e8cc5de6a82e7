import type { Sheet } from "./sheet.ts";

/** Where times and prices lie in a chart. */
export interface Scale {
  x(time: number): number;
  y(price: number): number;
  low: number;
  high: number;
  slot: number;
}

export function line(ink: Sheet["ink"], x1: number, y1: number, x2: number, y2: number): void {
  ink.beginPath();
  ink.moveTo(x1, y1);
  ink.lineTo(x2, y2);
  ink.stroke();
}
