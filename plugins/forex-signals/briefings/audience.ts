import type { Channel } from "@promostack/core";
import { messageKind } from "../messages/kinds.ts";
import type { Language } from "../messages/language.ts";
import { type ChannelKind, placementOf } from "../messages/rules.ts";
import type { ChoosingTenant } from "../signals/choices.ts";
import { languageOf } from "../signals/settings.ts";
import type { BulletinKind } from "./bulletin.ts";

/** A chat that hears a bulletin, and how it wants it. */
export interface BulletinChat {
  chat: string;
  title: string;
  kind: ChannelKind;
  language: Language;
  dueAt?: Date;
  silent: boolean;
}

/** Channels that hear signals or results hear bulletins too, unless their rules switch one off; in quiet hours as they hear results. */
export function listeners(
  { settings, timezone }: ChoosingTenant,
  channels: readonly Channel[],
  bulletin: BulletinKind,
  now: number,
): BulletinChat[] {
  return channels.flatMap(({ chat, title, kind }) => {
    const rules = settings[kind];
    if (rules.post === "nothing") return [];
    const promised = { opening: true, results: true };
    const placed = placementOf(messageKind(bulletin), rules, promised, timezone, now);
    if (placed === undefined) return [];
    const { dueAt, silent } = placed;
    return [
      {
        chat,
        title,
        kind,
        language: languageOf(settings, kind),
        silent,
        ...(dueAt !== undefined && { dueAt: new Date(dueAt) }),
      },
    ];
  });
}
