import { badRequest, type Refusal } from "./refusal.ts";
import type { FormattedText } from "./shapes.ts";
import { TextBuilder } from "./textBuilder.ts";

/** Tag to entity type, with Telegram's synonyms. */
const TAGS: Readonly<Record<string, string>> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  "tg-spoiler": "spoiler",
  span: "spoiler",
  a: "text_link",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  "tg-emoji": "custom_emoji",
};
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

interface Tag {
  name: string;
  attributes: Map<string, string>;
  from: number;
  /** Byte offset in the source, for error messages. */
  at: number;
}

/** Bot API "HTML style": text and entities, or Telegram's refusal. Offsets in messages are bytes of the source, as Telegram counts. */
export function parseHtml(source: string): FormattedText {
  const out = new TextBuilder();
  const open: Tag[] = [];
  let at = 0;
  while (at < source.length) {
    const char = source[at];
    if (char === "<") {
      at = source[at + 1] === "/" ? closeTag(source, at, open, out) : openTag(source, at, open, out);
    } else if (char === "&") {
      at = characterReference(source, at, out);
    } else {
      const next = nextMarkup(source, at);
      out.append(source.slice(at, next));
      at = next;
    }
  }
  const last = open.at(-1);
  if (last) throw problem(`Can't find end tag corresponding to start tag "${last.name}"`);
  return out.finish();
}

function nextMarkup(source: string, from: number): number {
  for (let at = from; at < source.length; at++) {
    if (source[at] === "<" || source[at] === "&") return at;
  }
  return source.length;
}

function openTag(source: string, at: number, open: Tag[], out: TextBuilder): number {
  const match = /^<([^\s>/]*)/.exec(source.slice(at, at + 64));
  const name = (match?.[1] ?? "").toLowerCase();
  const offset = bytes(source, at);
  if (TAGS[name] === undefined) throw problem(`Unsupported start tag "${name}" at byte offset ${offset}`);
  const { attributes, end } = readAttributes(source, at + 1 + name.length, name, offset);
  if (name === "span" && attributes.get("class") !== "tg-spoiler") {
    throw problem(`Tag "span" must have class "tg-spoiler" at byte offset ${offset}`);
  }
  open.push({ name, attributes, from: out.length, at: offset });
  return end;
}

function readAttributes(source: string, from: number, tag: string, offset: number) {
  const attributes = new Map<string, string>();
  let at = from;
  for (;;) {
    while (/\s/.test(source[at] ?? "")) at++;
    if (at >= source.length) throw problem(`Unclosed start tag "${tag}" at byte offset ${offset}`);
    if (source[at] === ">") return { attributes, end: at + 1 };
    const match = /^([^\s=>"'/]+)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?/.exec(source.slice(at));
    if (!match) throw problem(`Unexpected character in the tag "${tag}" at byte offset ${bytes(source, at)}`);
    const value = match[3] ?? match[4] ?? match[5] ?? "";
    attributes.set((match[1] ?? "").toLowerCase(), unescapeText(value));
    at += match[0].length;
  }
}

function closeTag(source: string, at: number, open: Tag[], out: TextBuilder): number {
  const end = source.indexOf(">", at);
  const offset = bytes(source, at);
  if (end < 0) throw problem(`Unclosed end tag at byte offset ${offset}`);
  const name = source
    .slice(at + 2, end)
    .trim()
    .toLowerCase();
  const tag = open.pop();
  if (!tag) throw problem(`Unexpected end tag at byte offset ${offset}`);
  if (name !== "" && name !== tag.name) {
    throw problem(
      `Unmatched end tag at byte offset ${offset}, expected "</${tag.name}>", found "</${name}>"`,
    );
  }
  addEntity(tag, open, out);
  return end + 1;
}

function addEntity(tag: Tag, open: readonly Tag[], out: TextBuilder): void {
  const type = TAGS[tag.name] ?? tag.name;
  if (tag.name === "a") {
    const url = tag.attributes.get("href") || out.textFrom(tag.from);
    out.link(tag.from, url);
  } else if (tag.name === "pre" || tag.name === "code") {
    const language = /^language-(.+)$/.exec(tag.attributes.get("class") ?? "")?.[1];
    // <pre><code class="language-x"> is one `pre` with a language.
    if (tag.name === "code" && open.at(-1)?.name === "pre") {
      if (language !== undefined) open.at(-1)?.attributes.set("class", `language-${language}`);
      return;
    }
    out.entity(type, tag.from, language !== undefined && tag.name === "pre" ? { language } : {});
  } else if (tag.name === "blockquote") {
    out.entity(tag.attributes.has("expandable") ? "expandable_blockquote" : type, tag.from);
  } else if (tag.name === "tg-emoji") {
    const id = tag.attributes.get("emoji-id");
    if (!id) throw problem(`Tag "tg-emoji" must have attribute "emoji-id"`);
    out.entity(type, tag.from, { custom_emoji_id: id });
  } else {
    out.entity(type, tag.from);
  }
}

const REFERENCE = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{1,8}));?/gi;

/** Appends what `&…;` stands for; an `&` that begins nothing stands for itself. */
function characterReference(source: string, at: number, out: TextBuilder): number {
  const [whole = "&"] = source.slice(at, at + 16).match(REFERENCE) ?? [];
  const known = source.startsWith(whole, at) ? whole : "&";
  out.append(unescapeText(known));
  return at + known.length;
}

function unescapeText(value: string): string {
  return value.replace(REFERENCE, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number.parseInt(decimal, 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function bytes(source: string, end: number): number {
  return Buffer.byteLength(source.slice(0, end));
}

function problem(reason: string): Refusal {
  return badRequest(`can't parse entities: ${reason}`);
}
