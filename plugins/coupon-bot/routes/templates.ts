import { reply, route, type Setup, type TenantContext, Type } from "@promostack/core";
import { assetIds } from "../template/assetIds.ts";
import { assertTemplate } from "../template/validate.ts";
import {
  ChangedTemplate,
  Checked,
  Findings,
  NewDraft,
  NewTemplate,
  SavedDraft,
  TemplateDetail,
  TemplateList,
} from "../templates/api.ts";
import { storedAssets } from "../templates/assetRows.ts";
import { addTemplate, beginningOf } from "../templates/beginning.ts";
import { saveDraft } from "../templates/draftStore.ts";
import { findingsOf } from "../templates/findings.ts";
import { changeTemplate, deleteTemplate, undeleteTemplate } from "../templates/keeping.ts";
import { readTemplate, templateList } from "../templates/templateRows.ts";
import { etagNeeded } from "./ifMatch.ts";
import { editOf, LARGEST_DRAFT, READ, TemplateId, WRITE } from "./templateLimits.ts";

/** Templates: the list, drafts, and what happens to a template as a whole. */
export function templateRoutes(p: Setup): void {
  p.route(
    route({
      method: "GET",
      path: "/templates",
      permission: "tenant:viewer",
      summary:
        "The tenant's templates in the order in which people are offered them; with deleted=true those deleted lately.",
      input: {
        query: Type.Object({ deleted: Type.Optional(Type.Boolean()) }),
        output: TemplateList,
      },
      limits: READ,
      handle: async ({ db }, { query }) => ({ items: await db((trx) => templateList(trx, query)) }),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/templates",
      permission: "tenant:member",
      summary: "Begins a template: blank, from the gallery, or as a copy of another.",
      input: { body: NewTemplate, output: TemplateDetail },
      limits: WRITE,
      async handle(context, { body }) {
        const template = await context.db(async (trx) => {
          const beginning = await beginningOf(trx, body);
          const id = await addTemplate(trx, beginning, editOf(context));
          await context.audit(trx, {
            action: "template.created",
            target: `template ${id}`,
            after: { name: beginning.name, from: body.from },
          });
          return readTemplate(trx, id);
        });
        return reply(201, template, { etag: template.etag });
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/templates/:id",
      permission: "tenant:viewer",
      summary: "A template with its draft.",
      input: { params: TemplateId, output: TemplateDetail },
      limits: READ,
      handle: (context, { params }) => detail(context, params.id),
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/templates/:id/draft",
      permission: "tenant:member",
      summary: "Saves the draft; If-Match names the one that was read.",
      input: { params: TemplateId, body: NewDraft, output: SavedDraft },
      limits: { perMinute: 240, bodyBytes: LARGEST_DRAFT },
      async handle(context, { params, body: { draft }, headers }) {
        const etag = etagNeeded(headers);
        assertTemplate(draft);
        const saved = await context.db((trx) => saveDraft(trx, params.id, draft, etag, editOf(context)));
        return reply(200, saved, { etag: saved.etag });
      },
    }),
  );
  p.route(
    route({
      method: "PATCH",
      path: "/templates/:id",
      permission: "tenant:member",
      summary: "Renames a template, offers it in the chat or does not, moves it in the order.",
      input: { params: TemplateId, body: ChangedTemplate, output: TemplateDetail },
      limits: { perMinute: 240 },
      async handle(context, { params, body }) {
        await context.db(async (trx) => {
          const { name, forTelegram, position } = await readTemplate(trx, params.id);
          await changeTemplate(trx, params.id, body);
          await context.audit(trx, {
            action: "template.changed",
            target: `template ${params.id}`,
            before: { name, forTelegram, position },
            after: body,
          });
        });
        return detail(context, params.id);
      },
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/templates/:id",
      permission: "tenant:admin",
      summary: "Deletes a template: people get it no more. It can be taken back for thirty days.",
      input: { params: TemplateId },
      limits: WRITE,
      async handle(context, { params }) {
        await context.db(async (trx) => {
          const before = await deleteTemplate(trx, params.id, context.clock.now());
          await context.audit(trx, { action: "template.deleted", target: `template ${params.id}`, before });
        });
        return reply(204);
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/templates/:id/undelete",
      permission: "tenant:admin",
      summary: "Takes a deleted template back as it was.",
      input: { params: TemplateId, output: TemplateDetail },
      limits: WRITE,
      async handle(context, { params }) {
        await context.db(async (trx) => {
          await undeleteTemplate(trx, params.id);
          await context.audit(trx, { action: "template.undeleted", target: `template ${params.id}` });
        });
        return detail(context, params.id);
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/template-checks",
      permission: "tenant:viewer",
      summary: "What speaks against publishing a template as it stands in the editor. Nothing is stored.",
      input: { body: Checked, output: Findings },
      limits: { perMinute: 600, bodyBytes: LARGEST_DRAFT },
      async handle({ db }, { body: { template } }) {
        assertTemplate(template);
        const assets = await db((trx) => storedAssets(trx, assetIds(template)));
        return { items: findingsOf(template, assets) };
      },
    }),
  );
}

async function detail({ db }: TenantContext, id: string) {
  const template = await db((trx) => readTemplate(trx, id));
  return reply(200, template, { etag: template.etag });
}
