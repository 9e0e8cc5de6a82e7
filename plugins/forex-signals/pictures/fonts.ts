import { createRequire } from "node:module";
import { GlobalFonts } from "@napi-rs/canvas";

const require = createRequire(import.meta.url);
const WEIGHTS = [400, 600, 700] as const;

/** Families in the order in which a glyph is looked for. A subset is a family of its own: the list is what joins them. */
const FILES: readonly (readonly [family: string, file: (weight: number) => string])[] = [
  ["Inter", (weight) => require.resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff2`)],
  [
    "Inter Extended",
    (weight) => require.resolve(`@fontsource/inter/files/inter-latin-ext-${weight}-normal.woff2`),
  ],
  [
    "Inter Cyrillic",
    (weight) => require.resolve(`@fontsource/inter/files/inter-cyrillic-${weight}-normal.woff2`),
  ],
  [
    "Noto Arabic",
    (weight) =>
      require.resolve(`@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-${weight}-normal.woff2`),
  ],
  [
    "Noto Devanagari",
    (weight) =>
      require.resolve(
        `@fontsource/noto-sans-devanagari/files/noto-sans-devanagari-devanagari-${weight}-normal.woff2`,
      ),
  ],
];

const STACK = FILES.map(([family]) => `"${family}"`).join(", ");

/** Loads every family once; the registry is the process's, and these fonts are the product's own, never a tenant's. */
export function loadFonts(): void {
  for (const [family, file] of FILES) {
    if (GlobalFonts.has(family)) continue;
    for (const weight of WEIGHTS) GlobalFonts.registerFromPath(file(weight), family);
  }
}

/** A canvas font of a size in pixels. */
export function font(size: number, weight: (typeof WEIGHTS)[number] = 400): string {
  return `${weight} ${size}px ${STACK}`;
}
