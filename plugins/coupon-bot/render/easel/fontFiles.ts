import { createRequire } from "node:module";
import type { FamilyId } from "../../template/families.ts";
import { type Coverage, coverageOf, covers } from "./coverage.ts";

/** A file of a family: a part of Unicode, in every weight or in one. */
export interface FontFile {
  /** Name that it is registered by: no template can name it otherwise. */
  name: string;
  path: string;
  covers: Coverage;
}

const require = createRequire(import.meta.url);

interface Source {
  /** Package of `@fontsource-variable`, or of `@fontsource` where `fixed`. */
  id: string;
  fixed?: true;
  /** The one file that is read in place of the subsets. */
  only?: string;
}

const INTER: Source = { id: "inter" };

const FAMILY_SOURCES: Readonly<Record<FamilyId, Source>> = {
  inter: INTER,
  montserrat: { id: "montserrat" },
  rubik: { id: "rubik" },
  oswald: { id: "oswald" },
  "bebas-neue": { id: "bebas-neue", fixed: true },
  "playfair-display": { id: "playfair-display" },
  lora: { id: "lora" },
  pacifico: { id: "pacifico", fixed: true },
  caveat: { id: "caveat" },
  "jetbrains-mono": { id: "jetbrains-mono" },
};

const CHINESE: Source = { id: "noto-sans-sc" };
const JAPANESE: Source = { id: "noto-sans-jp" };
const KOREAN: Source = { id: "noto-sans-kr" };

/** Han letters differ by language: its own family comes first. */
const EAST_ASIAN = {
  zh: [CHINESE, JAPANESE, KOREAN],
  ja: [JAPANESE, CHINESE, KOREAN],
  ko: [KOREAN, CHINESE, JAPANESE],
} as const;

const SCRIPTS: readonly Source[] = [
  INTER,
  { id: "noto-sans-arabic" },
  { id: "noto-sans-hebrew" },
  { id: "noto-sans-devanagari" },
  { id: "noto-sans-thai" },
];
/** In parts the colours are lost: the whole of it or nothing. */
const EMOJI: Source = { id: "noto-color-emoji", fixed: true, only: "emoji" };
const SYMBOLS: Source = { id: "noto-sans-symbols-2", fixed: true };

/** Files in the order in which a letter is looked for: the family's, then the scripts'. */
export class FontStack {
  readonly files: readonly FontFile[];
  readonly #byPoint = new Map<number, FontFile[]>();

  constructor(files: readonly FontFile[]) {
    this.files = files;
  }

  /** The first two that say that they have the letter: the parts of a family promise more than each family keeps. */
  filesWith(letter: string): FontFile[] {
    const point = letter.codePointAt(0) ?? 0;
    const known = this.#byPoint.get(point);
    if (known !== undefined) return known;
    const found = this.files.filter((file) => covers(file.covers, point)).slice(0, 2);
    this.#byPoint.set(point, found);
    return found;
  }
}

const stacks = new Map<string, FontStack>();

/** The stack of a family (of a font that is not the product's, where absent) for words of a language. */
export function stackFor(family: FamilyId | undefined, language: string, words: string): FontStack {
  const spoken = eastAsian(language, words);
  const key = `${family ?? ""} ${spoken}`;
  const known = stacks.get(key);
  if (known !== undefined) return known;
  const first = family === undefined ? [] : [FAMILY_SOURCES[family]];
  const sources = [...new Set([...first, ...SCRIPTS, EMOJI, SYMBOLS, ...EAST_ASIAN[spoken]])];
  const stack = new FontStack(sources.flatMap(filesOf));
  stacks.set(key, stack);
  return stack;
}

/** Whose Han letters are meant: the language's, else those of the letters around. */
function eastAsian(language: string, words: string): keyof typeof EAST_ASIAN {
  const spoken = language.toLowerCase().split("-")[0];
  if (spoken === "zh" || spoken === "ja" || spoken === "ko") return spoken;
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(words)) return "ja";
  return /\p{Script=Hangul}/u.test(words) ? "ko" : "zh";
}

/** Parts that promise thousands of signs of which a family has a few. */
const BORROWED: ReadonlySet<string> = new Set(["symbols", "math"]);

const known = new Map<string, FontFile[]>();

function filesOf(source: Source): FontFile[] {
  const files = known.get(source.id) ?? readFiles(source);
  known.set(source.id, files);
  return files;
}

function readFiles({ id, fixed, only }: Source): FontFile[] {
  const from = fixed ? `@fontsource/${id}` : `@fontsource-variable/${id}`;
  const ranges: Record<string, string> = require(`${from}/unicode.json`);
  const file = (subset: string) =>
    require.resolve(`${from}/files/${id}-${subset}-${fixed ? "400" : "wght"}-normal.woff2`);
  if (only !== undefined)
    return [{ name: `own:${id}`, path: file(only), covers: coverageOf(Object.values(ranges).join()) }];
  return Object.entries(ranges).flatMap(([subset, covers]) => {
    // Numbered ones stand in brackets, their files do not.
    const part = subset.replace(/[[\]]/g, "");
    if (BORROWED.has(part) && id !== SYMBOLS.id) return [];
    return [{ name: `own:${id}:${part}`, path: file(part), covers: coverageOf(covers) }];
  });
}
