import type { PlatformContext } from "@promostack/core";
import type { Market } from "../market/market.ts";
import { messageKind } from "../messages/kinds.ts";
import { knownFacts } from "../phrasing/knownFacts.ts";
import { channelsOf } from "../signals/channels.ts";
import type { ChoosingTenant } from "../signals/choices.ts";
import { languageOf } from "../signals/settings.ts";
import type { Preview } from "../wordsApi.ts";
import { type BulletinChat, listeners } from "./audience.ts";
import type { BulletinKind } from "./bulletin.ts";
import { Drafts } from "./drafts.ts";
import { templatesOf } from "./wording.ts";
import type { Writer } from "./writer.ts";

const DAY = 86_400_000;

/**
 * What a bulletin would say now, from the facts as they are, without sending anything: the briefing of today, the recap of today, of this
 * week. With a writer its words are asked for as well. In the language of the first channel that would hear it.
 */
export async function previewBulletin(
  context: PlatformContext,
  market: Market,
  tenant: ChoosingTenant,
  kind: BulletinKind,
  writer?: Writer,
): Promise<Preview["items"]> {
  const now = context.clock.now().getTime();
  const drafts = await new Drafts(context, market).of(kind, dayOf(kind, now), [tenant]);
  const channels = (await channelsOf(context, [tenant.tenantId])).get(tenant.tenantId) ?? [];
  const chats = listeners(tenant, channels, kind, now);
  const chat = chats[0] ?? nobody(tenant);
  const filled = await templatesOf(context, [tenant], kind);
  const items: Preview["items"] = [];
  for (const { subject, facts, skipped } of drafts) {
    const { language } = chat;
    const told = facts === undefined ? [] : knownFacts(messageKind(kind).variables, facts, language);
    const template = facts === undefined ? { text: "", riskNote: "" } : filled(tenant, chat, facts);
    const request = { tenantId: tenant.tenantId, kind, language, style: tenant.settings.phrasing };
    const words =
      writer === undefined || facts === undefined
        ? { text: template.text, writer: "template" as const }
        : await writer.words({ ...request, facts, ...template });
    items.push({
      subject,
      skipped: skipped ?? null,
      refused: null,
      language,
      ...words,
      channels: chats.map(({ title }) => title),
      facts: told.map(({ label, text }) => ({ label, value: text })),
    });
  }
  return items;
}

/** The day on which the next one would be due that tells of now. */
function dayOf(kind: BulletinKind, now: number): Date {
  const today = Math.floor(now / DAY) * DAY;
  if (kind === "briefing") return new Date(today);
  if (kind === "daily-recap") return new Date(today + DAY);
  const sinceMonday = (new Date(today).getUTCDay() + 6) % 7;
  return new Date(today + (7 - sinceMonday) * DAY);
}

/** A tenant without a channel sees what its VIP channel would read. */
function nobody({ settings }: ChoosingTenant): BulletinChat {
  return { chat: "", title: "", kind: "vip", language: languageOf(settings, "vip"), silent: false };
}
