import type { PlatformContext, TenantContext } from "@promostack/core";
import { nameFile, storeFile, unnameFiles } from "../media/unnamedFiles.ts";
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
  const [file] = await storedPictures(context, renderer, [request]);
  if (file === undefined) throw new TypeError("A picture that was asked for is not answered.");
  return file;
}

/** As `storedPicture`, for several that are drawn at once: each is ready for itself, in the order of the requests. */
export async function storedPictures(
  context: TenantContext,
  renderer: Renderer,
  requests: readonly PictureRequest[],
): Promise<Promise<string>[]> {
  const wanted = requests.map((request) => hashed(renderer, request));
  const hashes = wanted.flatMap(({ hash }) => hash ?? []);
  const rows = await context.db((trx) =>
    trx.many<{ hash: string; file: string }>(
      "update sent_picture set used_at = $2 where hash = any($1::text[]) returning hash, file_key as file",
      [hashes, context.clock.now()],
    ),
  );
  const known = new Map(rows.map(({ hash, file }) => [hash, file]));
  return wanted.map(async ({ request, hash, error }) => {
    if (hash === undefined) throw error;
    return known.get(hash) ?? drawn(context, renderer, request, hash);
  });
}

/** A template that cannot be drawn is its own picture's trouble, not that of the others. */
function hashed(renderer: Renderer, request: PictureRequest) {
  try {
    return { request, hash: renderer.hash(request), error: undefined };
  } catch (error) {
    return { request, hash: undefined, error };
  }
}

async function drawn(
  context: TenantContext,
  renderer: Renderer,
  request: PictureRequest,
  hash: string,
): Promise<string> {
  const { bytes } = await renderer.render(request);
  const { key } = await storeFile(context, bytes, { accept: ["image/jpeg"], maxBytes: MOST_BYTES });
  await context.db(async (trx) => {
    await trx.run(
      `insert into sent_picture (tenant_id, hash, file_key, used_at) values ($1, $2, $3, $4)
       on conflict (tenant_id, hash) do update set file_key = excluded.file_key, used_at = excluded.used_at`,
      [context.tenantId, hash, key, context.clock.now()],
    );
    await nameFile(trx, key);
  });
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

/** Forgets pictures that nobody asks for any more. Their files are left to the sweep. */
export async function forgetPictures({ platformDb, clock }: PlatformContext): Promise<void> {
  const until = new Date(clock.now().getTime() - KEPT_MS);
  await platformDb(async (trx) => {
    const gone = await trx.many<{ tenantId: string; fileKey: string }>(
      `delete from sent_picture where used_at < $1 returning tenant_id as "tenantId", file_key as "fileKey"`,
      [until],
    );
    await unnameFiles(trx, gone);
  });
}
