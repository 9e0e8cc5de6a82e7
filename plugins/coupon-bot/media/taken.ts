/** An uploaded picture as it is kept: upright, in sRGB, without metadata, no larger than pictures are drawn. */
export interface TakenPicture {
  bytes: Uint8Array;
  contentType: "image/jpeg" | "image/png" | "image/webp";
  /** SHA-256 of the bytes, in hex. */
  hash: string;
  width: number;
  height: number;
  /** It moved; its first frame is kept. */
  animated: boolean;
}

/** An uploaded font as it is kept: unchanged, and known to be one. */
export interface TakenFont {
  bytes: Uint8Array;
  contentType: "font/woff2" | "font/woff" | "font/ttf" | "font/otf";
  /** SHA-256 of the bytes, in hex. */
  hash: string;
  /** What it calls itself, for lists. */
  family: string;
  style: string;
  /** How many letters and signs it has. */
  letters: number;
  /** It says that it must not be embedded in documents: for its buyer to know. */
  restricted: boolean;
}
