import { PlatformError, type Transaction } from "@promostack/core";
import { isFrame } from "../public/overlay.ts";
import type { Template } from "../template/template.ts";
import type { ListedTemplate, TemplateDetail } from "./api.ts";
import { assetsById } from "./assetRows.ts";
import { looksOf } from "./looks.ts";

interface Row {
  id: string;
  name: string;
  draft: Template;
  assets: string[];
  revision: number;
  published: number | null;
  forTelegram: boolean;
  draftDiffers: boolean;
  position: number;
  createdAt: Date;
  editedAt: Date;
  editedBy: string;
  deletedAt: Date | null;
}

const SELECT = `select t.id, t.name, t.draft, t.assets, t.revision, t.published, t.for_telegram as "forTelegram",
    (v.number is not null and t.draft <> v.document) as "draftDiffers", t.created_at as "createdAt", t.edited_at as "editedAt",
    t.edited_by as "editedBy", t.deleted_at as "deletedAt",
    (case when t.deleted_at is null then row_number() over (partition by t.deleted_at is null order by t.position, t.id) - 1
       else t.position end)::int as position
  from template t
  left join template_version v on v.tenant_id = t.tenant_id and v.template_id = t.id and v.number = t.published`;

/** All templates of the tenant, in their order; those that were deleted lately only where they are asked for. */
export async function templateList(
  trx: Transaction,
  { deleted = false }: { deleted?: boolean } = {},
): Promise<ListedTemplate[]> {
  const rows = await trx.many<Row>(
    `${SELECT} where t.deleted_at is ${deleted ? "not null order by t.deleted_at desc" : "null order by t.position, t.id"}`,
  );
  return rows.map(listed);
}

/** A template with its draft. Raises `template.not_found`. */
export async function readTemplate(trx: Transaction, id: string): Promise<TemplateDetail> {
  const row = await trx.one<Row>(
    `select * from (${SELECT}) all_of_them where id = $1 and "deletedAt" is null`,
    [id],
  );
  if (row === undefined) throw templateNotFound();
  return { ...listed(row), draft: row.draft, assets: await assetsById(trx, row.assets) };
}

/** What stands in the header `etag` of a draft. */
export function etagOf({ revision }: { revision: number }): string {
  return `"${revision}"`;
}

export function templateNotFound(): PlatformError {
  return new PlatformError("There is no such template.", {
    code: "template.not_found",
    status: 404,
    hint: "It may have been deleted: go back to the list.",
  });
}

function listed({ draft, assets: _, revision, published, createdAt, editedAt, deletedAt, ...row }: Row) {
  return {
    ...row,
    etag: etagOf({ revision }),
    sizes: draft.sizes,
    ...(draft.custom !== undefined && { custom: draft.custom }),
    frame: isFrame({ template: draft }),
    publishedVersion: published,
    createdAt: createdAt.toISOString(),
    editedAt: editedAt.toISOString(),
    deletedAt: deletedAt?.toISOString() ?? null,
    pictures: looksOf(draft, `/templates/${row.id}`, { revision: String(revision) }),
  };
}
