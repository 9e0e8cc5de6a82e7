import type { Static } from "@promostack/core";
import type { BotView, MemberView, PersonView } from "../page/views.ts";

export type { ChatView, MessageView } from "../page/views.ts";
export type Person = Static<typeof PersonView>;
export type Bot = Static<typeof BotView>;
export type Member = Static<typeof MemberView>;

export const BASE = "/api/p/playground";

/** What an inline button does, in the Bot API's names. */
export interface InlineButton {
  text: string;
  url?: string;
}

export interface Entity {
  type: string;
  offset: number;
  length: number;
  url?: string;
}

type Facts = Record<string, unknown>;

export function facts(value: unknown): Facts {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function keyboardOf(content: Facts): InlineButton[][] {
  const rows = facts(content.reply_markup).inline_keyboard;
  if (!Array.isArray(rows)) return [];
  return rows.map((row: unknown) => (Array.isArray(row) ? row.map(buttonOf) : []));
}

function buttonOf(value: unknown): InlineButton {
  const { text, url } = facts(value);
  return { text: textOf(text) ?? "", url: textOf(url) };
}

export function entitiesOf(value: unknown): Entity[] {
  if (!Array.isArray(value)) return [];
  return value.map((each: unknown) => {
    const { type, offset, length, url } = facts(each);
    return { type: textOf(type) ?? "", offset: Number(offset), length: Number(length), url: textOf(url) };
  });
}
