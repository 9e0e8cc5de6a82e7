import { reply, route, type Setup } from "@promostack/core";
import type { PartsOf } from "../public/parts.ts";
import { ImportedFile, TemplateDetail } from "../templates/api.ts";
import { importTemplate } from "../templates/importing.ts";
import { LARGEST_FILE, templateFile } from "../templates/templateFile.ts";
import { readTemplate } from "../templates/templateRows.ts";
import { editOf, TemplateId } from "./templateLimits.ts";

const FILES = { perMinute: 20, seconds: 60 };

/** Templates as files: from one workspace to another, or kept. */
export function templateFileRoutes(p: Setup, partsOf: PartsOf): void {
  p.route(
    route({
      method: "GET",
      path: "/templates/:id/export",
      permission: "tenant:viewer",
      summary: "The draft as a file, its pictures and fonts in it, that can be imported here or elsewhere.",
      input: { params: TemplateId },
      limits: FILES,
      async handle(context, { params }) {
        const template = await context.db((trx) => readTemplate(trx, params.id));
        const file = await templateFile(context, template);
        return reply(200, file, { "content-disposition": `attachment; filename="${fileName(file.name)}"` });
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/templates/import",
      permission: "tenant:member",
      summary: "Makes a template of an exported file. Its pictures and fonts are taken in like any upload.",
      input: { body: ImportedFile, output: TemplateDetail },
      limits: { ...FILES, bodyBytes: LARGEST_FILE },
      async handle(context, { body: { file } }) {
        const { id, name } = await importTemplate(context, partsOf(context).intake, file, editOf(context));
        const template = await context.db(async (trx) => {
          await context.audit(trx, {
            action: "template.imported",
            target: `template ${id}`,
            after: { name },
          });
          return readTemplate(trx, id);
        });
        return reply(201, template, { etag: template.etag });
      },
    }),
  );
}

/** Plain letters, as every system takes them. */
function fileName(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return `${plain.slice(0, 60) || "template"}.coupon.json`;
}
