import { route, type Setup, Type } from "@promostack/core";
import { Draws, EntriesPage, EntriesQuery, EntryDecision, Redraw } from "../campaigns/api.ts";
import { drawAgain, drawWinners, readDraws } from "../campaigns/drawing.ts";
import { decideEntry, entriesPage, eraseEntry } from "../campaigns/entries.ts";
import { deleteUnnamed } from "../media/unnamedFiles.ts";
import { Id, savingOf } from "./campaigns.ts";

const READ = { perMinute: 240 };
const WRITE = { perMinute: 60 };
const Done = Type.Object({ done: Type.Boolean() });

/** Who takes part in campaigns, and who wins. */
export function entryRoutes(p: Setup): void {
  p.route(
    route({
      method: "GET",
      path: "/campaigns/:id/entries",
      permission: "tenant:viewer",
      summary: "Lists a campaign's entries, the newest first.",
      input: { params: Id, query: EntriesQuery, output: EntriesPage },
      limits: READ,
      csv: "entries",
      handle: ({ db }, { params, query }) => db((trx) => entriesPage(trx, params.id, query)),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/campaign-entries/:id/decisions",
      permission: "tenant:member",
      summary: "Takes an entry out of the draw, with the reason, or back in.",
      input: { params: Id, body: EntryDecision, output: Done },
      limits: { perMinute: 240 },
      handle: (context, { params, body }) =>
        context.db(async (trx) => {
          const { number } = await decideEntry(trx, params.id, body, savingOf(context));
          await context.audit(trx, {
            action: body.state === "in" ? "entry.taken-back-in" : "entry.disqualified",
            target: `entry ${params.id}`,
            after: { number, reason: body.reason },
          });
          return { done: true };
        }),
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/campaign-entries/:id",
      permission: "tenant:admin",
      summary: "Erases the person from an entry: address, links and picture. Its number stays.",
      input: { params: Id, output: Done },
      limits: WRITE,
      async handle(context, { params }) {
        const fileKey = await context.db(async (trx) => {
          const gone = await eraseEntry(trx, params.id, savingOf(context));
          await context.audit(trx, {
            action: "entry.erased",
            target: `entry ${params.id}`,
            after: { number: gone.number },
          });
          return gone.fileKey;
        });
        if (fileKey !== undefined) await deleteUnnamed(context, fileKey);
        return { done: true };
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/campaigns/:id/draws",
      permission: "tenant:viewer",
      summary: "The draws of a campaign with all that a check of them needs.",
      input: { params: Id, output: Draws },
      limits: READ,
      handle: ({ db }, { params }) => db((trx) => readDraws(trx, params.id)),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/campaigns/:id/draws",
      permission: "tenant:admin",
      summary: "Draws the winners of a campaign that is over, once.",
      input: { params: Id, output: Draws },
      limits: WRITE,
      handle: (context, { params }) =>
        context.db(async (trx) => {
          await drawWinners(trx, params.id, savingOf(context));
          const draws = await readDraws(trx, params.id);
          await context.audit(trx, {
            action: "campaign.drawn",
            target: `campaign ${params.id}`,
            after: { winners: draws.winners.map(({ number }) => number), listHash: draws.listHash },
          });
          return draws;
        }),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/campaigns/:id/redraws",
      permission: "tenant:admin",
      summary: "Draws a winner's place again, with the reason.",
      input: { params: Id, body: Redraw, output: Draws },
      limits: WRITE,
      handle: (context, { params, body }) =>
        context.db(async (trx) => {
          const { winner } = await drawAgain(trx, params.id, body, savingOf(context));
          await context.audit(trx, {
            action: "campaign.drawn-again",
            target: `campaign ${params.id}`,
            after: { ...body, winner },
          });
          return readDraws(trx, params.id);
        }),
    }),
  );
}
