import { type Clock, PlatformError, reply, route, type Setup, Type } from "@promostack/core";
import { Id } from "../people/api.ts";
import { fieldsOf } from "../people/fields.ts";
import {
  Import,
  type ImportCheck,
  ImportInput,
  ImportPreview,
  Imports,
  LARGEST_FILE,
  PreviewInput,
} from "../people/imports/api.ts";
import type { ImportDesk } from "../people/imports/importDesk.ts";
import { countKnown } from "../people/imports/merge.ts";
import { readFile } from "../people/imports/readFile.ts";
import { endImport, keepImport, latestImports, readImport } from "../people/imports/store.ts";
import { suggestColumns } from "../people/imports/suggest.ts";

export type ImportDeskOf = (at: { clock: Clock }) => ImportDesk;

const One = Type.Object({ id: Id });
const READ = { perMinute: 240 };
/** JSON writes some letters as six. */
const UPLOAD = { perMinute: 20, seconds: 90, bodyBytes: LARGEST_FILE * 2 };

/** Files of people: looked at, checked, taken in beside everything else. */
export function importRoutes(p: Setup, deskOf: ImportDeskOf): void {
  p.route(
    route({
      method: "POST",
      path: "/people-import-previews",
      permission: "tenant:member",
      summary: "What the columns of a file seem to be, by its beginning.",
      input: { body: PreviewInput, output: ImportPreview },
      limits: { perMinute: 60, bodyBytes: 2_000_000 },
      handle: async (context, { body }) => suggestColumns(body.csv, await context.db(fieldsOf)),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/people-imports",
      permission: "tenant:member",
      summary:
        "Takes a file of people in, or says what that would do; answers at once, and the work can be watched.",
      input: { body: ImportInput },
      limits: UPLOAD,
      async handle(context, { body }) {
        const { tenantId, actor, clock } = context;
        const file = await readFile(body, await context.db(fieldsOf));
        const { rows, ...read } = file;
        if (body.dryRun) {
          const known = await context.db((trx) => countKnown(trx, rows, body.key));
          const check: ImportCheck = { ...read, rows: rows.length, known };
          return reply(200, check);
        }
        const kept = await context.db(async (trx) => {
          const id = await keepImport(trx, body, file, { tenantId, by: actor.email, at: clock.now() });
          const after = { file: body.name, rows: rows.length, wrong: read.wrong };
          await context.audit(trx, { action: "people.imported", target: `import ${id}`, after });
          return readImport(trx, id);
        });
        deskOf(context).look();
        return reply(202, kept);
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/people-imports",
      permission: "tenant:viewer",
      summary: "The newest imports.",
      input: { output: Imports },
      limits: READ,
      handle: async (context) => ({ items: await context.db(latestImports) }),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/people-imports/:id",
      permission: "tenant:viewer",
      summary: "How far an import is, and which lines were wrong.",
      input: { params: One, output: Import },
      limits: READ,
      handle: (context, { params }) => context.db((trx) => readImport(trx, params.id)),
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/people-imports/:id",
      permission: "tenant:member",
      summary: "Stops an import; who is in stays.",
      input: { params: One, output: Import },
      limits: READ,
      handle: (context, { params }) =>
        context.db(async (trx) => {
          const ended = await endImport(trx, params.id, "cancelled", context.clock.now());
          if (!ended) throw importOver();
          await context.audit(trx, { action: "people.import_stopped", target: `import ${params.id}` });
          return readImport(trx, params.id);
        }),
    }),
  );
}

function importOver(): PlatformError {
  return new PlatformError("This import is over.", {
    code: "import.over",
    status: 409,
    hint: "Load the page again to see how it ended.",
  });
}
