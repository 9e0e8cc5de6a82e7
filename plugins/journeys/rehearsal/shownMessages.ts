import { readButtonData } from "../engine/messages.ts";
import type { Effect } from "../engine/move.ts";
import type { RehearsalMessage } from "./api.ts";

type Send = Extract<Effect, { kind: "send" }>;
type Button = RehearsalMessage["buttons"][number][number];

const MEDIA = ["photo", "video", "voice", "document", "animation"] as const;

/** What a move sends, as a chat shows it. */
export function shownMessages(effects: readonly Effect[], seq: number, now: number): RehearsalMessage[] {
  const sends = effects.filter((effect) => effect.kind === "send");
  return sends.flatMap((send, index) => {
    if (send.method === "sendChatAction") return [];
    const before = sends[index - 1];
    const typingMs = before?.method === "sendChatAction" ? send.afterMs - before.afterMs : 0;
    const { text, caption } = send.payload;
    return [
      {
        id: `${seq}.${index}`,
        step: send.step,
        at: now + send.afterMs,
        typingMs,
        html: textOf(text ?? caption),
        ...mediaOf(send),
        buttons: buttonsOf(send.payload.reply_markup),
        ...keysOf(send.payload.reply_markup),
      },
    ];
  });
}

function mediaOf({ payload }: Send): Pick<RehearsalMessage, "media"> {
  for (const kind of MEDIA) {
    const file = payload[kind];
    if (isObject(file)) return { media: { kind, file: textOf(file.$storage) } };
  }
  return {};
}

function buttonsOf(markup: unknown): Button[][] {
  const rows = isObject(markup) ? markup.inline_keyboard : undefined;
  if (!Array.isArray(rows)) return [];
  return rows.map((row) => (Array.isArray(row) ? row.filter(isObject).map(buttonOf) : []));
}

function buttonOf({ text, url, callback_data }: Record<string, unknown>): Button {
  const data = readButtonData(textOf(callback_data));
  return {
    text: textOf(text),
    ...(typeof url === "string" && { url }),
    ...(data !== undefined && { press: { step: data.step, button: data.button } }),
  };
}

function keysOf(markup: unknown): Pick<RehearsalMessage, "keys"> {
  if (!isObject(markup)) return {};
  if (markup.remove_keyboard === true) return { keys: [] };
  const rows = markup.keyboard;
  if (!Array.isArray(rows)) return {};
  return { keys: rows.map((row) => (Array.isArray(row) ? row.filter(isObject).map(keyOf) : [])) };
}

function keyOf({ text, request_contact }: Record<string, unknown>) {
  return { text: textOf(text), ...(request_contact === true && { shares: "contact" as const }) };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
