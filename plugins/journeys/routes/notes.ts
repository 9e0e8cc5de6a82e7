import { route, type Setup, Type } from "@promostack/core";
import { NewNote, Note, Notes } from "../inbox/api.ts";
import { addNote, deleteNote, notesOf } from "../inbox/notes.ts";
import { colleague } from "./inbox.ts";

const Person = Type.Object({ id: Type.String({ format: "uuid" }) });

/** Notes of colleagues about a person. */
export function noteRoutes(p: Setup): void {
  p.route(
    route({
      method: "GET",
      path: "/conversations/:id/notes",
      permission: "tenant:viewer",
      summary: "Lists what colleagues have noted about a person, the newest first.",
      input: { params: Person, output: Notes },
      limits: { perMinute: 240 },
      handle: ({ db, actor }, { params }) =>
        db(async (trx) => ({ items: await notesOf(trx, params.id, actor.personId) })),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/conversations/:id/notes",
      permission: "tenant:member",
      summary: "Notes something about a person, for colleagues only.",
      input: { params: Person, body: NewNote, output: Note },
      limits: { perMinute: 60 },
      handle: (context, { params, body }) =>
        context.db(async (trx) => {
          const note = await addNote(context, trx, params.id, body.text, colleague(context.actor));
          await context.audit(trx, { action: "note.added", target: `person ${params.id}` });
          return note;
        }),
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/notes/:id",
      permission: "tenant:member",
      summary: "Deletes a note of one's own.",
      input: { params: Person, output: Type.Object({ deleted: Type.Boolean() }) },
      limits: { perMinute: 60 },
      handle: (context, { params }) =>
        context.db(async (trx) => {
          await deleteNote(context, trx, params.id, context.actor.personId);
          await context.audit(trx, { action: "note.deleted", target: `note ${params.id}` });
          return { deleted: true };
        }),
    }),
  );
}
