import type { TakenFont, TakenPicture } from "../media/taken.ts";
import type { Drawing } from "../template/drawing.ts";
import type { PictureFormat } from "./picture.ts";

/** A picture to draw. */
export interface DrawJob {
  tenantId: string;
  drawing: Drawing;
  format: PictureFormat;
  /** Pixels across; the drawing's own where it is not smaller. */
  width: number;
}

/** What a painter is told to do: draw, or look at what somebody uploaded. */
export type Job = { draw: DrawJob } | { takePicture: Uint8Array } | { takeFont: Uint8Array };

export type Result = { drawn: Uint8Array } | { picture: TakenPicture } | { font: TakenFont };

/** A message to a painter: a job, or the files that it asked for. */
export type ToPainter =
  | { id: number; job: Job }
  | { id: number; files: readonly (readonly [hash: string, content: Uint8Array])[] };

/** A message from a painter: that it has started, files that it needs first, what it made, or why there is nothing. */
export type FromPainter =
  | { ready: true }
  | { id: number; missing: string[] }
  | { id: number; result: Result; memory: number }
  | { id: number; error: string; code?: string | undefined; hint?: string | undefined };
