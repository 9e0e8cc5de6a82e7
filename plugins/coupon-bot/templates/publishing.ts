import { PlatformError, type Transaction } from "@promostack/core";
import type { Template } from "../template/template.ts";
import type { Published, Version, VersionPage } from "./api.ts";
import { storedAssets } from "./assetRows.ts";
import { checkEtag, type Edit, lockTemplate, writeDraft } from "./draftStore.ts";
import { findingsOf, refuseErrors } from "./findings.ts";
import { refuseInCampaign } from "./inCampaign.ts";
import { looksOf } from "./looks.ts";

/**
 * Makes the draft the version that people get; the one that `etag` names, where it names one. A draft that is published already is not
 * published twice: of two who press at once, the second gets the first one's version. Raises `edit.conflict`, `template.problems`,
 * `template.not_found`.
 */
export async function publish(
  trx: Transaction,
  id: string,
  etag: string | undefined,
  { tenantId, at, by }: Edit,
): Promise<Published> {
  const stored = await lockTemplate(trx, id);
  if (etag !== undefined) checkEtag(stored, etag);
  const warnings = refuseErrors(
    findingsOf(stored.draft, await storedAssets(trx, stored.assets, { lock: true })),
  );
  const newest = await trx.one<{ number: number; same: boolean }>(
    `select v.number, v.document = t.draft as same from template_version v
     join template t on t.tenant_id = v.tenant_id and t.id = v.template_id
     where t.id = $1 order by v.number desc limit 1`,
    [id],
  );
  const added = newest?.same !== true;
  const version = (newest?.number ?? 0) + (added ? 1 : 0);
  if (added)
    await trx.run(
      `insert into template_version (tenant_id, template_id, number, document, assets, published_at, published_by)
       select tenant_id, id, $2, draft, assets, $3, $4 from template where tenant_id = $5 and id = $1`,
      [id, version, at, by, tenantId],
    );
  await trx.run("update template set published = $2 where id = $1", [id, version]);
  return { version, added, warnings };
}

/** People get this template no more; its draft and versions stay. Raises `template.in_campaign`, `template.not_published`. */
export async function unpublish(trx: Transaction, id: string, at: Date): Promise<void> {
  if ((await lockTemplate(trx, id)).published === null)
    throw new PlatformError("This template is not published.", {
      code: "template.not_published",
      status: 409,
      hint: "People do not get it: there is nothing to take back.",
    });
  await refuseInCampaign(trx, id, at);
  await trx.run("update template set published = null where id = $1", [id]);
}

/** Writes an earlier version over the draft. What people get stays until it is published. Raises `version.not_found`. */
export async function restoreVersion(
  trx: Transaction,
  id: string,
  number: number,
  edit: Edit,
): Promise<void> {
  await lockTemplate(trx, id);
  await writeDraft(trx, id, (await readVersion(trx, id, number)).document, edit);
}

/** Versions of a template, the newest first. */
export async function versionPage(
  trx: Transaction,
  id: string,
  { after, limit }: { after?: number; limit: number },
): Promise<VersionPage> {
  const rows = await trx.many<Omit<Version, "publishedAt"> & { publishedAt: Date; document: Template }>(
    `select v.number, v.document, t.published is not distinct from v.number as live, v.published_at as "publishedAt",
       v.published_by as "publishedBy"
     from template_version v join template t on t.tenant_id = v.tenant_id and t.id = v.template_id
     where v.template_id = $1 and ($2::int is null or v.number < $2) order by v.number desc limit $3`,
    [id, after ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map(({ document, publishedAt, ...row }) => ({
    ...row,
    publishedAt: publishedAt.toISOString(),
    pictures: looksOf(document, `/templates/${id}`, { version: String(row.number) }),
  }));
  const last = rows.length > limit ? items.at(-1)?.number : undefined;
  return { items, ...(last !== undefined && { next: String(last) }) };
}

/** A version as it was published. Raises `version.not_found`. */
export async function readVersion(
  trx: Transaction,
  id: string,
  number: number,
): Promise<{ document: Template; assets: string[] }> {
  const row = await trx.one<{ document: Template; assets: string[] }>(
    "select document, assets from template_version where template_id = $1 and number = $2",
    [id, number],
  );
  if (row !== undefined) return row;
  throw new PlatformError(`The template has no version ${number}.`, {
    code: "version.not_found",
    status: 404,
    hint: "The list of its versions names them all.",
  });
}
