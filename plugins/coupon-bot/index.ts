import { type Clock, definePlugin, type PlatformContext, PlatformError } from "@promostack/core";
import { createIntake } from "./media/intake.ts";
import type { PublicParts } from "./public/parts.ts";
import { publicPages } from "./public/publicPages.ts";
import { forgetUploads } from "./public/uploads.ts";
import { createRenderer } from "./render/renderer.ts";
import { assetRoutes } from "./routes/assets.ts";
import { campaignRoutes } from "./routes/campaigns.ts";
import { entryRoutes } from "./routes/entries.ts";
import { numbersRoutes } from "./routes/numbers.ts";
import { previewRoutes } from "./routes/previews.ts";
import { templatePictureRoutes } from "./routes/templatePictures.ts";
import { templateRoutes } from "./routes/templates.ts";
import { templateVersionRoutes } from "./routes/templateVersions.ts";
import { forgetDeleted } from "./templates/keeping.ts";
import { publishedTemplates } from "./templates/published.ts";
import { exportTenant, purgeTenant } from "./tenantData.ts";

/** By the clock of their host: tests run several hosts in one process. */
const started = new Map<Clock, PublicParts>();

function partsOf({ clock }: { clock: Clock }): PublicParts {
  const parts = started.get(clock);
  if (parts !== undefined) return parts;
  throw new PlatformError("The coupon bot is not running.", {
    code: "plugin.not_started",
    status: 503,
    retryAfter: 1,
    hint: "Try again in a moment.",
  });
}

export default definePlugin({
  setup(p) {
    p.mount(publicPages(partsOf));
    campaignRoutes(p);
    entryRoutes(p);
    previewRoutes(p, partsOf);
    templateRoutes(p);
    templateVersionRoutes(p);
    templatePictureRoutes(p, partsOf);
    assetRoutes(p, partsOf);
    numbersRoutes(p, partsOf);
    p.platformJob("uploads", forgetOldUploads);
    p.platformJob("templates", async ({ platformDb, clock }) => {
      await platformDb((trx) => forgetDeleted(trx, clock.now()));
    });
  },
  async start(context) {
    started.set(context.clock, {
      renderer: createRenderer({ log: context.log }),
      intake: createIntake(),
      templates: publishedTemplates,
      variables: async (_context, code) => ({ code }),
    });
  },
  async stop({ clock }) {
    const parts = started.get(clock);
    started.delete(clock);
    parts?.intake.close();
    await parts?.renderer.close();
  },
  export: exportTenant,
  purge: async (context) => {
    await purgeTenant(context);
    await started.get(context.clock)?.renderer.forget(context.tenantId);
  },
});

/** Rows first: a file without a row is found by nobody, a row without its file would be a broken picture. */
async function forgetOldUploads(context: PlatformContext): Promise<void> {
  const files = await context.platformDb((trx) => forgetUploads(trx, context.clock.now()));
  for (const { tenantId, fileKey } of files)
    await (await context.tenants.context(tenantId)).storage.delete(fileKey);
}
