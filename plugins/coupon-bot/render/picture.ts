import { createHash } from "node:crypto";
import type { Size, SizeId } from "../template/pixels.ts";
import type { Template } from "../template/template.ts";
import type { Variables } from "../template/variables.ts";

export type PictureFormat = "jpeg" | "png" | "webp";

/** Something uploaded that a template may name: a picture, or a font, as `media` took it in. */
export interface Asset {
  /** SHA-256 of its content, in hex: what is known by it is not loaded again. */
  hash: string;
  load(): Promise<Uint8Array>;
}

/** A picture that somebody wants. */
export interface PictureRequest {
  tenantId: string;
  template: Template;
  size: SizeId;
  variables: Variables;
  /** By the ids that the template uses. Another file under an id takes its place: a person's own logo, for one. */
  assets: Readonly<Record<string, Asset>>;
  format: PictureFormat;
  /** Pixels across where it is to be smaller than its size: a preview is the picture itself, scaled. */
  width?: number;
}

export interface Picture {
  bytes: Uint8Array;
  contentType: string;
  /** Of the request: equal requests have equal pictures, byte by byte. An ETag, and a key for what is known about a picture. */
  hash: string;
  width: number;
  height: number;
}

export const CONTENT_TYPES: Readonly<Record<PictureFormat, string>> = {
  jpeg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
};

/** Pixels down of a picture of these proportions that is so wide. */
export function heightAt(width: number, { width: full, height }: Size): number {
  return Math.round((height * width) / full);
}

/** SHA-256, in hex, of JSON whose members are in the order of their names. */
export function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value, inOrder)).digest("hex");
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
