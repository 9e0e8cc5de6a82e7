import type { Look } from "./scene.ts";

/** What a tenant says of pictures, in its settings. */
export interface PictureSettings {
  /** A chart as the answer to an opening post. */
  opening: boolean;
  /** The result as the answer to a closing post. */
  result: boolean;
  theme: Look["theme"];
  name: string;
}

export const DEFAULT_PICTURES: PictureSettings = { opening: true, result: true, theme: "dark", name: "" };

export type PictureKind = "opening" | "result";
