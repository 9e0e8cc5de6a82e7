import { reply, route, type Setup, type Transaction, Type } from "@promostack/core";
import { foundRoom } from "../telegram/acts/joining.ts";
import { allBots, botById, botUser } from "../telegram/store/bots.ts";
import { fileBytes } from "../telegram/store/files.ts";
import { linksOf } from "../telegram/store/inviteLinks.ts";
import { personUser } from "../telegram/store/people.ts";
import { openPrivateRoom } from "../telegram/store/rooms.ts";
import { wakeSenders } from "../telegram/updateSender.ts";
import { listChats, pageOfMessages, readChat } from "./chatReading.ts";
import { asPerson, LIMITS, missing, personOf, roomOf } from "./subject.ts";
import { ChatView, MessageView } from "./views.ts";

const Chat = Type.Object({ room: Type.String() });

const list = route({
  method: "GET",
  path: "/chats",
  permission: "person",
  summary: "Chats, the busiest first; of one person or bot where named",
  input: {
    query: Type.Object({
      personId: Type.Optional(Type.Integer()),
      botId: Type.Optional(Type.Integer()),
      type: Type.Optional(Type.String()),
    }),
    output: Type.Object({ items: Type.Array(ChatView) }),
  },
  limits: LIMITS,
  handle: (context, { query }) => context.platformDb(async (trx) => ({ items: await listChats(trx, query) })),
});

const read = route({
  method: "GET",
  path: "/chats/:room",
  permission: "person",
  summary: "One chat",
  input: { params: Chat, output: ChatView },
  limits: LIMITS,
  handle: (context, { params }) => context.platformDb((trx) => viewOf(trx, params.room)),
});

const openPrivate = route({
  method: "POST",
  path: "/private-chats",
  permission: "person",
  summary: "Opens a person's chat with a bot; nothing is sent by it",
  input: {
    body: Type.Object({
      personId: Type.Integer(),
      botId: Type.Optional(Type.Integer()),
      botUsername: Type.Optional(Type.String()),
    }),
    output: ChatView,
  },
  limits: LIMITS,
  handle: (context, { body }) =>
    context.platformDb(async (trx) => {
      const person = await personOf(trx, body.personId);
      const name = body.botUsername?.replace(/^@/, "").toLowerCase();
      const bot = (await allBots(trx)).find(
        ({ id, username }) => id === body.botId || username.toLowerCase() === name,
      );
      if (!bot) throw missing("bot", String(body.botId ?? body.botUsername));
      const { room } = await openPrivateRoom(trx, bot.id, person.id, context.clock.now());
      return viewOf(trx, String(room));
    }),
});

const found = route({
  method: "POST",
  path: "/chats",
  permission: "person",
  summary: "Founds a channel or group with an owner and bots as administrators",
  input: {
    body: Type.Object({
      type: Type.Union([Type.Literal("group"), Type.Literal("supergroup"), Type.Literal("channel")]),
      title: Type.String({ minLength: 1, maxLength: 128 }),
      username: Type.Optional(Type.String({ pattern: "^[A-Za-z][A-Za-z0-9_]{3,31}$" })),
      description: Type.Optional(Type.String({ maxLength: 255 })),
      ownerId: Type.Integer(),
      botIds: Type.Optional(Type.Array(Type.Integer(), { maxItems: 20 })),
    }),
    output: ChatView,
  },
  limits: LIMITS,
  handle: async (context, { body }) => {
    const view = await context.platformDb(async (trx) => {
      const owner = personUser(await personOf(trx, body.ownerId));
      const bots = await Promise.all(
        (body.botIds ?? []).map(async (id) => {
          const bot = await botById(trx, id);
          if (!bot) throw missing("bot", String(id));
          return botUser(bot);
        }),
      );
      const room = await asPerson(() => foundRoom(trx, body, owner, bots, context.clock.now()));
      return viewOf(trx, String(room.room));
    });
    wakeSenders();
    return view;
  },
});

const messages = route({
  method: "GET",
  path: "/chats/:room/messages",
  permission: "person",
  summary: "Messages, newest first; `next` is the cursor of older ones",
  input: {
    params: Chat,
    query: Type.Object({
      after: Type.Optional(Type.String({ pattern: "^\\d+$", description: "The last answer's next" })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    output: Type.Object({
      items: Type.Array(MessageView),
      next: Type.Union([Type.String(), Type.Null()]),
      revision: Type.Integer({ description: "Where the stream of changes goes on" }),
    }),
  },
  limits: LIMITS,
  handle: (context, { params, query }) =>
    context.platformDb(async (trx) => {
      // The revision first: what changes meanwhile comes twice rather than never.
      const { room, revision } = await roomOf(trx, params.room);
      const limit = query.limit ?? 50;
      const before = query.after === undefined ? undefined : Number(query.after);
      const items = await pageOfMessages(trx, room, { before, limit });
      return { items, next: items.length < limit ? null : String(items.at(-1)?.id), revision };
    }),
});

const links = route({
  method: "GET",
  path: "/chats/:room/links",
  permission: "person",
  summary: "Invite links that bots made",
  input: {
    params: Chat,
    output: Type.Object({
      items: Type.Array(
        Type.Object({
          link: Type.String(),
          name: Type.Union([Type.String(), Type.Null()]),
          createsJoinRequest: Type.Boolean(),
          revoked: Type.Boolean(),
          expiresAt: Type.Union([Type.String(), Type.Null()]),
          memberLimit: Type.Union([Type.Integer(), Type.Null()]),
          joined: Type.Integer(),
          pending: Type.Integer(),
        }),
      ),
    }),
  },
  limits: LIMITS,
  handle: (context, { params }) =>
    context.platformDb(async (trx) => {
      const { room } = await roomOf(trx, params.room);
      const rows = await linksOf(trx, room);
      return {
        items: rows.map((row) => ({
          link: row.link,
          name: row.name,
          createsJoinRequest: row.creates_join_request,
          revoked: row.is_revoked,
          expiresAt: row.expire_at?.toISOString() ?? null,
          memberLimit: row.member_limit,
          joined: row.joined,
          pending: row.pending,
        })),
      };
    }),
});

const file = route({
  method: "GET",
  path: "/files/:id",
  permission: "person",
  summary: "Bytes of a picture or file in a chat",
  input: { params: Type.Object({ id: Type.String() }) },
  limits: LIMITS,
  handle: async (context, { params }) => {
    const found = await context.platformDb((trx) => fileBytes(trx, params.id));
    if (!found) throw missing("file", params.id);
    return reply(200, found.bytes, {
      // Somebody else's bytes never run as a page of ours.
      "content-type": /^(image\/(png|jpeg|gif|webp)|video\/|audio\/)/.test(found.mime)
        ? found.mime
        : "application/octet-stream",
      "content-disposition": "inline",
      "x-content-type-options": "nosniff",
      "cache-control": "private, max-age=31536000, immutable",
    });
  },
});

/** Reading chats, and making new ones. */
export function chatPages(p: Setup): void {
  p.route(list);
  p.route(read);
  p.route(openPrivate);
  p.route(found);
  p.route(messages);
  p.route(links);
  p.route(file);
}

async function viewOf(trx: Transaction, room: string): Promise<ChatView> {
  const view = /^\d{1,15}$/.test(room) ? await readChat(trx, Number(room)) : undefined;
  if (!view) throw missing("chat", room);
  return view;
}
