import type { Type } from "../../../render/easel/sheet.ts";
import type { DrawnText, Face } from "../../../template/drawing.ts";
import type { FamilyId } from "../../../template/families.ts";
import "./fonts.css";

/** Names that fonts.css gives. */
const NAMES: Readonly<Record<FamilyId, string>> = {
  inter: "Inter Variable",
  montserrat: "Montserrat Variable",
  rubik: "Rubik Variable",
  oswald: "Oswald Variable",
  "bebas-neue": "Bebas Neue",
  "playfair-display": "Playfair Display Variable",
  lora: "Lora Variable",
  pacifico: "Pacifico",
  caveat: "Caveat Variable",
  "jetbrains-mono": "JetBrains Mono Variable",
};

/** What letters are looked for in after the family itself, as the painter does; then in what the machine has. */
const OTHERS =
  '"Inter Variable", "Noto Sans Arabic Variable", "Noto Sans Hebrew Variable", "Noto Sans Devanagari Variable", "Noto Sans Thai Variable", sans-serif';

/** CSS's `font-family` for a face. */
export function familiesOf(face: Face): string {
  const own = "family" in face ? NAMES[face.family] : uploadedName(face.file);
  return `"${own}", ${OTHERS}`;
}

/** Fonts in this browser. What is not there yet is fetched; `arrived` tells that texts look different now. */
export class Lettering {
  readonly #arrived: () => void;
  readonly #asked = new Set<string>();

  constructor(arrived: () => void) {
    this.#arrived = arrived;
  }

  typeFor(words: string, face: Face): Type {
    return { words, families: familiesOf(face) };
  }

  /** Sees to it that what writes a text will be there. */
  need({ words, face, weight }: DrawnText): void {
    const type = `${weight} 40px ${familiesOf(face)}`;
    const key = `${type} ${words}`;
    if (this.#asked.has(key)) return;
    this.#asked.add(key);
    if (document.fonts.check(type, words)) return;
    document.fonts.load(type, words).then(this.#arrived, this.#arrived);
  }

  /** A font that somebody uploaded, known by its asset. */
  add(asset: string, url: string): void {
    if (this.#asked.has(asset)) return;
    this.#asked.add(asset);
    document.fonts.add(new FontFace(uploadedName(asset), `url(${JSON.stringify(url)})`));
  }
}

function uploadedName(asset: string): string {
  return `Upload ${asset}`;
}
