/** What may be uploaded as a picture, in bytes. */
export const MOST_PICTURE_BYTES = 10 * 1024 * 1024;
/** As a font. */
export const MOST_FONT_BYTES = 5 * 1024 * 1024;
/** An SVG is text that is all read before anything is drawn. */
export const MOST_SVG_BYTES = 1024 * 1024;
/** Of an uploaded picture: more than telephones take. */
export const MOST_PIXELS = 64_000_000;
export const MOST_SIDE = 16_000;
export const LEAST_SIDE = 16;
/** The longest side that is kept. */
export const KEPT_SIDE = 2560;
/** What a compressed font may unfold to, in bytes. */
export const MOST_UNFOLDED_FONT = 32 * 1024 * 1024;
