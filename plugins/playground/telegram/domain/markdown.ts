import { badRequest, type Refusal } from "./refusal.ts";
import type { FormattedText } from "./shapes.ts";
import { TextBuilder } from "./textBuilder.ts";

const RESERVED = new Set("_*[]()~`>#+-=|{}.!");
const TYPES: Readonly<Record<string, string>> = {
  "*": "bold",
  _: "italic",
  __: "underline",
  "~": "strikethrough",
  "||": "spoiler",
};
const NAMES: Readonly<Record<string, string>> = {
  bold: "Bold",
  italic: "Italic",
  underline: "Underline",
  strikethrough: "Strikethrough",
  spoiler: "Spoiler",
};

interface Mark {
  mark: string;
  from: number;
  at: number;
}

/** Bot API "MarkdownV2 style": text and entities, or Telegram's refusal. */
export function parseMarkdownV2(source: string): FormattedText {
  const out = new TextBuilder();
  const open: Mark[] = [];
  let at = 0;
  let quote: number | undefined;
  while (at < source.length) {
    const char = source[at] ?? "";
    const lineStart = at === 0 || source[at - 1] === "\n";
    if (lineStart && char === ">") {
      quote ??= out.length;
      at++;
    } else if (lineStart && quote !== undefined) {
      out.entity("blockquote", quote);
      quote = undefined;
    } else if (char === "\\" && at + 1 < source.length) {
      out.append(source[at + 1] ?? "");
      at += 2;
    } else if (char === "`") {
      at = codeSpan(source, at, out);
    } else if (char === "[") {
      open.push({ mark: "[", from: out.length, at });
      at++;
    } else if (char === "]" && open.at(-1)?.mark === "[") {
      at = closeLink(source, at, open, out);
    } else {
      at = markOrText(source, at, open, out);
    }
  }
  if (quote !== undefined) out.entity("blockquote", quote);
  const last = open.at(-1);
  if (last) throw unclosed(last, source);
  return out.finish();
}

function markOrText(source: string, at: number, open: Mark[], out: TextBuilder): number {
  const two = source.slice(at, at + 2);
  const mark = TYPES[two] !== undefined ? two : (source[at] ?? "");
  const type = TYPES[mark];
  if (type === undefined) {
    if (RESERVED.has(mark)) {
      throw problem(`Character '${mark}' is reserved and must be escaped with the preceding '\\'`);
    }
    const next = nextSpecial(source, at + 1);
    out.append(source.slice(at, next));
    return next;
  }
  const top = open.at(-1);
  if (top?.mark === mark) {
    open.pop();
    out.entity(type, top.from);
  } else {
    open.push({ mark, from: out.length, at });
  }
  return at + mark.length;
}

function nextSpecial(source: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    const char = source[at] ?? "";
    if (RESERVED.has(char) || char === "\\" || char === "\n") return at;
  }
  return source.length;
}

function codeSpan(source: string, at: number, out: TextBuilder): number {
  const fence = source.startsWith("```", at) ? "```" : "`";
  const from = at + fence.length;
  let end = source.indexOf(fence, from);
  while (end > 0 && source[end - 1] === "\\") end = source.indexOf(fence, end + 1);
  if (end < 0) {
    const kind = fence === "`" ? "Code" : "Pre";
    throw problem(
      `Can't find end of ${kind} entity at byte offset ${Buffer.byteLength(source.slice(0, at))}`,
    );
  }
  const inner = source.slice(from, end);
  const language = fence === "```" ? /^([\w+#-]+)\n/.exec(inner)?.[1] : undefined;
  const body = language === undefined ? inner.replace(/^\n/, "") : inner.slice(language.length + 1);
  const start = out.length;
  out.append(body.replace(/\\([\s\S])/g, "$1"));
  out.entity(fence === "`" ? "code" : "pre", start, language === undefined ? {} : { language });
  return end + fence.length;
}

function closeLink(source: string, at: number, open: Mark[], out: TextBuilder): number {
  const mark = open.pop();
  const match = /^\(((?:\\.|[^\\)])*)\)/.exec(source.slice(at + 1));
  if (mark && match) {
    out.link(mark.from, (match[1] ?? "").replace(/\\(.)/g, "$1"));
    return at + 1 + match[0].length;
  }
  if (mark) out.link(mark.from, out.textFrom(mark.from));
  return at + 1;
}

function unclosed({ mark, at }: Mark, source: string): Refusal {
  const name = mark === "[" ? "a link" : (NAMES[TYPES[mark] ?? ""] ?? mark);
  const what = mark === "[" ? "a Link" : name;
  return problem(`Can't find end of ${what} entity at byte offset ${Buffer.byteLength(source.slice(0, at))}`);
}

function problem(reason: string): Refusal {
  return badRequest(`can't parse entities: ${reason}`);
}
