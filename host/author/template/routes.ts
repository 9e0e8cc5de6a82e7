import { listQuery, PlatformError, route, type Setup, Type } from "@promostack/core";
import { NOTES, notesPage, removeNote, writeNote } from "./notes.ts";

const Note = Type.Object({
  id: Type.String(),
  text: Type.String(),
  author: Type.String(),
  writtenAt: Type.String({ format: "date-time" }),
});

/** What answers below /api/p/{{id}}. A route without permission, summary and limits is refused at the start. */
export function noteRoutes(p: Setup): void {
  p.route(
    route({
      method: "GET",
      path: "/notes",
      permission: "tenant:viewer",
      summary: "The tenant's notes, the newest first",
      limits: { perMinute: 240 },
      input: {
        query: Type.Object(listQuery(NOTES)),
        output: Type.Object({ items: Type.Array(Note), next: Type.Optional(Type.String()) }),
      },
      csv: "notes",
      handle: (context, { query }) => context.db((trx) => notesPage(trx, query)),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/notes",
      permission: "tenant:member",
      summary: "Writes a note",
      limits: { perMinute: 60 },
      input: { body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 2_000 }) }), output: Note },
      handle: (context, { body }) =>
        context.db((trx) =>
          writeNote(context, trx, { text: body.text, author: context.actor.name ?? context.actor.email }),
        ),
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/notes/:id",
      permission: "tenant:member",
      summary: "Removes a note",
      limits: { perMinute: 60 },
      input: { params: Type.Object({ id: Type.String({ format: "uuid" }) }), output: Type.Object({}) },
      async handle(context, { params }) {
        const removed = await context.db((trx) => removeNote(trx, params.id));
        if (removed === 0) throw unknownNote();
        return {};
      },
    }),
  );
}

function unknownNote(): PlatformError {
  return new PlatformError("This note is not there any more.", {
    code: "{{id}}.note_unknown",
    status: 404,
    hint: "Reload the list.",
  });
}
