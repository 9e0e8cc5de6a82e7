import { Refusal } from "../render/refusal.ts";
import { MOST_SVG_BYTES } from "./limits.ts";

/** What no drawing of a mark needs, and how it is told. Each is refused and not cut out: what is left might not be what was meant. */
const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["declares entities", /<!ENTITY|<!DOCTYPE[^>]{0,2000}\[/i],
  ["contains a script", /<([\w-]+:)?script[\s>/]/i],
  ["contains a script", /\son[a-z]+\s*=/i],
  ["contains a script", /javascript\s*:/i],
  ["contains a web page", /<([\w-]+:)?(foreignObject|iframe|object|embed|audio|video)[\s>/]/i],
  ["includes other files", /<\?xml-stylesheet|<([\w-]+:)?include[\s>/]/i],
  ["includes other files", /@import/i],
];
/** Addresses: of a part of the drawing itself, or a picture within the file. */
const REFERENCE = /(?:[\s:]href\s*=\s*(?:"([^"]*)"|'([^']*)')|url\(\s*["']?([^"')]*))/gi;
const INSIDE = /^\s*(#|data:image\/(png|jpeg|gif|webp)[;,])/i;

/** The text of an SVG that draws and does nothing else. @throws Refusal `upload.unsafe`, `upload.svg_text`, `upload.too_large`, `upload.unreadable` */
export function safeSvg(content: Uint8Array): Uint8Array {
  if (content.byteLength > MOST_SVG_BYTES)
    throw new Refusal("The SVG is larger than 1 MB.", {
      code: "upload.too_large",
      hint: "Simplify the drawing, or export it as PNG.",
    });
  const text = decoded(content);
  const plain = withoutReferences(text);
  const found = FORBIDDEN.find(([, pattern]) => pattern.test(plain));
  if (found) throw unsafe(found[0]);
  if (/<([\w-]+:)?text[\s>]/i.test(plain)) throw wordy();
  for (const [, double, single, address] of plain.matchAll(REFERENCE))
    if (!INSIDE.test(double ?? single ?? address ?? "")) throw unsafe("refers to other files");
  return Buffer.from(text.replace(/<!DOCTYPE[^>]{0,2000}>/i, ""));
}

/** Other encodings would hide words from the search. */
function decoded(content: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch (cause) {
    throw new Refusal("The SVG is not written in UTF-8.", {
      code: "upload.unreadable",
      hint: "Export it anew as UTF-8, or as PNG.",
      cause,
    });
  }
}

/** Letters that are written as numbers, as plain letters. */
function withoutReferences(text: string): string {
  return text.replace(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));?/gi, (_, hex?: string, decimal?: string) => {
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : "";
  });
}

/** Its letters would be those of whatever fonts the machine has, or none. */
function wordy(): Refusal {
  return new Refusal("The SVG contains text, whose font is not in it.", {
    code: "upload.svg_text",
    hint: "Convert the text to outlines before you export it, or export it as PNG.",
  });
}

function unsafe(what: string): Refusal {
  return new Refusal(`The SVG ${what}.`, {
    code: "upload.unsafe",
    hint: "Export it anew as a plain SVG, or as PNG.",
  });
}
