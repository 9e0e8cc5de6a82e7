import type { TenantContext } from "@promostack/core";
import { storedAsset } from "../media/stored.ts";
import { isFrame } from "../public/overlay.ts";
import type { ShownTemplate } from "../public/parts.ts";
import type { Template } from "../template/template.ts";
import { storedAssets } from "./assetRows.ts";
import { STARTERS } from "./starters.ts";

/** A template as people get it. */
export interface PublishedTemplate extends ShownTemplate {
  /** Goes up with each publishing; 0 of one that came with the product. */
  version: number;
  /** Offered in the chat. */
  forTelegram: boolean;
}

type Held = Pick<TenantContext, "db" | "storage">;

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
function ownTemplates({ db, storage }: Held, id: string | null): Promise<PublishedTemplate[]> {
  return db(async (trx) => {
    const rows = await trx.many<{
      id: string;
      name: string;
      version: number;
      forTelegram: boolean;
      template: Template;
      assets: string[];
    }>(
      `select t.id, t.name, v.number as version, t.for_telegram as "forTelegram", v.document as template, v.assets
       from template t
       join template_version v on v.tenant_id = t.tenant_id and v.template_id = t.id and v.number = t.published
       where t.deleted_at is null and ($1::text is null or t.id::text = $1) order by t.position, t.id`,
      [id],
    );
    const files = await storedAssets(trx, [...new Set(rows.flatMap(({ assets }) => assets))]);
    const byId = new Map(files.map((file) => [file.id, storedAsset(storage, file)]));
    return rows.map(({ assets, ...row }) => ({
      ...row,
      assets: Object.fromEntries(
        assets.flatMap((asset) => {
          const file = byId.get(asset);
          return file === undefined ? [] : [[asset, file]];
        }),
      ),
    }));
  });
}
