import type { Box, Face, Photo } from "../../template/drawing.ts";
import type { Ink } from "./ink.ts";

/** What text is drawn with: the families to look in, one after the other, and the text as they can write it. */
export interface Type {
  families: string;
  words: string;
}

/** What a layer is drawn on, and with. */
export interface Sheet<Surface extends Ink = Ink> {
  ink: Surface;
  /** Pixels of the picture that is made to a pixel of the drawing. */
  scale: number;
  /** BCP 47. */
  language: string;
  tenantId: string;
  fonts: { typeFor(words: string, face: Face, of: { tenantId: string; language: string }): Type };
  photos: { draw(ink: Surface, photo: Photo, box: Box, scale: number): void };
  /** An empty sheet for a part that is laid on as a whole. */
  part(width: number, height: number): Part<Surface>;
}

export interface Part<Surface extends Ink = Ink> {
  ink: Surface;
  /** Lays it onto the other, in the other's pixels, and is done with it. */
  layOnto(ink: Surface, x: number, y: number): void;
}
