const FINAL_SIGMA = "ς";
const SIGMA = "σ";
/** What `İ` is in lower case where its dot is kept. */
const DOTTED_I = "i\u0307";

/**
 * A text in lower case, the same in memory and in a database (`lowerCaseSql`). JavaScript, and ICU's locales, see where a word ends and keep
 * the dot of `İ`; PostgreSQL's own do neither. So there is one sigma, and one i.
 */
export function lowerCase(text: string): string {
  return text.toLowerCase().replaceAll(FINAL_SIGMA, SIGMA).replaceAll(DOTTED_I, "i");
}

/** `lowerCase` as SQL. */
export function lowerCaseSql(text: string): string {
  return `replace(translate(lower(${text}), '${FINAL_SIGMA}', '${SIGMA}'), '${DOTTED_I}', 'i')`;
}
