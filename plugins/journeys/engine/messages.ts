import type { OutboxMethod } from "@promostack/core";
import type { Button, Content, Media } from "../graph/parts.ts";
import { fill } from "./lookup.ts";
import type { Session } from "./session.ts";
import type { World } from "./world.ts";

const METHODS: Record<Media["kind"], { method: OutboxMethod; field: string }> = {
  photo: { method: "sendPhoto", field: "photo" },
  video: { method: "sendVideo", field: "video" },
  voice: { method: "sendVoice", field: "voice" },
  document: { method: "sendDocument", field: "document" },
  animation: { method: "sendAnimation", field: "animation" },
};

/** A message for the Bot API, without its chat. */
export interface Rendered {
  method: OutboxMethod;
  payload: Record<string, unknown>;
}

/** What stands on a button, and what its press brings back. */
export interface Key {
  text: string;
  url?: string;
  data?: string;
}

/**
 * Content with its variables filled in, for sending, with its keys below it unless another keyboard takes their place. A file that has
 * been sent before goes by its id: the outbox sees to that.
 */
export function renderContent(
  content: Content,
  keys: readonly Key[],
  session: Session,
  world: World,
  keyboard: object | undefined = keyboardOf(keys),
): Rendered {
  const text = fill(content.text, session, world, "html").trim();
  const common = {
    ...(content.silent && { disable_notification: true }),
    ...(keyboard !== undefined && { reply_markup: keyboard }),
  };
  if (content.media === undefined || content.media.file === "") {
    return {
      method: "sendMessage",
      payload: {
        text,
        parse_mode: "HTML",
        ...(content.plainLinks && { link_preview_options: { is_disabled: true } }),
        ...common,
      },
    };
  }
  const { method, field } = METHODS[content.media.kind];
  const caption = text === "" ? {} : { caption: text, parse_mode: "HTML" };
  return { method, payload: { [field]: { $storage: content.media.file }, ...caption, ...common } };
}

/** Keys of a step's own buttons. */
export function buttonKeys(buttons: readonly Button[], step: string, session: Session, world: World): Key[] {
  return buttons.map(({ id, text, does, url = "" }) => {
    if (does !== "link") return { text: fill(text, session, world), data: buttonData(session.id, step, id) };
    const address = world.counted?.(step, id) ?? fill(url, session, world, "url");
    return { text: fill(text, session, world), url: address };
  });
}

/** Two short ones stand beside each other. */
function keyboardOf(keys: readonly Key[]): { inline_keyboard: object[][] } | undefined {
  if (keys.length === 0) return undefined;
  const rows: object[][] = [];
  let width = 0;
  for (const { text, url, data } of keys) {
    const key = url === undefined ? { text, callback_data: data } : { text, url };
    const last = rows.at(-1);
    if (last?.length === 1 && width + text.length <= 24) last.push(key);
    else rows.push([key]);
    width = text.length;
  }
  return { inline_keyboard: rows };
}

const PREFIX = "j";

/**
 * What a button's press brings back: the walk (a UUID in base64url), the step and the button, 50 bytes at most. It says nothing to
 * anybody else, and is obeyed only when it comes from the walk's own person.
 */
export function buttonData(sessionId: string, step: string, button: string): string {
  const id = Buffer.from(sessionId.replaceAll("-", ""), "hex").toString("base64url");
  return `${PREFIX}:${id}:${step}:${button}`;
}

/** Reads `buttonData`; undefined for what is not one of ours. */
export function readButtonData(
  data: string,
): { sessionId: string; step: string; button: string } | undefined {
  const found = /^j:([A-Za-z0-9_-]{22}):([a-z0-9]{1,12}):([a-z0-9]{1,12})$/.exec(data);
  if (found === null) return undefined;
  const [, id = "", step = "", button = ""] = found;
  const hex = Buffer.from(id, "base64url").toString("hex");
  const sessionId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return { sessionId, step, button };
}
