import { SIZE_IDS, type SizeId } from "../template/pixels.ts";
import { isLanguage, type Language } from "../texts/language.ts";

/** What a press asks for. */
export type Press =
  /** A look of an offer. */
  | { act: "look"; offer: string; template: string }
  | { act: "size"; offer: string; template: string; size: SizeId }
  /** The offer's looks from this page on. */
  | { act: "more"; offer: string; page: number }
  /** The code is checked once more. */
  | { act: "again"; code: string }
  | { act: "language"; language: Language };

const MOST_PAGE = 99;

/** What a button's press brings back: 57 bytes at most of Telegram's 64. Ids are UUIDs in base64url. */
export function pressData(press: Press): string {
  switch (press.act) {
    case "look":
      return `c:l:${shortId(press.offer)}:${shortId(press.template)}`;
    case "size":
      return `c:s:${shortId(press.offer)}:${shortId(press.template)}:${press.size}`;
    case "more":
      return `c:m:${shortId(press.offer)}:${press.page}`;
    case "again":
      return `c:r:${press.code}`;
    case "language":
      return `c:g:${press.language}`;
  }
}

/** Reads `pressData`; undefined for what is not one of ours. */
export function readPressData(data: string): Press | undefined {
  const [, act = "", rest = ""] = /^c:([lsmrg]):(.{1,60})$/.exec(data) ?? [];
  const [first = "", second = "", third = ""] = rest.split(":");
  const offer = longId(first);
  const template = longId(second);
  const size = SIZE_IDS.find((each) => each === third);
  if (act === "r") return /^[A-Z0-9_-]{1,40}$/.test(rest) ? { act: "again", code: rest } : undefined;
  if (act === "g") return isLanguage(rest) ? { act: "language", language: rest } : undefined;
  if (offer === undefined) return undefined;
  if (act === "m")
    return /^\d{1,2}$/.test(second)
      ? { act: "more", offer, page: Math.min(Number(second), MOST_PAGE) }
      : undefined;
  if (template === undefined) return undefined;
  if (act === "l") return { act: "look", offer, template };
  return size === undefined ? undefined : { act: "size", offer, template, size };
}

/** A UUID in 22 letters, and back. */
function shortId(id: string): string {
  return Buffer.from(id.replaceAll("-", ""), "hex").toString("base64url");
}

function longId(short: string): string | undefined {
  if (!/^[A-Za-z0-9_-]{22}$/.test(short)) return undefined;
  const hex = Buffer.from(short, "base64url").toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A key of a keyboard below a message. */
export type Key = { text: string; url: string } | { text: string; callback_data: string };

export function keyboard(...rows: Key[][]): { inline_keyboard: Key[][] } {
  return { inline_keyboard: rows.filter((row) => row.length > 0) };
}

export function pressKey(text: string, press: Press): Key {
  return { text, callback_data: pressData(press) };
}
