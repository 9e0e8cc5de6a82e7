import type { PlatformContext } from "@promostack/core";
import type { Market } from "../market/market.ts";
import { channelsOf } from "../signals/channels.ts";
import { type ChoosingTenant, choosingTenants } from "../signals/choices.ts";
import { inParallel } from "../signals/parallel.ts";
import { listeners } from "./audience.ts";
import { type Bulletin, type BulletinKind, isoDay, writeBulletins } from "./bulletin.ts";
import { wants } from "./bulletinSettings.ts";
import { type Draft, Drafts } from "./drafts.ts";
import { templatesOf } from "./wording.ts";
import type { Writer } from "./writer.ts";

/** Tenants of one transaction. */
const PAGE = 500;
/** Drafts that are put into words at a time. */
const PARALLEL = 8;

/**
 * Says the bulletin of a kind that is due on `day` (a UTC midnight) to every tenant that wants it and has not had it. A run that broke off goes
 * on where it stopped, and a second one says nothing. Answers how many messages were written.
 */
export async function sendBulletins(
  context: PlatformContext,
  market: Market,
  writer: Writer,
  kind: BulletinKind,
  day: Date,
): Promise<number> {
  const all = await choosingTenants(context.tenants);
  const wanting = all.filter(({ settings }) => wants(settings.bulletins, kind));
  const drafts = new Drafts(context, market);
  let sent = 0;
  for (let from = 0; from < wanting.length; from += PAGE) {
    context.signal.throwIfAborted();
    const page = await withoutBulletin(context, wanting.slice(from, from + PAGE), kind, day);
    if (page.length === 0) continue;
    const bulletins = await bulletinsOf(context, writer, kind, day, page, await drafts.of(kind, day, page));
    sent += await context.platformDb(async (trx) => {
      await writer.record(trx);
      return writeBulletins(context, trx, bulletins);
    });
  }
  return sent;
}

/** A bulletin for each draft and chat; one that names no chat where there is nothing to say. */
async function bulletinsOf(
  context: PlatformContext,
  writer: Writer,
  kind: BulletinKind,
  day: Date,
  tenants: readonly ChoosingTenant[],
  drafts: readonly Draft[],
): Promise<Bulletin[]> {
  const known = new Map(tenants.map((tenant) => [tenant.tenantId, tenant]));
  const channels = await channelsOf(context, [...known.keys()]);
  const filled = await templatesOf(context, tenants, kind);
  const now = context.clock.now().getTime();
  const bulletins = await inParallel(drafts, PARALLEL, async (draft): Promise<Bulletin[]> => {
    const { tenantId, subject, facts, skipped } = draft;
    const tenant = known.get(tenantId);
    if (tenant === undefined) return [];
    const shared = { tenantId, kind, subject, day };
    const chats = listeners(tenant, channels.get(tenantId) ?? [], kind, now);
    const why = skipped ?? (chats.length === 0 ? "no-channel" : undefined);
    if (facts === undefined || why !== undefined)
      return [{ ...shared, chat: "", chatTitle: "", text: "", writer: "template", skipped: why }];
    return inParallel(chats, 1, async (listener) => {
      const { chat, title, language, silent, dueAt } = listener;
      const style = tenant.settings.phrasing;
      const template = filled(tenant, listener, facts);
      const words = await writer.words({ tenantId, kind, language, facts, style, ...template });
      return { ...shared, chat, chatTitle: title, silent, ...(dueAt && { dueAt }), ...words };
    });
  });
  return bulletins.flat();
}

/** Tenants that have no bulletin of the kind and day yet. */
async function withoutBulletin(
  context: PlatformContext,
  tenants: readonly ChoosingTenant[],
  kind: BulletinKind,
  day: Date,
): Promise<ChoosingTenant[]> {
  const rows = await context.platformDb((trx) =>
    trx.many<{ tenantId: string }>(
      `select distinct tenant_id as "tenantId" from bulletin where kind = $2 and day = $3 and tenant_id = any($1::uuid[])`,
      [tenants.map(({ tenantId }) => tenantId), kind, isoDay(day)],
    ),
  );
  const had = new Set(rows.map(({ tenantId }) => tenantId));
  return tenants.filter(({ tenantId }) => !had.has(tenantId));
}
