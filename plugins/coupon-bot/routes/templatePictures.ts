import {
  type Reply,
  reply,
  route,
  type Setup,
  type TenantContext,
  type Transaction,
  Type,
} from "@promostack/core";
import { storedAsset } from "../media/stored.ts";
import type { PartsOf } from "../public/parts.ts";
import type { Asset } from "../render/picture.ts";
import { assetIds } from "../template/assetIds.ts";
import { GALLERY } from "../template/gallery/gallery.ts";
import { SizeId } from "../template/size.ts";
import type { Template } from "../template/template.ts";
import { assertTemplate } from "../template/validate.ts";
import type { Variables } from "../template/variables.ts";
import { GalleryList, Preview } from "../templates/api.ts";
import { storedAssets } from "../templates/assetRows.ts";
import { galleryTemplate } from "../templates/beginning.ts";
import { EXAMPLE_VALUES, looksOf } from "../templates/looks.ts";
import { readVersion } from "../templates/publishing.ts";
import { readTemplate } from "../templates/templateRows.ts";
import { LARGEST_DRAFT, READ, TemplateId } from "./templateLimits.ts";

const Width = Type.Optional(Type.Integer({ minimum: 64, maximum: 2560, description: "Pixels across." }));
const PICTURES = { perMinute: 1_200 };
/** Pictures of the gallery hold nothing of a tenant's: they are drawn once for all. */
const NOBODY = "00000000-0000-0000-0000-000000000000";
/** Its address names a revision or a version, and what it was drawn from never changes; how it is drawn may, with a release. */
const ALL_DAY = "private, max-age=86400, immutable";

/** Pictures of templates in the dash, from the one renderer. */
export function templatePictureRoutes(p: Setup, partsOf: PartsOf): void {
  p.route(
    route({
      method: "POST",
      path: "/template-previews",
      permission: "tenant:viewer",
      summary:
        "The picture (JPEG) that a template gives for a code, as it stands in the editor. Nothing is stored.",
      input: { body: Preview },
      limits: { perMinute: 600, bodyBytes: LARGEST_DRAFT },
      async handle(context, { body: { template, size, code, values, width } }) {
        assertTemplate(template);
        const assets = await context.db((trx) => filesOf(context, trx, assetIds(template)));
        const look = { template, assets, size, width, variables: { ...values, code } };
        return drawn(context, partsOf(context), look, { cache: "no-store" });
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/templates/:id/picture",
      permission: "tenant:viewer",
      summary: "A picture (JPEG) of the draft, or of a version, with an example's code.",
      input: {
        params: TemplateId,
        query: Type.Object({
          size: SizeId,
          w: Width,
          version: Type.Optional(Type.Integer({ minimum: 1 })),
          revision: Type.Optional(
            Type.String({ maxLength: 20, description: "Of the draft: so that the picture may be kept." }),
          ),
        }),
      },
      limits: PICTURES,
      async handle(context, { params, query: { size, w: width, version, revision }, headers }) {
        const { template, assets, lasts } = await context.db(async (trx) => {
          if (version !== undefined) {
            const { document, assets } = await readVersion(trx, params.id, version);
            return { template: document, assets: await filesOf(context, trx, assets), lasts: true };
          }
          const { draft, etag } = await readTemplate(trx, params.id);
          const assets = await filesOf(context, trx, assetIds(draft));
          return { template: draft, assets, lasts: etag === `"${revision}"` };
        });
        const look = { template, assets, size, width, variables: EXAMPLE_VALUES };
        const cache = lasts ? ALL_DAY : "no-cache";
        return drawn(context, partsOf(context), look, { cache, known: headers["if-none-match"] });
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/gallery",
      permission: "tenant:viewer",
      summary: "Templates to start from.",
      input: { output: GalleryList },
      limits: READ,
      handle: async () => ({
        items: GALLERY.map(({ id, title, template }) => ({
          id,
          title,
          sizes: template.sizes,
          pictures: looksOf(template, `/gallery/${id}`),
        })),
      }),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/gallery/:id/picture",
      permission: "tenant:viewer",
      summary: "A picture (JPEG) of a template to start from.",
      input: {
        params: Type.Object({ id: Type.String({ maxLength: 60 }) }),
        query: Type.Object({ size: SizeId, w: Width }),
      },
      limits: PICTURES,
      handle(context, { params, query: { size, w: width }, headers }) {
        const { template } = galleryTemplate(params.id);
        const look = { template, assets: {}, size, width, variables: EXAMPLE_VALUES };
        // A release may draw it anew.
        const cache = "private, max-age=3600";
        const nobodys = { tenantId: NOBODY };
        return drawn(nobodys, partsOf(context), look, { cache, known: headers["if-none-match"] });
      },
    }),
  );
}

interface Wanted {
  template: Template;
  assets: Readonly<Record<string, Asset>>;
  size: SizeId;
  width: number | undefined;
  variables: Variables;
}

/** Nothing is drawn for who has the picture already. */
async function drawn(
  { tenantId }: Pick<TenantContext, "tenantId">,
  { renderer }: ReturnType<PartsOf>,
  { width, ...look }: Wanted,
  { cache, known }: { cache: string; known?: string | undefined },
): Promise<Reply> {
  const wanted = { tenantId, ...look, format: "jpeg" as const, ...(width !== undefined && { width }) };
  const etag = `"${renderer.hash(wanted).slice(0, 32)}"`;
  const headers = { etag, "cache-control": cache };
  if (known === etag) return reply(304, undefined, headers);
  const { bytes, contentType } = await renderer.render(wanted);
  return reply(200, bytes, { ...headers, "content-type": contentType });
}

async function filesOf(
  { storage }: Pick<TenantContext, "storage">,
  trx: Transaction,
  ids: readonly string[],
): Promise<Record<string, Asset>> {
  const rows = await storedAssets(trx, ids);
  return Object.fromEntries(rows.map((row) => [row.id, storedAsset(storage, row)]));
}
