/** Tags of the Bot API's HTML parse mode. */
const TAGS = new Set([
  "b",
  "strong",
  "i",
  "em",
  "u",
  "ins",
  "s",
  "strike",
  "del",
  "span",
  "tg-spoiler",
  "a",
  "tg-emoji",
  "tg-time",
  "code",
  "pre",
  "blockquote",
]);

const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };
const TOKEN =
  /<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*>|<|&(#x?[0-9a-f]+|[a-z]+);/gi;

/**
 * What Telegram makes of text in HTML parse mode: the plain text whose length it counts (UTF-16 units), or why it
 * would refuse it. Covers supported tags, nesting and character references; Telegram has the last word.
 */
export function readTelegramHtml(html: string): { text: string } | { problem: string } {
  if (!html.includes("<") && !html.includes("&")) return { text: html };
  const open: string[] = [];
  let text = "";
  let from = 0;
  for (const token of html.matchAll(TOKEN)) {
    const [whole, slash, name, , reference] = token;
    text += html.slice(from, token.index);
    from = token.index + whole.length;
    if (reference !== undefined) text += character(reference) ?? whole;
    else if (name === undefined) return { problem: `a bare "<" at ${token.index}: write &lt;` };
    else {
      const tag = name.toLowerCase();
      if (!TAGS.has(tag)) return { problem: `<${tag}> is not among Telegram's tags` };
      if (slash === "") open.push(tag);
      else if (open.pop() !== tag) return { problem: `</${tag}> at ${token.index} closes nothing` };
    }
  }
  const left = open.pop();
  if (left !== undefined) return { problem: `<${left}> is never closed` };
  return { text: text + html.slice(from) };
}

function character(reference: string): string | undefined {
  if (!reference.startsWith("#")) return NAMED[reference.toLowerCase()];
  const hex = reference[1]?.toLowerCase() === "x";
  const code = Number.parseInt(reference.slice(hex ? 2 : 1), hex ? 16 : 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** Escapes text for Telegram's HTML, attributes included. */
export function escapeTelegramHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
