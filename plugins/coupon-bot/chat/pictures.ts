import type { PlatformContext, TenantContext } from "@promostack/core";
import type { ShownTemplate } from "../public/parts.ts";
import type { PictureRequest } from "../render/picture.ts";
import type { Renderer } from "../render/renderer.ts";
import type { SizeId } from "../template/pixels.ts";
import type { Offer } from "./offer.ts";

/** Telegram's limit for photos. */
const MOST_BYTES = 10_000_000;
/** What nobody asked for in this time is drawn anew when somebody does. */
const KEPT_MS = 30 * 86_400_000;

/**
 * The stored file of a picture, drawn where it was never sent before. Equal pictures have one file, whose id at Telegram the outbox knows: one
 * that was sent before is neither drawn nor uploaded again. @throws what `Renderer.render` throws.
 */
export async function storedPicture(
  context: TenantContext,
  renderer: Renderer,
  request: PictureRequest,
): Promise<string> {
  const { tenantId, clock } = context;
  const hash = renderer.hash(request);
  const known = await context.db((trx) =>
    trx.one<{ file: string }>(
      "update sent_picture set used_at = $2 where hash = $1 returning file_key as file",
      [hash, clock.now()],
    ),
  );
  if (known !== undefined) return known.file;
  const { bytes } = await renderer.render(request);
  const { key } = await context.storage.put(bytes, { accept: ["image/jpeg"], maxBytes: MOST_BYTES });
  await context.db((trx) =>
    trx.run(
      `insert into sent_picture (tenant_id, hash, file_key, used_at) values ($1, $2, $3, $4)
       on conflict (tenant_id, hash) do update set file_key = excluded.file_key, used_at = excluded.used_at`,
      [tenantId, hash, key, clock.now()],
    ),
  );
  return key;
}

/** The picture of an offer's code in a look, as every request of the chat asks for it. */
export function pictureOf(
  tenantId: string,
  { variables }: Pick<Offer, "variables">,
  { template, assets }: ShownTemplate,
  size: SizeId,
): PictureRequest {
  return { tenantId, template, size, variables, assets, format: "jpeg" };
}

/** Deletes pictures of all tenants that nobody asks for any more. Rows first: a row without its file would be a broken picture. */
export async function forgetPictures(context: PlatformContext): Promise<void> {
  const until = new Date(context.clock.now().getTime() - KEPT_MS);
  const files = await context.platformDb((trx) =>
    trx.many<{ tenantId: string; file: string }>(
      `with gone as (delete from sent_picture where used_at < $1 returning tenant_id, file_key)
       select distinct tenant_id as "tenantId", file_key as file from gone g
       where not exists (select from sent_picture s where s.tenant_id = g.tenant_id and s.file_key = g.file_key and s.used_at >= $1)
         and not exists (select from broadcast b where b.tenant_id = g.tenant_id and b.file_key = g.file_key)`,
      [until],
    ),
  );
  for (const { tenantId, file } of files)
    await (await context.tenants.context(tenantId)).storage.delete(file);
}
