import { BOLD } from "./bold.ts";
import { QUIET } from "./quiet.ts";
import type { GalleryTemplate } from "./strokes.ts";

/** Templates to begin with, in the order in which they are shown. They need no uploads: all that they use comes with the product. */
export const GALLERY: readonly GalleryTemplate[] = [...BOLD, ...QUIET];
