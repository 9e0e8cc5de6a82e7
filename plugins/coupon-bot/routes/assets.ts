import { reply, route, type Setup, Type } from "@promostack/core";
import { MOST_PICTURE_BYTES } from "../media/limits.ts";
import { storedBytes } from "../media/stored.ts";
import { deleteUnnamed } from "../media/unnamedFiles.ts";
import type { PartsOf } from "../public/parts.ts";
import { AssetKind, AssetList, ListedAsset } from "../templates/api.ts";
import { assetList, listedAsset, readAsset } from "../templates/assetRows.ts";
import { deleteAsset, takeAsset } from "../templates/assets.ts";
import { editOf, READ, TemplateId, WRITE } from "./templateLimits.ts";

/** What the file is, its first bytes say; these are what browsers call what they send. */
const UPLOADS = [
  "application/octet-stream",
  "image/png",
  "image/jpeg",
  "image/webp",
  "image/gif",
  "image/svg+xml",
  "font/woff2",
  "font/woff",
  "font/ttf",
  "font/otf",
];

/** Pictures, logos and fonts for templates. */
export function assetRoutes(p: Setup, partsOf: PartsOf): void {
  p.route(
    route({
      method: "POST",
      path: "/assets",
      permission: "tenant:member",
      summary:
        "Takes in a file for templates: the body is the file. The same file again is the asset that there is.",
      takes: UPLOADS,
      input: {
        query: Type.Object({
          kind: AssetKind,
          name: Type.String({ minLength: 1, maxLength: 300, description: "The file's own name." }),
        }),
        output: ListedAsset,
      },
      limits: { perMinute: 30, bodyBytes: MOST_PICTURE_BYTES, seconds: 30 },
      async handle(context, { query: { kind, name }, bytes: content }) {
        const { intake } = partsOf(context);
        const { asset, added } = await takeAsset(context, intake, { kind, name, content }, editOf(context));
        const shown = listedAsset(asset);
        if (!added) return reply(200, shown);
        await context.db((trx) =>
          context.audit(trx, {
            action: "asset.added",
            target: `asset ${asset.id}`,
            after: { kind, name: shown.name, bytes: shown.bytes },
          }),
        );
        return reply(201, shown);
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/assets",
      permission: "tenant:viewer",
      summary: "Files for templates, the newest first.",
      input: { query: Type.Object({ kind: Type.Optional(AssetKind) }), output: AssetList },
      limits: READ,
      handle: async ({ db }, { query }) => ({ items: await db((trx) => assetList(trx, query.kind)) }),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/assets/:id/content",
      permission: "tenant:viewer",
      summary: "The file itself, as it is kept. It never changes.",
      input: { params: TemplateId },
      limits: { perMinute: 1_200 },
      async handle({ db, storage }, { params }) {
        const { contentType, fileKey, hash } = await db((trx) => readAsset(trx, params.id));
        return reply(200, await storedBytes(storage, fileKey), {
          "content-type": contentType,
          "cache-control": "private, max-age=31536000, immutable",
          etag: `"${hash.slice(0, 32)}"`,
          // What people uploaded never runs, whatever a browser takes it for.
          "content-security-policy": "default-src 'none'; sandbox",
          "x-content-type-options": "nosniff",
        });
      },
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/assets/:id",
      permission: "tenant:member",
      summary: "Deletes a file that no template uses.",
      input: { params: TemplateId },
      limits: WRITE,
      async handle(context, { params }) {
        const fileKey = await context.db(async (trx) => {
          const { kind, name, fileKey } = await deleteAsset(trx, params.id, context);
          await context.audit(trx, {
            action: "asset.deleted",
            target: `asset ${params.id}`,
            before: { kind, name },
          });
          return fileKey;
        });
        await deleteUnnamed(context, fileKey);
        return reply(204);
      },
    }),
  );
}
