import type { Drawing } from "../template/drawing.ts";
import type { PictureFormat } from "./picture.ts";

/** What a painter is told to draw. */
export interface Order {
  tenantId: string;
  drawing: Drawing;
  format: PictureFormat;
  /** Pixels across; the drawing's own where it is not smaller. */
  width: number;
}

/** A message to a painter: an order, or the files that it asked for. */
export type ToPainter =
  | { id: number; order: Order }
  | { id: number; files: readonly (readonly [hash: string, content: Uint8Array])[] };

/** A message from a painter: files that it needs first, the picture, or why there is none. */
export type FromPainter =
  | { id: number; missing: string[] }
  | { id: number; picture: Uint8Array; memory: number }
  | { id: number; error: string; code?: string | undefined; hint?: string | undefined };
