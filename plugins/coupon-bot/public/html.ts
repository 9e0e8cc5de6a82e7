import { createHash } from "node:crypto";
import { type Reply, reply } from "@promostack/core";
import { LANGUAGES, type Language } from "../texts/language.ts";

/** Text of HTML: what is not, goes in escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Piece = string | number | Html | undefined | readonly Piece[];

/** HTML with everything that is put into it escaped, unless it is HTML itself. */
export function html(texts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return new Html(texts.map((text, index) => text + escaped(pieces[index])).join(""));
}

const SIGNS: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(piece: Piece): string {
  if (piece === undefined) return "";
  if (piece instanceof Html) return piece.text;
  if (typeof piece === "string" || typeof piece === "number")
    return String(piece).replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);
  return piece.map(escaped).join("");
}

/** A text with its blanks filled in, some of them with HTML. */
export function woven(text: string, values: Readonly<Record<string, Piece>>): Html {
  return html`${text.split(/\{(\w+)\}/).map((part, index) => (index % 2 === 0 ? part : values[part]))}`;
}

/** Paragraphs of what somebody wrote, in their own direction: an empty line parts them, a line's end stays one. */
export function paragraphs(text: string): Html[] {
  return text
    .split(/\n{2,}/)
    .filter((each) => each.trim() !== "")
    .map(
      (each) =>
        html`<p dir="auto">${each.split("\n").map((line, index) => (index === 0 ? line : html`<br>${line}`))}</p>`,
    );
}

export interface PageParts {
  language: Language;
  title: string;
  description: string;
  /** Absolute addresses, for those who show a link to the page. */
  address: string;
  picture: { address: string; width: number; height: number };
  style: string;
  script: string;
  /** Words and facts for the script. */
  facts: unknown;
  body: Html;
  /** Found by search engines. */
  listed: boolean;
}

export function pageHtml(parts: PageParts): string {
  const { language, title, description, address, picture, style, script, facts, body, listed } = parts;
  return html`<!doctype html>
<html lang="${language}" dir="${LANGUAGES[language].direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<meta name="description" content="${description}">
${listed ? html`<link rel="canonical" href="${address}">` : html`<meta name="robots" content="noindex">`}
<meta property="og:type" content="website">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${address}">
<meta property="og:image" content="${picture.address}">
<meta property="og:image:width" content="${picture.width}">
<meta property="og:image:height" content="${picture.height}">
<meta name="twitter:card" content="summary_large_image">
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
${body}
<script id="facts" type="application/json">${new Html(jsonInHtml(facts))}</script>
${script === "" ? undefined : html`<script>${new Html(script)}</script>`}
</body>
</html>
`.text;
}

/** JSON that no browser takes for the end of its element. */
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

/** A page whose scripts and styles are the ones that it came with, and nothing else. `frames` are the sites that may show it inside of theirs. */
export function pageReply(
  status: number,
  page: PageParts,
  { frames, cache }: { frames: readonly string[]; cache: string },
): Reply {
  return reply(status, pageHtml(page), {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": [
      "default-src 'none'",
      `script-src ${page.script === "" ? "'none'" : hashOf(page.script)}`,
      `style-src ${hashOf(page.style)}`,
      "img-src 'self' data: blob:",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      `frame-ancestors ${frames.length === 0 ? "'none'" : ["'self'", ...frames].join(" ")}`,
    ].join("; "),
    "cache-control": cache,
    vary: "accept-language",
    "content-language": page.language,
  });
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
