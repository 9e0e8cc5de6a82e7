import { type FontKey, GlobalFonts } from "@napi-rs/canvas";
import type { Face } from "../../template/drawing.ts";
import { unreadable } from "../refusal.ts";
import { type Coverage, coverageOfPoints, covers } from "./coverage.ts";
import { type FontFile, stackFor } from "./fontFiles.ts";
import type { Type } from "./sheet.ts";

/** Tenants' fonts that stay registered for the next picture. */
const MOST_KEPT = 24;

interface Uploaded {
  key: FontKey;
  letters: Coverage;
}

/**
 * The registry of fonts is one for the whole process, so nothing in it has the name that its maker gave it: a tenant's font is known by
 * tenant and content, the product's by file, and no template writes such a name. A letter is looked for only in the families that are
 * asked for.
 */
export class Fonts {
  /** Registered fonts of tenants by their names, those of the longest ago first. */
  readonly #uploaded = new Map<string, Uploaded>();
  readonly #own = new Set<string>();

  /** Begins a drawing with these fonts of a tenant; answers which are not here. */
  begin(tenantId: string, files: readonly string[]): string[] {
    const names = files.map((file) => nameOf(tenantId, file));
    for (const name of names) {
      const font = this.#uploaded.get(name);
      if (font === undefined) continue;
      this.#uploaded.delete(name);
      this.#uploaded.set(name, font);
    }
    for (const [name, { key }] of this.#uploaded) {
      if (this.#uploaded.size <= MOST_KEPT || names.includes(name)) break;
      GlobalFonts.remove(key);
      this.#uploaded.delete(name);
    }
    return files.filter((_, index) => !this.#uploaded.has(names[index] ?? ""));
  }

  /** @throws Refusal `picture.asset_unreadable` */
  async add(tenantId: string, file: string, content: Uint8Array): Promise<void> {
    const name = nameOf(tenantId, file);
    const letters = await lettersOf(content);
    const key = GlobalFonts.register(Buffer.from(content), name);
    if (key === null) throw unreadable("font");
    this.#uploaded.set(name, { key, letters });
  }

  /** What writes these words in a face. Files are read when a text first needs them. */
  typeFor(words: string, face: Face, { tenantId, language }: { tenantId: string; language: string }): Type {
    const stack = stackFor("family" in face ? face.family : undefined, language, words);
    const own = "file" in face ? nameOf(tenantId, face.file) : undefined;
    const letters = own === undefined ? undefined : this.#uploaded.get(own)?.letters;
    const needed = new Set<FontFile>();
    const written = Array.from(words, (letter) => {
      const known = letters && covers(letters, letter.codePointAt(0) ?? 0);
      const shown =
        known || INVISIBLE.test(letter) || stack.filesWith(letter).length > 0 ? letter : inPlaceOf(letter);
      if (!known) for (const file of stack.filesWith(shown)) needed.add(file);
      return shown;
    });
    const inOrder = stack.files.filter((file) => needed.has(file));
    for (const file of inOrder) this.#register(file);
    const names = [...(own === undefined ? [] : [own]), ...inOrder.map(({ name }) => name)];
    return { words: written.join(""), families: names.map((name) => `"${name}"`).join(", ") };
  }

  #register({ name, path }: FontFile): void {
    if (this.#own.has(name)) return;
    GlobalFonts.registerFromPath(path, name);
    this.#own.add(name);
  }
}

/** Stands for letters that no family has; without it the machine's own fonts would be asked, and each machine has others. */
const NO_LETTER = "\u25a1";
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cf}\s]/u;

/** Marks belong to a letter, whose box stands for both. */
function inPlaceOf(letter: string): string {
  return /\p{M}/u.test(letter) ? "" : NO_LETTER;
}

/** The letters that a font has, by its own table. */
async function lettersOf(content: Uint8Array): Promise<Coverage> {
  try {
    // With the first font that somebody uploaded: most pictures have none.
    const { create } = await import("fontkit");
    const font = create(Buffer.from(content));
    return coverageOfPoints("characterSet" in font ? font.characterSet : []);
  } catch (cause) {
    throw unreadable("font", cause);
  }
}

function nameOf(tenantId: string, file: string): string {
  return `upload:${tenantId}:${file}`;
}
