import { PlatformError, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import { assetIds } from "../template/assetIds.ts";
import { GALLERY } from "../template/gallery/gallery.ts";
import type { GalleryTemplate } from "../template/gallery/strokes.ts";
import type { Template } from "../template/template.ts";
import type { NewTemplate } from "./api.ts";
import { storedAssets } from "./assetRows.ts";
import { type Edit, lockTemplate } from "./draftStore.ts";

/** Most templates that a tenant keeps, deleted ones left out. */
export const MOST_TEMPLATES = 200;

/** What a new template begins with. */
export interface Beginning {
  name: string;
  draft: Template;
}

/** Empty, or a copy of one of the gallery's or of the tenant's own. Raises `gallery.not_found`, `template.not_found`. */
export async function beginningOf(trx: Transaction, { name, from }: NewTemplate): Promise<Beginning> {
  const begun = await sourceOf(trx, from);
  return { ...begun, name: name?.trim() ?? begun.name };
}

async function sourceOf(trx: Transaction, from: NewTemplate["from"]): Promise<Beginning> {
  if (from === "blank") return { name: "New template", draft: BLANK };
  if ("gallery" in from) {
    const { title, template } = galleryTemplate(from.gallery);
    return { name: title, draft: template };
  }
  const { name, draft } = await lockTemplate(trx, from.template);
  return { name: `${name.slice(0, 73)} (copy)`, draft };
}

/** Stores a new template as the last in the order, and answers its id. Raises `template.too_many`. */
export async function addTemplate(
  trx: Transaction,
  { name, draft }: Beginning,
  { tenantId, by, at }: Edit,
): Promise<string> {
  await refuseTooMany(trx);
  const id = uuidv7();
  const assets = assetIds(draft);
  await storedAssets(trx, assets, { lock: true });
  await trx.run(
    `insert into template (tenant_id, id, name, draft, assets, position, created_at, edited_at, edited_by)
     values ($1, $2, $3, $4, $5, (select coalesce(max(position), -1) + 1 from template), $6, $6, $7)`,
    [tenantId, id, name, JSON.stringify(draft), assets, at, by],
  );
  return id;
}

/** Raises `template.too_many`. */
export async function refuseTooMany(trx: Transaction): Promise<void> {
  const count = await trx.one<{ templates: number }>(
    "select count(*)::int as templates from template where deleted_at is null",
  );
  if ((count?.templates ?? 0) < MOST_TEMPLATES) return;
  throw new PlatformError(`There are ${MOST_TEMPLATES} templates already.`, {
    code: "template.too_many",
    status: 409,
    hint: "Delete some that nobody needs any more.",
  });
}

/** One of those to start from. Raises `gallery.not_found`. */
export function galleryTemplate(id: string): GalleryTemplate {
  const found = GALLERY.find((each) => each.id === id);
  if (found !== undefined) return found;
  throw new PlatformError("The gallery has no such template.", {
    code: "gallery.not_found",
    status: 404,
    hint: "Choose one of those that it shows.",
  });
}

/** A code in the middle of a plain ground: something to move, not a riddle. */
const BLANK: Template = {
  format: 1,
  sizes: ["square"],
  background: { fill: "#ffffff" },
  layers: [
    {
      id: "code",
      kind: "text",
      x: 10,
      y: 38,
      width: 80,
      height: 24,
      text: "{code}",
      typeface: { family: "inter" },
      weight: 700,
      colour: "#14181f",
      size: { smallest: 24, largest: 160 },
      align: "center",
      vertical: "middle",
      maxLines: 1,
    },
  ],
};
