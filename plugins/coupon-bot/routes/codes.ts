import { type PlatformContext, PlatformError, route, type Setup } from "@promostack/core";
import {
  Added,
  Changed,
  Chosen,
  CodeChange,
  CodesPage,
  CodesQuery,
  Generation,
  Id,
  Imported,
  ImportFile,
  LARGEST_FILE,
  NewCodes,
} from "../codes/api.ts";
import {
  addCodes,
  addTyped,
  changeCode,
  codesPage,
  deleteCodes,
  undeleteCodes,
  withRules,
} from "../codes/codeStore.ts";
import { randomCode, roomFor } from "../codes/generate.ts";
import { readFile } from "../codes/importFile.ts";
import { takeIn } from "../codes/takeIn.ts";
import { savingOf } from "./campaigns.ts";

const READ = { perMinute: 240 };
const WRITE = { perMinute: 120 };
const DAY_MS = 86_400_000;
const ANSWERS_KEPT_MS = 30 * DAY_MS;

/** The codes of a list. */
export function codeRoutes(p: Setup): void {
  p.route(
    route({
      method: "GET",
      path: "/code-lists/:id/codes",
      permission: "tenant:viewer",
      summary: "The codes of a list with their uses, the newest first; as a file, an import takes it back.",
      input: { params: Id, query: CodesQuery, output: CodesPage },
      limits: READ,
      csv: "codes",
      handle: ({ db, clock }, { params, query }) =>
        db((trx) => codesPage(trx, params.id, query, clock.now())),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/code-lists/:id/codes",
      permission: "tenant:member",
      summary: "Adds codes as they were typed, parted by lines or commas.",
      input: { params: Id, body: NewCodes, output: Added },
      limits: { ...WRITE, bodyBytes: 250_000 },
      handle: (context, { params: { id }, body }) =>
        context.db(async (trx) => {
          const added = await addTyped(trx, id, body, savingOf(context));
          const after = { added: added.added, known: added.known };
          await context.audit(trx, { action: "codes.added", target: `list ${id}`, after });
          return added;
        }),
    }),
  );
  p.route(
    route({
      method: "PATCH",
      path: "/codes/:id",
      permission: "tenant:member",
      summary: "Says something else of a code.",
      input: { params: Id, body: CodeChange, output: Changed },
      limits: WRITE,
      handle: (context, { params: { id }, body }) =>
        context.db(async (trx) => {
          await changeCode(trx, id, body, context.timezone);
          await context.audit(trx, { action: "code.saved", target: `code ${id}`, after: body });
          return { count: 1 };
        }),
    }),
  );
  for (const [path, change, action] of [
    ["deletions", deleteCodes, "codes.deleted"],
    ["undeletions", undeleteCodes, "codes.undeleted"],
  ] as const)
    p.route(
      route({
        method: "POST",
        path: `/code-lists/:id/${path}`,
        permission: "tenant:member",
        summary:
          path === "deletions"
            ? "Deletes codes; for a day they can be had back."
            : "Takes deleted codes back.",
        input: { params: Id, body: Chosen, output: Changed },
        limits: WRITE,
        handle: (context, { params: { id }, body: { ids } }) =>
          context.db(async (trx) => {
            const count = await change(trx, id, ids, context.clock.now());
            await context.audit(trx, { action, target: `list ${id}`, after: { count } });
            return { count };
          }),
      }),
    );
  fillingRoutes(p);
  p.platformJob("deleted-codes", forgetDeleted);
}

function fillingRoutes(p: Setup): void {
  p.route(
    route({
      method: "POST",
      path: "/code-lists/:id/generations",
      permission: "tenant:member",
      summary: "Adds random codes that nobody guesses.",
      input: { params: Id, body: Generation, output: Changed },
      limits: { perMinute: 20, seconds: 30 },
      handle: (context, { params: { id }, body }) =>
        context.db(async (trx) => {
          const count = await generate(body, async (codes) => {
            const rows = withRules(codes, body, context.timezone);
            return (await addCodes(trx, id, rows, savingOf(context))).added;
          });
          const after = { count, prefix: body.prefix };
          await context.audit(trx, { action: "codes.generated", target: `list ${id}`, after });
          return { count };
        }),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/code-lists/:id/imports",
      permission: "tenant:member",
      summary:
        "Takes in a file of codes, or says what that would do: all of its good lines or, where it fails, none.",
      input: { params: Id, body: ImportFile, output: Imported },
      // JSON writes some letters as six.
      limits: { perMinute: 20, seconds: 90, bodyBytes: LARGEST_FILE * 2 },
      async handle(context, { params: { id }, body }) {
        const file = await readFile(body.csv, context.timezone);
        return context.db(async (trx) => {
          const imported = await takeIn(trx, id, file, body, savingOf(context));
          const { problems: _problems, ...after } = imported;
          if (!body.dryRun)
            await context.audit(trx, { action: "codes.imported", target: `list ${id}`, after });
          return imported;
        });
      },
    }),
  );
}

/** Adds until there are as many new ones as wanted: some may be in the list already. */
async function generate(
  { count, prefix, length }: { count: number; prefix: string; length: number },
  add: (codes: string[]) => Promise<number>,
): Promise<number> {
  if (roomFor(length) < count * 100)
    throw new PlatformError("So many codes of this length would be easy to guess.", {
      code: "codes.too_short",
      status: 422,
      hint: "Choose more random letters.",
    });
  let made = 0;
  for (let round = 0; made < count && round < 10; round += 1) {
    const codes = new Set<string>();
    while (codes.size < count - made) codes.add(randomCode(prefix, length));
    made += await add([...codes]);
  }
  return made;
}

/** Deletes for good what was deleted a day ago, with everything that hangs on it, and answers that are old. */
async function forgetDeleted({ platformDb, clock }: PlatformContext): Promise<void> {
  const now = clock.now().getTime();
  await platformDb(async (trx) => {
    for (const table of ["code", "code_validator"])
      await trx.run(
        `delete from ${table} where (tenant_id, id) in
           (select tenant_id, id from ${table} where deleted_at < $1 limit 5000)`,
        [new Date(now - DAY_MS)],
      );
    await trx.run("delete from code_answer where answered_at < $1", [new Date(now - ANSWERS_KEPT_MS)]);
  });
}
