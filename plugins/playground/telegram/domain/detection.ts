import type { Entity } from "./shapes.ts";

/** What Telegram recognises in plain text by itself, in the order in which one hides another. */
const PATTERNS: readonly [type: string, pattern: RegExp][] = [
  ["email", /(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi],
  [
    "url",
    /(?<![\w@])(?:https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]']|(?:[a-z0-9-]+\.)+(?:com|org|net|io|me|dev|app|ai|co|test)(?:\/[^\s<>"]*[^\s<>".,;:!?)\]'])?\b)/gi,
  ],
  ["mention", /(?<![\w@/])@[a-z][a-z0-9_]{3,31}(?!\w)/gi],
  ["bot_command", /(?<![\w/@])\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?(?![\w/])/gi],
  ["hashtag", /(?<![\p{L}\p{N}_#])#(?=[\p{L}\p{N}_]*\p{L})[\p{L}\p{N}_]+/gu],
  ["cashtag", /(?<![\w$])\$[A-Z]{1,8}(?!\w)/g],
];
/** Nothing is recognised inside these. */
const OPAQUE = new Set(["code", "pre", "text_link", "text_mention", "custom_emoji"]);

/** `entities` with those added that Telegram finds in the text itself, sorted as Telegram sorts them. */
export function withDetected(text: string, entities: readonly Entity[]): Entity[] {
  const all = [...entities];
  const blocked = entities.filter(({ type }) => OPAQUE.has(type));
  for (const [type, pattern] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const found = { type, offset: match.index, length: match[0].length };
      if (blocked.some((each) => overlaps(each, found))) continue;
      blocked.push(found);
      all.push(found);
    }
  }
  return all.sort((one, other) => one.offset - other.offset || other.length - one.length);
}

function overlaps(one: Entity, other: Entity): boolean {
  return one.offset < other.offset + other.length && other.offset < one.offset + one.length;
}
