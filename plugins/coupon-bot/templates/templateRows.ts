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
  /** Among those that are not deleted, from 0. */
  position: number;
  createdAt: Date;
  editedAt: Date;
  editedBy: string;
  deletedAt: Date | null;
}

const COLUMNS = `t.id, t.name, t.draft, t.assets, t.revision, t.published, t.for_telegram as "forTelegram",
  (v.number is not null and t.draft <> v.document) as "draftDiffers", t.created_at as "createdAt", t.edited_at as "editedAt",
  t.edited_by as "editedBy", t.deleted_at as "deletedAt"`;
const FROM = `template t
  left join template_version v on v.tenant_id = t.tenant_id and v.template_id = t.id and v.number = t.published`;

/** All templates of the tenant, in their order; those that were deleted lately only where they are asked for. */
export async function templateList(
  trx: Transaction,
  { deleted = false }: { deleted?: boolean } = {},
): Promise<ListedTemplate[]> {
  const which = deleted ? "not null order by t.deleted_at desc" : "null order by t.position, t.id";
  const rows = await trx.many<Omit<Row, "position">>(
    `select ${COLUMNS} from ${FROM} where t.deleted_at is ${which}`,
  );
  return rows.map((row, position) => listed({ ...row, position }));
}

/** A template with its draft. Raises `template.not_found`. */
export async function readTemplate(trx: Transaction, id: string): Promise<TemplateDetail> {
  const row = await trx.one<Row>(
    `select ${COLUMNS}, (select count(*)::int from template o where o.tenant_id = t.tenant_id and o.deleted_at is null
       and (o.position, o.id) < (t.position, t.id)) as position
     from ${FROM} where t.id = $1 and t.deleted_at is null`,
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
