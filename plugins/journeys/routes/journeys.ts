import { listQuery, reply, route, type Setup, type TenantContext, Type } from "@promostack/core";
import {
  ChangedJourney,
  ClosingChoice,
  Folders,
  JourneyDetail,
  JourneyPage,
  JourneyState,
  NewDraft,
  NewJourney,
  PeopleInside,
  SavedDraft,
} from "../drafts/api.ts";
import { addJourney, beginningOf } from "../drafts/beginning.ts";
import { revisionOf, saveDraft } from "../drafts/draftStore.ts";
import { foldersOf, JOURNEYS, journeyPage, readJourney } from "../drafts/journeyRows.ts";
import { changeJourney, deleteJourney } from "../drafts/keeping.ts";
import { peopleInside } from "../drafts/versionRows.ts";
import { journeyFile } from "../transfer/journeyFile.ts";
import type { ConversationsOf } from "./conversationsOf.ts";
import { editOf, JourneyId, LARGEST_DRAFT, READ, WRITE } from "./limits.ts";

/** Journeys: the list, drafts and what happens to a journey as a whole. */
export function journeyRoutes(p: Setup, conversationsOf: ConversationsOf): void {
  p.route(
    route({
      method: "GET",
      path: "/journeys",
      permission: "tenant:viewer",
      summary:
        "The tenant's journeys, what was edited last first; archived ones where the state asks for them.",
      input: {
        query: Type.Object({
          ...listQuery(JOURNEYS),
          folder: Type.Optional(Type.String({ maxLength: 60 })),
          state: Type.Optional(JourneyState),
        }),
        output: JourneyPage,
      },
      limits: READ,
      csv: "journeys",
      handle: (context, { query }) => context.db((trx) => journeyPage(trx, query)),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/folders",
      permission: "tenant:viewer",
      summary: "Folders that hold journeys.",
      input: { output: Folders },
      limits: READ,
      handle: async (context) => ({ items: await context.db(foldersOf) }),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/journeys",
      permission: "tenant:member",
      summary: "Begins a journey: empty, from a template, as a copy of another, or from an exported file.",
      input: { body: NewJourney, output: JourneyDetail },
      limits: { ...WRITE, bodyBytes: LARGEST_DRAFT },
      async handle(context, { body }) {
        const journey = await context.db(async (trx) => {
          const beginning = await beginningOf(trx, context.tenantId, body);
          const id = await addJourney(trx, context.tenantId, beginning, editOf(context));
          const { name } = beginning;
          await context.audit(trx, {
            action: "journey.created",
            target: `journey ${id}`,
            after: { name, from: body.from.kind },
          });
          return readJourney(trx, id);
        });
        return reply(201, journey, { etag: journey.etag });
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/journeys/:id",
      permission: "tenant:viewer",
      summary: "A journey with its draft.",
      input: { params: JourneyId, output: JourneyDetail },
      limits: READ,
      handle: (context, { params }) => detail(context, params.id),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/journeys/:id/export",
      permission: "tenant:viewer",
      summary:
        "The draft as a file that can be imported here or elsewhere. Files of its messages do not go with it.",
      input: { params: JourneyId },
      limits: READ,
      async handle(context, { params }) {
        const { name, draft } = await context.db((trx) => readJourney(trx, params.id));
        return reply(200, journeyFile(name, draft, context.clock.now()));
      },
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/journeys/:id/draft",
      permission: "tenant:member",
      summary: "Saves the draft, complete or not; If-Match names the one that was read.",
      input: { params: JourneyId, body: NewDraft, output: SavedDraft },
      limits: { perMinute: 120, bodyBytes: LARGEST_DRAFT },
      async handle(context, { params, body, headers }) {
        const revision = revisionOf(headers["if-match"]);
        const saved = await context.db((trx) =>
          saveDraft(trx, params.id, body.draft, revision, editOf(context)),
        );
        return reply(200, saved, { etag: saved.etag });
      },
    }),
  );
  p.route(
    route({
      method: "PATCH",
      path: "/journeys/:id",
      permission: "tenant:member",
      summary: "Renames a journey, moves it to a folder, archives or restores it.",
      input: { params: JourneyId, body: ChangedJourney, output: JourneyDetail },
      limits: WRITE,
      async handle(context, { params, body }) {
        await context.db(async (trx) => {
          const { name, folder, state } = await readJourney(trx, params.id);
          await changeJourney(trx, params.id, body, context.clock.now());
          await context.audit(trx, {
            action: "journey.changed",
            target: `journey ${params.id}`,
            before: { name, folder, archived: state === "archived" },
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
      path: "/journeys/:id",
      permission: "tenant:admin",
      summary:
        "Deletes a journey that is not live, with its versions and walks; people inside only where inside=stop.",
      input: {
        params: JourneyId,
        query: Type.Object({ inside: Type.Optional(ClosingChoice) }),
        output: Type.Object({ stopped: Type.Integer(), walks: Type.Integer() }),
      },
      limits: { ...WRITE, seconds: 60 },
      async handle(context, { params, query: { inside = "finish" } }) {
        const deskOn = await conversationsOf(context).desk(context);
        return context.db(async (trx) => {
          const { name } = await readJourney(trx, params.id);
          const gone = await deleteJourney(
            deskOn(trx, context.clock.now()),
            context.tenantId,
            params.id,
            inside,
          );
          await context.audit(trx, {
            action: "journey.deleted",
            target: `journey ${params.id}`,
            before: { name },
            after: gone,
          });
          return gone;
        });
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/journeys/:id/people-inside",
      permission: "tenant:viewer",
      summary: "How many people stand at each step now.",
      input: { params: JourneyId, output: PeopleInside },
      limits: READ,
      handle: (context, { params }) => context.db((trx) => peopleInside(trx, params.id)),
    }),
  );
}

async function detail(context: TenantContext, id: string) {
  const journey = await context.db((trx) => readJourney(trx, id));
  return reply(200, journey, { etag: journey.etag });
}
