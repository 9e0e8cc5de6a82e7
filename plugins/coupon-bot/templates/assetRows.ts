import { PlatformError, type Transaction } from "@promostack/core";
import type { AssetKind, ListedAsset } from "./api.ts";
import { BASE } from "./looks.ts";

/** A row as it is stored. */
export interface StoredAsset {
  id: string;
  kind: AssetKind;
  name: string;
  family: string | null;
  contentType: string;
  width: number | null;
  height: number | null;
  bytes: number;
  hash: string;
  fileKey: string;
  madeAt: Date;
}

export const ASSET_COLUMNS = `id, kind, name, family, content_type as "contentType", width, height, bytes, hash,
  file_key as "fileKey", made_at as "madeAt"`;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the tenant uploaded, the newest first. */
export async function assetList(trx: Transaction, kind?: AssetKind): Promise<ListedAsset[]> {
  const rows = await trx.many<StoredAsset>(
    `select ${ASSET_COLUMNS} from asset where $1::text is null or kind = $1 order by made_at desc, id desc`,
    [kind ?? null],
  );
  return rows.map(listedAsset);
}

/** Those of these ids that there are. A template may name any text; only ids of ours are looked for. */
export async function storedAssets(
  trx: Transaction,
  ids: readonly string[],
  { lock = false }: { lock?: boolean } = {},
): Promise<StoredAsset[]> {
  const ours = ids.filter((id) => UUID.test(id));
  if (ours.length === 0) return [];
  return trx.many<StoredAsset>(
    `select ${ASSET_COLUMNS} from asset where id = any($1::uuid[]) order by id ${lock ? "for share" : ""}`,
    [ours],
  );
}

export async function assetsById(
  trx: Transaction,
  ids: readonly string[],
): Promise<Record<string, ListedAsset>> {
  return Object.fromEntries((await storedAssets(trx, ids)).map((row) => [row.id, listedAsset(row)]));
}

/** Raises `asset.not_found`. */
export async function readAsset(trx: Transaction, id: string): Promise<StoredAsset> {
  const row = await trx.one<StoredAsset>(`select ${ASSET_COLUMNS} from asset where id = $1`, [id]);
  if (row !== undefined) return row;
  throw new PlatformError("There is no such file.", {
    code: "asset.not_found",
    status: 404,
    hint: "It may have been deleted: choose another, or upload it again.",
  });
}

export function listedAsset({
  fileKey: _,
  contentType: __,
  family,
  madeAt,
  ...row
}: StoredAsset): ListedAsset {
  return {
    ...row,
    ...(family !== null && { family }),
    url: `${BASE}/assets/${row.id}/content`,
    madeAt: madeAt.toISOString(),
  };
}
