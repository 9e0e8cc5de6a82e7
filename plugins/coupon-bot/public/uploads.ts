import { randomUUID } from "node:crypto";
import type { Transaction } from "@promostack/core";
import { PlatformError } from "@promostack/core";
import { kindOf } from "../media/fileKind.ts";
import { MOST_PICTURE_BYTES } from "../media/limits.ts";
import { storedAsset } from "../media/stored.ts";
import { nameFile, storeFile, unnameFiles } from "../media/unnamedFiles.ts";
import type { Asset } from "../render/picture.ts";
import { bodyOf, refuseStrangers, type Visit } from "./visit.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Takes in a picture, and answers its id. Nothing of it is opened before its address has uploads left, its size fits and its first bytes
 * are those of a picture; opened is it in the intake's own process.
 */
export async function takeUpload(
  visit: Visit,
  campaignId: string | null,
  kinds: ReadonlySet<string>,
): Promise<{ id: string; hash: string }> {
  const { context, parts, paces, request } = visit;
  refuseStrangers(request);
  paces.uploads.take(`${context.tenantId} ${request.address}`);
  const content = await bodyOf(request, MOST_PICTURE_BYTES);
  if (!kinds.has(kindOf(content) ?? ""))
    throw new PlatformError("This is no picture that is taken here.", {
      code: "upload.type",
      status: 422,
      hint: "Choose a PNG or JPEG.",
    });
  const { bytes, contentType, hash } = await parts.intake.picture(context.tenantId, content);
  const { key } = await storeFile(context, bytes, { accept: [contentType] });
  const id = randomUUID();
  await context.db(async (trx) => {
    await trx.run(
      "insert into upload (tenant_id, id, campaign_id, file_key, hash, made_at) values ($1, $2, $3, $4, $5, $6)",
      [context.tenantId, id, campaignId, key, hash, context.clock.now()],
    );
    await nameFile(trx, key);
  });
  return { id, hash };
}

/** An upload as the renderer takes it; undefined where there is none of that id (any more). */
export async function uploadAsset(
  { context }: Pick<Visit, "context">,
  id: string,
  campaignId: string | null,
): Promise<Asset | undefined> {
  if (!UUID.test(id)) return undefined;
  const row = await context.db((trx) =>
    trx.one<{ fileKey: string; hash: string }>(
      `select file_key as "fileKey", hash from upload where id = $1 and campaign_id is not distinct from $2`,
      [id, campaignId],
    ),
  );
  return row && storedAsset(context.storage, row);
}

/** Deletes uploads that no entry has taken, a batch of those from before a day. Their files are left to the sweep. */
export async function forgetUploads(trx: Transaction, now: Date): Promise<void> {
  const gone = await trx.many<{ tenantId: string; fileKey: string }>(
    `delete from upload u where (u.tenant_id, u.id) in (
       select tenant_id, id from upload o where o.made_at < $1 and not exists
         (select 1 from entry e where e.tenant_id = o.tenant_id and e.upload_id = o.id) limit 500)
     returning tenant_id as "tenantId", file_key as "fileKey"`,
    [new Date(now.getTime() - 86_400_000)],
  );
  await unnameFiles(trx, gone);
}
