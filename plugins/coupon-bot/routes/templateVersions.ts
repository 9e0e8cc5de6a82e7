import { reply, route, type Setup, Type } from "@promostack/core";
import { Published, TemplateDetail, VersionPage } from "../templates/api.ts";
import { publish, restoreVersion, unpublish, versionPage } from "../templates/publishing.ts";
import { readTemplate } from "../templates/templateRows.ts";
import { etagIn } from "./ifMatch.ts";
import { editOf, READ, TemplateId, WRITE } from "./templateLimits.ts";

const VersionNumber = Type.Object({ ...TemplateId.properties, number: Type.Integer({ minimum: 1 }) });

/** Versions: publishing, taking back, going on from an earlier one. */
export function templateVersionRoutes(p: Setup): void {
  p.route(
    route({
      method: "POST",
      path: "/templates/:id/publish",
      permission: "tenant:admin",
      summary:
        "Publishes the draft (the one that If-Match names, if it names one): people get it from now on.",
      input: { params: TemplateId, output: Published },
      limits: WRITE,
      async handle(context, { params, headers }) {
        const published = await context.db(async (trx) => {
          const done = await publish(trx, params.id, etagIn(headers), editOf(context));
          await context.audit(trx, {
            action: "template.published",
            target: `template ${params.id}`,
            after: { version: done.version },
          });
          return done;
        });
        return reply(published.added ? 201 : 200, published);
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/templates/:id/unpublish",
      permission: "tenant:admin",
      summary: "Takes a template back: people get it no more, its draft and versions stay.",
      input: { params: TemplateId, output: TemplateDetail },
      limits: WRITE,
      handle: (context, { params }) =>
        context.db(async (trx) => {
          await unpublish(trx, params.id, context.clock.now());
          await context.audit(trx, { action: "template.unpublished", target: `template ${params.id}` });
          return readTemplate(trx, params.id);
        }),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/templates/:id/versions",
      permission: "tenant:viewer",
      summary: "A template's versions, the newest first. They never change.",
      input: {
        params: TemplateId,
        query: Type.Object({
          after: Type.Optional(Type.Integer()),
          limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
        }),
        output: VersionPage,
      },
      limits: READ,
      handle: ({ db }, { params, query }) => db((trx) => versionPage(trx, params.id, query)),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/templates/:id/versions/:number/restore",
      permission: "tenant:member",
      summary: "Writes a version over the draft. What people get stays until the draft is published.",
      input: { params: VersionNumber, output: TemplateDetail },
      limits: WRITE,
      async handle(context, { params }) {
        const template = await context.db(async (trx) => {
          await restoreVersion(trx, params.id, params.number, editOf(context));
          await context.audit(trx, {
            action: "template.restored",
            target: `template ${params.id}`,
            after: { version: params.number },
          });
          return readTemplate(trx, params.id);
        });
        return reply(200, template, { etag: template.etag });
      },
    }),
  );
}
