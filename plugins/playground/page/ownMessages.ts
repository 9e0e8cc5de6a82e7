import { route, type Setup, Type } from "@promostack/core";
import { deleteAsPerson, editAsPerson } from "../telegram/acts/writing.ts";
import { wakeSenders } from "../telegram/updateSender.ts";
import { changesSince } from "./chatReading.ts";
import { asPerson, LIMITS, missing, personOf, roomOf } from "./subject.ts";
import { MessageView } from "./views.ts";

const Message = Type.Object({ room: Type.String(), id: Type.String({ pattern: "^\\d{1,9}$" }) });

const edit = route({
  method: "PATCH",
  path: "/chats/:room/messages/:id",
  permission: "person",
  summary: "Changes a text that the person wrote",
  input: {
    params: Message,
    body: Type.Object({ personId: Type.Integer(), text: Type.String({ minLength: 1, maxLength: 4096 }) }),
    output: MessageView,
  },
  limits: LIMITS,
  handle: async (context, { params, body }) => {
    const view = await context.platformDb(async (trx) => {
      const room = await roomOf(trx, params.room);
      const person = await personOf(trx, body.personId);
      const change = { id: Number(params.id), text: body.text };
      const row = await asPerson(() => editAsPerson(trx, room, person, change, context.clock.now()));
      return (await changesSince(trx, room.room, row.revision - 1)).find(({ id }) => id === row.id);
    });
    wakeSenders();
    if (!view) throw missing("message", params.id);
    return view;
  },
});

const remove = route({
  method: "DELETE",
  path: "/chats/:room/messages/:id",
  permission: "person",
  summary: "Deletes a message that the person wrote",
  input: { params: Message, query: Type.Object({ personId: Type.Integer() }) },
  limits: LIMITS,
  handle: async (context, { params, query }) => {
    await context.platformDb(async (trx) => {
      const room = await roomOf(trx, params.room);
      const person = await personOf(trx, query.personId);
      await asPerson(() => deleteAsPerson(trx, room, person, Number(params.id), context.clock.now()));
    });
    return undefined;
  },
});

/** What a person does to messages of their own. */
export function ownMessagePages(p: Setup): void {
  p.route(edit);
  p.route(remove);
}
