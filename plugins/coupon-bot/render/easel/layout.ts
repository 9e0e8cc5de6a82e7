import type { DrawnText } from "../../template/drawing.ts";
import { lettersOf, type Piece, piecesOf } from "./breaks.ts";

/** Width of a text in sizes of its type. */
export type Measure = (text: string) => number;

export interface Layout {
  /** Size of the type in pixels. */
  size: number;
  lines: string[];
}

type Room = Pick<DrawnText, "box" | "smallest" | "largest" | "lineHeight" | "maxLines">;

/** Words stay whole down to this part of the largest size; below it, a word may rather be broken. */
const WHOLE_DOWN_TO = 0.5;
/** Lines of a headline; longer texts fill their lines. */
const MOST_BALANCED = 4;
const ELLIPSIS = "…";
/** Pixels that rounding may add. */
const SLACK = 0.5;

/**
 * The largest size at which the words fit their box, in whole pixels, and their lines. What does not fit at the smallest size is cut with
 * an ellipsis. Only `measure` knows the fonts, so that this stays a function of its input.
 */
export function layOut(words: string, language: string, room: Room, measure: Measure): Layout {
  const text = new Paragraphs(words, language, measure);
  const smallest = Math.min(room.smallest, room.largest);
  const oneLine = room.maxLines === 1;
  const whole = oneLine ? smallest : Math.max(smallest, room.largest * WHOLE_DOWN_TO);
  const laid =
    largestThatFits(whole, room.largest, (size) => text.fitted(size, room, false)) ??
    (oneLine ? undefined : largestThatFits(smallest, whole, (size) => text.fitted(size, room, true)));
  if (laid === undefined) return { size: smallest, lines: text.cut(smallest, room) };
  return { size: laid.size, lines: text.balanced(laid.size, room, laid.lines) };
}

/** Searches sizes from `low` to `high` by halves: what fits at a size fits at every smaller one. */
function largestThatFits(
  low: number,
  high: number,
  fitted: (size: number) => string[] | undefined,
): Layout | undefined {
  const top = fitted(high);
  if (top) return { size: high, lines: top };
  let [from, to] = [Math.ceil(low), Math.ceil(high) - 1];
  let best: Layout | undefined;
  while (from <= to) {
    const size = (from + to) >> 1;
    const lines = fitted(size);
    if (lines) best = { size, lines };
    if (lines) from = size + 1;
    else to = size - 1;
  }
  if (best) return best;
  const least = fitted(low);
  return least && { size: low, lines: least };
}

class Paragraphs {
  readonly #paragraphs: Piece[][];
  readonly #language: string;
  readonly #measure: Measure;
  readonly #widths = new Map<string, number>();

  constructor(words: string, language: string, measure: Measure) {
    this.#language = language;
    this.#measure = measure;
    this.#paragraphs = words.split(/\r\n|[\n\r\u2028\u2029]/).map((each) => piecesOf(each, language));
  }

  /** Lines at a size; undefined where they do not fit. `broken` allows a break within words that are wider than a line. */
  fitted(size: number, { box, lineHeight, maxLines }: Room, broken: boolean): string[] | undefined {
    const most = Math.min(maxLines, Math.floor((box.height + SLACK) / (size * lineHeight)));
    if (most < 1 || this.#paragraphs.length > most) return undefined;
    const width = (box.width + SLACK) / size;
    const lines = this.#lines(width, broken);
    return lines.length <= most && lines.every((line) => this.#width(line) <= width) ? lines : undefined;
  }

  /** As many lines as there is room for, at least one; the last says that something is missing. */
  cut(size: number, { box, lineHeight, maxLines }: Room): string[] {
    const most = Math.max(1, Math.min(maxLines, Math.floor((box.height + SLACK) / (size * lineHeight))));
    const width = (box.width + SLACK) / size;
    const lines = this.#lines(width, maxLines > 1);
    const shown = lines.slice(0, most);
    const last = shown.at(-1) ?? "";
    if (lines.length <= most && this.#width(last) <= width) return shown;
    return [...shown.slice(0, -1), this.#shortened(last, width)];
  }

  /** As many lines, but of about the same length: a headline does not leave its last word alone. */
  balanced(size: number, room: Room, lines: string[]): string[] {
    if (lines.length < 2 || lines.length > MOST_BALANCED || this.#paragraphs.length > 1) return lines;
    let [low, high] = [0, room.box.width];
    let best = lines;
    while (high - low > size / 4) {
      const width = (low + high) / 2;
      const narrower = this.fitted(size, { ...room, box: { ...room.box, width } }, false);
      if (narrower?.length === lines.length) best = narrower;
      if (narrower?.length === lines.length) high = width;
      else low = width;
    }
    return best;
  }

  #lines(width: number, broken: boolean): string[] {
    return this.#paragraphs.flatMap((pieces) => {
      const lines: string[] = [];
      let line = "";
      for (const piece of pieces) {
        const longer = line === "" ? piece.text : `${line}${piece.space ? " " : ""}${piece.text}`;
        if (line === "" || this.#width(longer) <= width) line = longer;
        else {
          lines.push(line);
          line = piece.text;
        }
        if (broken && this.#width(line) > width) {
          const parts = this.#broken(line, width);
          lines.push(...parts.slice(0, -1));
          line = parts.at(-1) ?? "";
        }
      }
      return [...lines, line];
    });
  }

  /** A word in parts that fit, after a hyphen or the like where one is near. */
  #broken(word: string, width: number): string[] {
    const parts: string[] = [];
    let part = "";
    for (const letter of lettersOf(word, this.#language)) {
      if (part !== "" && this.#width(part + letter) > width) {
        const joint = Math.max(...JOINTS.map((sign) => part.lastIndexOf(sign))) + 1;
        const at = joint > part.length / 3 ? joint : part.length;
        parts.push(part.slice(0, at));
        part = part.slice(at);
      }
      part += letter;
    }
    return [...parts, part];
  }

  #shortened(line: string, width: number): string {
    const letters = lettersOf(line, this.#language);
    while (letters.length > 1 && this.#width(letters.join("") + ELLIPSIS) > width) letters.pop();
    return letters.join("").trimEnd() + ELLIPSIS;
  }

  #width(text: string): number {
    const known = this.#widths.get(text);
    if (known !== undefined) return known;
    const width = this.#measure(text);
    this.#widths.set(text, width);
    return width;
  }
}

const JOINTS = ["-", "_", "/", ".", "·", "–", "&", "?", "="];
