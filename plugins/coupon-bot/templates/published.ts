import type { TenantContext } from "@promostack/core";
import { storedAsset } from "../media/stored.ts";
import { isFrame } from "../public/overlay.ts";
import type { ShownTemplate } from "../public/parts.ts";
import { publishedVersions } from "./publishedVersions.ts";
import { STARTERS } from "./starters.ts";

/** A template as people get it. */
export interface PublishedTemplate extends ShownTemplate {
  /** Goes up with each publishing; 0 of one that came with the product. */
  version: number;
  /** Offered in the chat. */
  forTelegram: boolean;
}

type Held = Pick<TenantContext, "tenantId" | "db" | "storage">;

/**
 * What people may choose among, in the tenant's order. Starters stand in while there is none of the tenant's own; frames, and templates
 * for codes, each for themselves.
 */
export async function publishedTemplates(context: Held): Promise<PublishedTemplate[]> {
  const own = await ownTemplates(context, null);
  const frames = own.some(isFrame);
  const looks = own.some((each) => !isFrame(each));
  return [...own, ...STARTERS.filter((each) => !(isFrame(each) ? frames : looks)).map(asPublished)];
}

/** One that was chosen before, such as a campaign's frame: a starter stays what it was, also where it is no longer offered. */
export async function publishedTemplate(context: Held, id: string): Promise<PublishedTemplate | undefined> {
  const starter = STARTERS.find((each) => each.id === id);
  if (starter !== undefined) return asPublished(starter);
  return (await ownTemplates(context, id)).at(0);
}

function asPublished(starter: ShownTemplate): PublishedTemplate {
  return { ...starter, version: 0, forTelegram: true };
}

/** All of them, or the one of this id. */
function ownTemplates({ tenantId, db, storage }: Held, id: string | null): Promise<PublishedTemplate[]> {
  return db(async (trx) => {
    const rows = await trx.many<Omit<PublishedTemplate, "template" | "assets">>(
      `select id, name, published as version, for_telegram as "forTelegram" from template
       where published is not null and deleted_at is null and ($1::text is null or id::text = $1) order by position, id`,
      [id],
    );
    const versions = await publishedVersions(trx, tenantId, rows);
    return rows.flatMap((row) => {
      const version = versions.get(row.id);
      if (version === undefined) return [];
      const assets = Object.entries(version.files).map(([asset, file]) => [
        asset,
        storedAsset(storage, file),
      ]);
      return [{ ...row, template: version.template, assets: Object.fromEntries(assets) }];
    });
  });
}
