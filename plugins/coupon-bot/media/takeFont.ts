import { createHash } from "node:crypto";
import { createCanvas, GlobalFonts } from "@napi-rs/canvas";
import { create, type Font } from "fontkit";
import { Refusal } from "../render/refusal.ts";
import { kindOf } from "./fileKind.ts";
import { unfoldedBytes } from "./fontTables.ts";
import { MOST_UNFOLDED_FONT } from "./limits.ts";
import type { TakenFont } from "./taken.ts";

type FontKind = "woff2" | "woff" | "otf" | "ttf";

/** Without these nothing can be written with it. */
const NEEDED_LETTERS = 10;
const MOST_SAMPLES = 64;
const NAME_IN_USE = "upload under test";

/**
 * An uploaded font, unchanged, once its tables could be read by one library and its letters drawn by the one that will. Only in a
 * painter's process: fonts are programs of a kind.
 * @throws Refusal `upload.type`, `upload.unreadable`
 */
export async function takeFont(content: Uint8Array): Promise<TakenFont> {
  const kind = fontKind(content);
  const facts = readTables(content, kind);
  tryLetters(content, facts.sample);
  return {
    bytes: content,
    contentType: `font/${kind}`,
    hash: createHash("sha256").update(content).digest("hex"),
    family: facts.family,
    style: facts.style,
    letters: facts.letters,
    restricted: facts.restricted,
  };
}

function fontKind(content: Uint8Array): FontKind {
  const kind = kindOf(content);
  if (kind === "woff2" || kind === "woff" || kind === "otf" || kind === "ttf") return kind;
  if (kind === "ttc")
    throw refusal("type", "This file holds several fonts.", "Upload each of them as a file of its own.");
  throw refusal("type", "This is no font that can be used.", "Upload a WOFF2, WOFF, OTF or TTF file.");
}

interface Facts {
  family: string;
  style: string;
  letters: number;
  restricted: boolean;
  /** Some letters that it has. */
  sample: string;
}

function readTables(content: Uint8Array, kind: FontKind): Facts {
  try {
    const unfolded = unfoldedBytes(content, kind);
    if (unfolded > MOST_UNFOLDED_FONT) throw new RangeError(`Its tables would be ${unfolded} bytes.`);
    if ((kind === "otf" || kind === "ttf") && unfolded > content.byteLength)
      throw new RangeError("A table is cut off.");
    return factsOf(create(Buffer.from(content)));
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw broken(cause);
  }
}

function factsOf(font: ReturnType<typeof create>): Facts {
  if (!("characterSet" in font)) throw broken();
  const points = font.characterSet.filter((point) => point > 0x20);
  if (points.length < NEEDED_LETTERS || font.numGlyphs < NEEDED_LETTERS) throw broken();
  if (!(font.unitsPerEm >= 16 && font.unitsPerEm <= 16_384)) throw broken();
  const sample = samples(points);
  // Reads the outlines, where lies about offsets and counts come out.
  for (const letter of sample) outline(font, letter);
  return {
    family: named(font.familyName, "Font"),
    style: named(font.subfamilyName, "Regular"),
    letters: points.length,
    restricted: font["OS/2"].fsType.noEmbedding,
    sample,
  };
}

function outline(font: Font, letter: string): void {
  const { bbox, advanceWidth } = font.glyphForCodePoint(letter.codePointAt(0) ?? 0);
  if (!Number.isFinite(bbox.maxX - bbox.minX) || !Number.isFinite(advanceWidth)) throw broken();
}

/** Letters from all over the font, every so many. */
function samples(points: readonly number[]): string {
  const step = Math.max(1, Math.floor(points.length / MOST_SAMPLES));
  const some = points.filter((_, index) => index % step === 0).slice(0, MOST_SAMPLES);
  return String.fromCodePoint(...some);
}

/** Draws letters with it, out of sight, and forgets it again. */
function tryLetters(content: Uint8Array, sample: string): void {
  const key = GlobalFonts.register(Buffer.from(content), NAME_IN_USE);
  if (key === null) throw broken();
  try {
    const canvas = createCanvas(64, 64);
    const ink = canvas.getContext("2d");
    ink.font = `32px "${NAME_IN_USE}"`;
    if (!Number.isFinite(ink.measureText(sample).width)) throw broken();
    ink.fillText(sample, 0, 48);
    canvas.data();
  } finally {
    GlobalFonts.remove(key);
  }
}

/** A name for a list: one line, of bounded length. */
function named(name: unknown, otherwise: string): string {
  const plain = typeof name === "string" ? name.replace(/[\p{C}\s]+/gu, " ").trim() : "";
  return plain.slice(0, 80) || otherwise;
}

function broken(cause?: unknown): Refusal {
  return refusal(
    "unreadable",
    "The font is broken.",
    "Download it anew from where it came, and upload that.",
    cause,
  );
}

function refusal(code: string, message: string, hint: string, cause?: unknown): Refusal {
  return new Refusal(message, { code: `upload.${code}`, hint, cause });
}
