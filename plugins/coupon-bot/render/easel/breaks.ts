/** A part of a paragraph that stays on one line if it can; `space` stands before it where it is not the first of its line. */
export interface Piece {
  text: string;
  space: boolean;
}

/** Scripts that write without spaces between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Beside these a line may break without a space: such letters, and the wide signs between them. */
const LOOSE = new RegExp(`${UNSPACED.source}|[\\u3000-\\u303f\\uff00-\\uffef]`, "u");
/** Signs that may not begin a line, and that may not end one. */
const NOT_FIRST =
  /^[\p{Pe}\p{Pf}、。，．！？：；,.!?:;%‰°ー々ゝゞぁぃぅぇぉっゃゅょァィゥェォッャュョๆฯ…·・]/u;
const NOT_LAST = /[\p{Ps}\p{Pi}#$€£¥₩]$/u;
/** Every space but those that forbid a break. */
const SPACES = /[^\S\u00a0\u202f]+/u;

const words = new Map<string, Intl.Segmenter>();

/** Where the lines of a paragraph may break, by the rules of its language. */
export function piecesOf(paragraph: string, language: string): Piece[] {
  return paragraph
    .split(SPACES)
    .filter((run) => run !== "")
    .flatMap((run) =>
      (UNSPACED.test(run) ? unspaced(run, language) : [run]).map((text, index) => ({
        text,
        space: index === 0,
      })),
    );
}

/** Words of a run without spaces, signs kept with the words that they belong to. */
function unspaced(run: string, language: string): string[] {
  const parts: string[] = [];
  for (const { segment } of segmenter(words, language, "word").segment(run)) {
    const last = parts.at(-1);
    const joined = last !== undefined && !mayBreak(last, segment);
    if (joined) parts[parts.length - 1] = last + segment;
    else parts.push(segment);
  }
  return parts;
}

function mayBreak(before: string, after: string): boolean {
  if (NOT_FIRST.test(after) || NOT_LAST.test(before)) return false;
  return LOOSE.test(before.slice(-1)) || LOOSE.test(after.slice(0, 1));
}

const graphemes = new Map<string, Intl.Segmenter>();

/** What a reader sees as single letters: where even a word may be broken in need. */
export function lettersOf(text: string, language: string): string[] {
  return Array.from(segmenter(graphemes, language, "grapheme").segment(text), ({ segment }) => segment);
}

function segmenter(
  made: Map<string, Intl.Segmenter>,
  language: string,
  granularity: "word" | "grapheme",
): Intl.Segmenter {
  const segmenter = made.get(language) ?? new Intl.Segmenter(language, { granularity });
  made.set(language, segmenter);
  return segmenter;
}
