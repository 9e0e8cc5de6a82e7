import { createHash } from "node:crypto";
import type { Transaction } from "@promostack/core";

export interface StoredObject {
  key: string;
  etag: string;
  content_type: string;
  headers: Record<string, string>;
  modified_at: Date;
  size: number;
}

const COLUMNS = "key, etag, content_type, headers, modified_at, length(bytes) as size";

export async function putObject(
  trx: Transaction,
  object: {
    bucket: string;
    key: string;
    bytes: Uint8Array;
    contentType: string;
    headers: Record<string, string>;
  },
): Promise<string> {
  const etag = `"${createHash("md5").update(object.bytes).digest("hex")}"`;
  await trx.run(
    `insert into bucket_object (bucket, key, bytes, etag, content_type, headers) values ($1, $2, $3, $4, $5, $6::jsonb)
     on conflict (bucket, key) do update set bytes = excluded.bytes, etag = excluded.etag, content_type = excluded.content_type,
       headers = excluded.headers, modified_at = clock_timestamp()`,
    [object.bucket, object.key, object.bytes, etag, object.contentType, JSON.stringify(object.headers)],
  );
  return etag;
}

export function headObject(trx: Transaction, bucket: string, key: string): Promise<StoredObject | undefined> {
  return trx.one<StoredObject>(`select ${COLUMNS} from bucket_object where bucket = $1 and key = $2`, [
    bucket,
    key,
  ]);
}

/** Bytes from `from` to `to`, both included. */
export async function readObject(
  trx: Transaction,
  bucket: string,
  key: string,
  range: { from: number; to: number },
): Promise<Uint8Array> {
  const row = await trx.one<{ bytes: Uint8Array }>(
    "select substring(bytes from $3 for $4) as bytes from bucket_object where bucket = $1 and key = $2",
    [bucket, key, range.from + 1, Math.max(0, range.to - range.from + 1)],
  );
  return row?.bytes ?? new Uint8Array();
}

export function deleteObject(trx: Transaction, bucket: string, key: string): Promise<number> {
  return trx.run("delete from bucket_object where bucket = $1 and key = $2", [bucket, key]);
}

/** Objects in the order of their keys' bytes, as S3 lists them. */
export function listObjects(
  trx: Transaction,
  bucket: string,
  { prefix, after, limit }: { prefix: string; after: string; limit: number },
): Promise<StoredObject[]> {
  return trx.many<StoredObject>(
    `select ${COLUMNS} from bucket_object where bucket = $1 and starts_with(key, $2) and key > $3 collate "C"
     order by key collate "C" limit $4`,
    [bucket, prefix, after, limit],
  );
}
