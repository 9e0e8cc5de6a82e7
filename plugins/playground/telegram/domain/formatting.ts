import { withDetected } from "./detection.ts";
import { parseHtml } from "./html.ts";
import { parseMarkdownV2 } from "./markdown.ts";
import { isRecord, type Parameters } from "./parameters.ts";
import { badRequest } from "./refusal.ts";
import type { Entity, FormattedText } from "./shapes.ts";

const TEXT_LIMIT = 4096;
const CAPTION_LIMIT = 1024;

/** The message text of a call, at most 4,096 characters after its entities were parsed. */
export function messageText(parameters: Parameters): FormattedText {
  const formatted = format(
    parameters.text("text") ?? "",
    parameters.text("parse_mode"),
    parameters.list("entities"),
  );
  if (formatted.text === "") throw badRequest("message text is empty");
  if (characters(formatted.text) > TEXT_LIMIT) throw badRequest("message is too long");
  return formatted;
}

/** The caption as it stands in a message: both fields, or nothing. At most 1,024 characters after parsing. */
export function captionFields(
  caption: string | undefined,
  mode: string | undefined,
  entities: unknown[] | undefined,
) {
  const formatted = format(caption ?? "", mode, entities);
  if (characters(formatted.text) > CAPTION_LIMIT) throw badRequest("message caption is too long");
  if (formatted.text === "") return {};
  return {
    caption: formatted.text,
    ...(formatted.entities.length > 0 && { caption_entities: formatted.entities }),
  };
}

/** Text by parse mode, or with the entities given, and with what Telegram recognises by itself. */
export function format(
  source: string,
  mode: string | undefined,
  entities: unknown[] | undefined,
): FormattedText {
  const { text, entities: marked } = parsed(source, mode, entities);
  return { text, entities: withDetected(text, marked) };
}

function parsed(source: string, mode: string | undefined, entities: unknown[] | undefined): FormattedText {
  switch (mode?.toLowerCase() ?? "") {
    case "":
      return given(source, entities ?? []);
    case "html":
      return parseHtml(source);
    case "markdownv2":
      return parseMarkdownV2(source);
    default:
      throw badRequest("unsupported parse_mode");
  }
}

function given(source: string, entities: unknown[]): FormattedText {
  const text = source.trim();
  return { text, entities: entities.map((each) => readEntity(each, text)) };
}

function readEntity(value: unknown, text: string): Entity {
  if (!isRecord(value)) throw badRequest("can't parse MessageEntity: expected an Object");
  const { type, offset, length, url, user, language, custom_emoji_id: emoji } = value;
  if (typeof type !== "string" || typeof offset !== "number" || typeof length !== "number") {
    throw badRequest(`can't parse MessageEntity: Can't find field "type", "offset" or "length"`);
  }
  if (offset < 0 || length <= 0 || offset + length > text.length) {
    throw badRequest("ENTITY_BOUNDS_INVALID");
  }
  return {
    type,
    offset,
    length,
    ...(typeof url === "string" && { url }),
    ...(typeof language === "string" && { language }),
    ...(typeof emoji === "string" && { custom_emoji_id: emoji }),
    ...(isRecord(user) && { user: { id: Number(user.id), is_bot: false, first_name: "" } }),
  };
}

/** Telegram counts characters, not UTF-16 units, for its limits. */
function characters(text: string): number {
  return [...text].length;
}
