import { type PlatformContext, PlatformError, type TenantContext } from "@promostack/core";

/** Telegram keeps what was sent; our copy only has to outlive every attempt at sending. */
const KEPT_DAYS = 14;
const PAGE = 200;

/** Deletes stored pictures that were sent long ago. The dash draws them anew. */
export async function sweepPictures(context: PlatformContext): Promise<void> {
  const before = new Date(context.clock.now().getTime() - KEPT_DAYS * 86_400_000);
  // What a tenant has that switched the plugin off is deleted when it is purged.
  const away: string[] = [];
  for (;;) {
    const old = await context.platformDb((trx) =>
      trx.many<{ tenantId: string; files: string[] }>(
        `select tenant_id as "tenantId", files from picture
         where files <> '{}' and done_at < $1 and tenant_id <> all($2::uuid[]) limit ${PAGE}`,
        [before, away],
      ),
    );
    for (const { tenantId, files } of old) {
      context.signal.throwIfAborted();
      if (away.includes(tenantId)) continue;
      try {
        const { storage } = await context.tenants.context(tenantId);
        for (const file of files) await storage.delete(file);
        await context.platformDb((trx) =>
          trx.run("update picture set files = '{}' where tenant_id = $1 and files = $2", [tenantId, files]),
        );
      } catch (error) {
        if (!PlatformError.is(error) || error.code !== "plugin.disabled") throw error;
        away.push(tenantId);
      }
    }
    if (old.length < PAGE) return;
  }
}

/** Deletes every stored picture of a tenant, and its logo. */
export async function deletePictures({ db, storage }: TenantContext): Promise<void> {
  const files = await db((trx) =>
    trx.many<{ file: string }>("select unnest(files) as file from picture union select file from logo"),
  );
  for (const { file } of files) await storage.delete(file);
}
