import { PlatformError, type TenantContext, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Intake } from "../media/intake.ts";
import type { TakenFont, TakenPicture } from "../media/taken.ts";
import { nameFile, storeFile, unnameFiles } from "../media/unnamedFiles.ts";
import type { AssetKind } from "./api.ts";
import { ASSET_COLUMNS, readAsset, type StoredAsset } from "./assetRows.ts";
import type { Edit } from "./draftStore.ts";

/** Most files that a tenant keeps for templates, and their bytes in all. */
export const MOST_ASSETS = 500;
export const MOST_ASSET_BYTES = 500 * 1024 * 1024;

/** What files are kept by. */
export type Held = Pick<TenantContext, "tenantId" | "db" | "storage" | "clock">;

/** What somebody uploaded. */
export interface Upload {
  kind: AssetKind;
  name: string;
  content: Uint8Array;
}

/** What the intake made of it. */
export interface Taken extends Omit<Upload, "content"> {
  file: TakenPicture | TakenFont;
}

/** Takes a file in through the intake and stores it. Raises `upload.*` as the intake does, and what `keepAsset` raises. */
export async function takeAsset(
  context: Held,
  intake: Intake,
  upload: Upload,
  edit: Edit,
): Promise<{ asset: StoredAsset; added: boolean }> {
  await context.db((trx) => refuseFull(trx, upload.content.byteLength));
  return keepAsset(context, await takeIn(intake, upload, edit.tenantId), edit);
}

/** Raises `upload.*` as the intake does. Nothing is kept. */
export async function takeIn(
  intake: Intake,
  { content, ...named }: Upload,
  tenantId: string,
): Promise<Taken> {
  const { kind } = named;
  const file =
    kind === "font" ? await intake.font(tenantId, content) : await intake.picture(tenantId, content);
  return { ...named, file };
}

/** Stores what the intake made. The same content again is the asset that there is. Raises `asset.too_many`, `asset.no_room`. */
export async function keepAsset(
  held: Held,
  { kind, name, file }: Taken,
  { tenantId, by, at }: Edit,
): Promise<{ asset: StoredAsset; added: boolean }> {
  const { db } = held;
  const known = await db(async (trx) => {
    const found = await assetOf(trx, kind, file.hash);
    if (found === undefined) await refuseFull(trx, file.bytes.byteLength);
    return found;
  });
  if (known !== undefined) return { asset: known, added: false };
  const { key, bytes, contentType } = await storeFile(held, file.bytes, {
    // Old fonts have marks that not everybody knows.
    accept: [file.contentType, ...(kind === "font" ? ["font/*", "application/octet-stream"] : [])],
  });
  const { family, width, height } = factsOf(file);
  return db(async (trx) => {
    const row = await trx.one<StoredAsset>(
      `insert into asset (tenant_id, id, kind, name, family, content_type, width, height, bytes, hash, file_key, made_at, made_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       on conflict (tenant_id, kind, hash) do nothing returning ${ASSET_COLUMNS}`,
      [
        tenantId,
        uuidv7(),
        kind,
        plainName(name, kind),
        family,
        contentType,
        width,
        height,
        bytes,
        file.hash,
        key,
        at,
        by,
      ],
    );
    await nameFile(trx, key);
    if (row !== undefined) return { asset: row, added: true };
    // Somebody else was faster with the same file.
    const other = await assetOf(trx, kind, file.hash);
    if (other !== undefined) return { asset: other, added: false };
    throw new PlatformError("The file was deleted while it was uploaded.", {
      code: "asset.gone",
      status: 409,
      hint: "Upload it again.",
    });
  });
}

/** Deletes an asset that nothing uses; its file is to be deleted after the transaction. Raises `asset.in_use` with the templates. */
export async function deleteAsset(
  trx: Transaction,
  id: string,
  { tenantId }: Pick<Edit, "tenantId">,
): Promise<StoredAsset> {
  // Drafts that begin to use it hold it: after this, their use is seen.
  await trx.one("select 1 from asset where id = $1 for update", [id]);
  const asset = await readAsset(trx, id);
  const users = await trx.many<{ id: string; name: string; deleted: boolean }>(
    `select t.id, t.name, t.deleted_at is not null as deleted from template t
     where $1 = any(t.assets) or exists (select from template_version v
       where v.tenant_id = t.tenant_id and v.template_id = t.id and $1 = any(v.assets))
     order by t.position, t.id`,
    [id],
  );
  if (users.length > 0) throw inUse(asset, users);
  await trx.run("delete from asset where id = $1", [id]);
  await unnameFiles(trx, [{ tenantId, fileKey: asset.fileKey }]);
  return asset;
}

function assetOf(trx: Transaction, kind: AssetKind, hash: string): Promise<StoredAsset | undefined> {
  return trx.one<StoredAsset>(`select ${ASSET_COLUMNS} from asset where kind = $1 and hash = $2`, [
    kind,
    hash,
  ]);
}

function factsOf(taken: TakenPicture | TakenFont) {
  if ("family" in taken)
    return { family: `${taken.family} ${taken.style}`.trim(), width: null, height: null };
  return { family: null, width: taken.width, height: taken.height };
}

/** One line for lists; never a path. */
function plainName(name: string, kind: AssetKind): string {
  const plain = name
    .replace(/^.*[\\/]/, "")
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  return plain.slice(0, 120) || kind;
}

async function refuseFull(trx: Transaction, more: number): Promise<void> {
  const kept = await trx.one<{ files: number; bytes: number }>(
    "select count(*)::int as files, coalesce(sum(bytes), 0)::float as bytes from asset",
  );
  const { files, bytes } = kept ?? { files: 0, bytes: 0 };
  if (files >= MOST_ASSETS)
    throw new PlatformError(`There are ${MOST_ASSETS} files for templates already.`, {
      code: "asset.too_many",
      status: 409,
      hint: "Delete pictures, logos or fonts that no template uses.",
    });
  if (bytes + more > MOST_ASSET_BYTES)
    throw new PlatformError(
      `Files for templates take ${megabytes(bytes)} of ${megabytes(MOST_ASSET_BYTES)} MB: this one does not fit.`,
      {
        code: "asset.no_room",
        status: 409,
        hint: "Delete pictures, logos or fonts that no template uses.",
      },
    );
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_048_576);
}

function inUse({ name }: StoredAsset, users: readonly { id: string; name: string; deleted: boolean }[]) {
  const named = users.slice(0, 3).map((each) => `“${each.name}”${each.deleted ? " (deleted)" : ""}`);
  const more = users.length > named.length ? ` and ${users.length - named.length} more` : "";
  return new PlatformError(`${name} is used by ${named.join(", ")}${more}.`, {
    code: "asset.in_use",
    status: 409,
    hint: users.every(({ deleted }) => deleted)
      ? "Deleted templates can be taken back for 30 days; then it can be deleted."
      : "A template keeps what its draft and its versions use: delete the template first.",
    details: { templates: users },
  });
}
