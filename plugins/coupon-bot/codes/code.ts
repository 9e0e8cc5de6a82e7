/** Longest code; what is longer is cut, so that it is found in no list. */
export const MOST_LETTERS = 40;
/** Spaces become a hyphen. Written so that the public page's script may hold the same. */
export const SPACES = /\s+/g;
/** What does not remain. */
export const NO_LETTERS = /[^A-Z0-9_-]/g;
/** Hyphens alone are no code. */
export const ANY = /[A-Z0-9]/;

/**
 * What somebody typed as a code: upper case, hyphens for the spaces inside, nothing but A-Z, 0-9, `-` and `_`. Letters that only look like
 * these (Cyrillic, full-width) are left out. Empty where no letter or digit remains.
 */
export function codeFrom(text: string): string {
  const code = text.trim().toUpperCase().replace(SPACES, "-").replace(NO_LETTERS, "").slice(0, MOST_LETTERS);
  return ANY.test(code) ? code : "";
}
