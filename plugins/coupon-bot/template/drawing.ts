import type { FamilyId } from "./families.ts";
import type { Fill, Fit, Gradient, Point, Shadow, Stroke } from "./paint.ts";

/** A rectangle in pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where a layer is drawn; `rotation` in degrees clockwise around the box's middle. */
interface Placed {
  box: Box;
  rotation: number;
  opacity: number;
}

interface Framed {
  stroke?: Stroke;
  shadow?: Shadow;
}

/** A picture's file, by the SHA-256 of its content. */
export interface Photo {
  file: string;
  fit: Fit;
  focus: Point;
}

/** A family of the product's, or the file of a tenant's font. */
export type Face = { family: FamilyId } | { file: string };

export interface DrawnImage extends Placed, Framed, Photo {
  kind: "image";
  radius: number;
}

export interface DrawnLogo extends Placed, Framed {
  kind: "logo";
  file: string;
  shape: "circle" | "free";
  background?: string;
  /** Pixels between the mark and the edge. */
  padding: number;
}

export interface DrawnShape extends Placed, Framed {
  kind: "shape";
  shape: "rectangle" | "ellipse" | "line";
  fill?: Fill;
  radius: number;
  thickness: number;
  dash: number[];
}

export interface DrawnGradient extends Placed {
  kind: "gradient";
  fill: Gradient;
}

export interface DrawnText extends Placed, Framed {
  kind: "text";
  /** The words as they are drawn: variables filled in, capitals made. */
  words: string;
  face: Face;
  weight: number;
  colour: string;
  smallest: number;
  largest: number;
  lineHeight: number;
  /** In sizes of the type. */
  letterSpacing: number;
  direction: "ltr" | "rtl";
  align: "left" | "center" | "right";
  vertical: "top" | "middle" | "bottom";
  maxLines: number;
}

export interface DrawnQr extends Placed {
  kind: "qr";
  content: string;
  colour: string;
  background?: string;
  margin: number;
  correction: "L" | "M" | "Q" | "H";
  radius: number;
}

export type DrawnLayer = DrawnImage | DrawnLogo | DrawnShape | DrawnGradient | DrawnText | DrawnQr;

/** A picture as it is drawn: one size, pixels, no variables, nothing invisible. Lengths are pixels. */
export interface Drawing {
  width: number;
  height: number;
  language: string;
  background: { fill: Fill; photo?: Photo & { opacity: number } };
  layers: DrawnLayer[];
}
