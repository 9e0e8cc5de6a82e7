import { setTimeout as sleep } from "node:timers/promises";
import { route, type Setup, type Static, Type } from "@promostack/core";
import { callbackAnswer, press } from "../telegram/acts/pressing.ts";
import { setBlocked, writeAsPerson } from "../telegram/acts/writing.ts";
import { wakeSenders } from "../telegram/updateSender.ts";
import { changesSince, readChat } from "./chatReading.ts";
import { asPerson, LIMITS, missing, personOf, roomOf } from "./subject.ts";
import { ChatView, MessageView } from "./views.ts";

const Chat = Type.Object({ room: Type.String() });
const File = Type.Object({
  base64: Type.String({ maxLength: 14_000_000 }),
  name: Type.String({ maxLength: 200 }),
});
const LONGEST_WAIT_MS = 8000;
const LOOK_MS = 50;

const write = route({
  method: "POST",
  path: "/chats/:room/messages",
  permission: "person",
  summary: "Writes as a person: text, a command, a picture or file, their number, where they are",
  input: {
    params: Chat,
    body: Type.Object({
      personId: Type.Integer(),
      text: Type.Optional(Type.String({ maxLength: 4096 })),
      photo: Type.Optional(File),
      document: Type.Optional(File),
      contact: Type.Optional(Type.Literal(true, { description: "The person's own number" })),
      location: Type.Optional(
        Type.Object({
          latitude: Type.Number({ minimum: -90, maximum: 90 }),
          longitude: Type.Number({ minimum: -180, maximum: 180 }),
        }),
      ),
      caption: Type.Optional(Type.String({ maxLength: 1024 })),
      replyTo: Type.Optional(Type.Integer()),
    }),
    output: MessageView,
  },
  limits: { ...LIMITS, bodyBytes: 15_000_000 },
  handle: async (context, { params, body }) => {
    const writing = { ...body, photo: bytesOf(body.photo), document: bytesOf(body.document) };
    const message = await context.platformDb(async (trx) => {
      const room = await roomOf(trx, params.room);
      const person = await personOf(trx, body.personId);
      const row = await asPerson(() => writeAsPerson(trx, room, person, writing, context.clock.now()));
      const [written] = (await changesSince(trx, room.room, row.revision - 1)).filter(
        ({ id }) => id === row.id,
      );
      return written;
    });
    wakeSenders();
    if (!message) throw missing("message", "");
    return message;
  },
});

function bytesOf(file: Static<typeof File> | undefined) {
  return file && { bytes: Buffer.from(file.base64, "base64"), name: file.name };
}

const start = route({
  method: "POST",
  path: "/chats/:room/starts",
  permission: "person",
  summary: "Presses Start, with the payload of a t.me link where given",
  input: {
    params: Chat,
    body: Type.Object({
      personId: Type.Integer(),
      payload: Type.Optional(Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$" })),
    }),
    output: ChatView,
  },
  limits: LIMITS,
  handle: async (context, { params, body }) => {
    const view = await context.platformDb(async (trx) => {
      const room = await roomOf(trx, params.room);
      const person = await personOf(trx, body.personId);
      const text = body.payload === undefined ? "/start" : `/start ${body.payload}`;
      await asPerson(() => writeAsPerson(trx, room, person, { text }, context.clock.now()));
      return readChat(trx, room.room);
    });
    wakeSenders();
    if (!view) throw missing("chat", params.room);
    return view;
  },
});

const pressButton = route({
  method: "POST",
  path: "/chats/:room/presses",
  permission: "person",
  summary: "Presses an inline button, and waits up to 8 seconds for the bot's answer",
  input: {
    params: Chat,
    body: Type.Object({
      personId: Type.Integer(),
      messageId: Type.Integer(),
      row: Type.Integer({ minimum: 0 }),
      column: Type.Integer({ minimum: 0 }),
    }),
    output: Type.Object({
      kind: Type.Union([Type.Literal("url"), Type.Literal("callback")]),
      answered: Type.Boolean({ description: "False where the bot let the button spin" }),
      url: Type.Optional(Type.String()),
      text: Type.Optional(Type.String()),
      showAlert: Type.Boolean(),
    }),
  },
  limits: LIMITS,
  handle: async (context, { params, body }) => {
    const pressed = await context.platformDb(async (trx) => {
      const room = await roomOf(trx, params.room);
      const person = await personOf(trx, body.personId);
      return asPerson(() => press(trx, room, person, body));
    });
    if (pressed.kind === "url")
      return { kind: "url" as const, answered: true, url: pressed.url, showAlert: false };
    wakeSenders();
    for (const until = Date.now() + LONGEST_WAIT_MS; Date.now() < until; ) {
      const answer = await context.platformDb((trx) => callbackAnswer(trx, pressed.id));
      if (answer) {
        const { text, url, show_alert: showAlert } = answer;
        return { kind: "callback" as const, answered: true, text, url, showAlert };
      }
      await sleep(LOOK_MS, undefined, { signal: context.signal });
    }
    return { kind: "callback" as const, answered: false, showAlert: false };
  },
});

const block = route({
  method: "PUT",
  path: "/chats/:room/block",
  permission: "person",
  summary: "Blocks the bot of a private chat, or unblocks it",
  input: { params: Chat, body: Type.Object({ blocked: Type.Boolean() }), output: ChatView },
  limits: LIMITS,
  handle: async (context, { params, body }) => {
    const view = await context.platformDb(async (trx) => {
      const room = await roomOf(trx, params.room);
      if (room.type !== "private") throw missing("private chat", params.room);
      const person = await personOf(trx, room.id);
      await asPerson(() => setBlocked(trx, room, person, body.blocked, context.clock.now()));
      return readChat(trx, room.room);
    });
    wakeSenders();
    if (!view) throw missing("chat", params.room);
    return view;
  },
});

/** What a person does in a chat. */
export function actingPages(p: Setup): void {
  p.route(write);
  p.route(start);
  p.route(pressButton);
  p.route(block);
}
