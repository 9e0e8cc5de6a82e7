import { setTimeout as sleep } from "node:timers/promises";
import { eventStream, type PlatformContext, route, type Setup, Type } from "@promostack/core";
import { changesSince, readChat } from "./chatReading.ts";
import { LIMITS, roomOf } from "./subject.ts";

/** Well below what a person notices; one small query each. */
const LOOK_MS = 120;
const OVERVIEW_LOOK_MS = 400;

type Event = { event: string; id?: string; data: unknown };

const chat = route({
  method: "GET",
  path: "/chats/:room/events",
  permission: "person",
  summary: "Changes of a chat as they happen: events `message` (also edits and deletions) and `chat`",
  input: {
    params: Type.Object({ room: Type.String() }),
    query: Type.Object({
      after: Type.Optional(Type.String({ pattern: "^\\d+$", description: "Revision from which on to tell" })),
    }),
  },
  limits: LIMITS,
  handle: async (context, { params, query, headers }) => {
    const { room, revision } = await context.platformDb((trx) => roomOf(trx, params.room));
    const after = Number(headers["last-event-id"] ?? query.after ?? revision);
    return eventStream(changes(context, room, Number.isSafeInteger(after) ? after : revision));
  },
});

const chats = route({
  method: "GET",
  path: "/events",
  permission: "person",
  summary: "Tells which chats changed: event `chats` with rooms, for whoever shows the list",
  limits: LIMITS,
  handle: async (context) => eventStream(changedChats(context)),
});

async function* changes(context: PlatformContext, room: number, after: number): AsyncGenerator<Event> {
  let seen = after;
  let known = "";
  while (!context.signal.aborted) {
    const { revision, messages, view } = await context.platformDb(async (trx) => {
      const row = await trx.one<{ revision: number }>("select revision from chat where room = $1", [room]);
      const current = row?.revision ?? seen;
      if (current <= seen && known !== "") return { revision: current, messages: [], view: undefined };
      return {
        revision: current,
        messages: await changesSince(trx, room, seen),
        view: await readChat(trx, room),
      };
    });
    for (const message of messages) {
      seen = message.revision;
      yield { event: "message", id: String(message.revision), data: message };
    }
    // More than a page of changes: go on at once.
    if (messages.length === 0 && revision > seen) seen = revision;
    if (view && JSON.stringify(view) !== known) {
      known = JSON.stringify(view);
      yield { event: "chat", id: String(seen), data: view };
    }
    if (revision <= seen) await sleep(LOOK_MS, undefined, { signal: context.signal }).catch(() => undefined);
  }
}

async function* changedChats(context: PlatformContext): AsyncGenerator<Event> {
  let before = await revisions(context);
  while (!context.signal.aborted) {
    const now = await revisions(context);
    const rooms = [...now]
      .filter(([room, revision]) => before.get(room) !== revision)
      .map(([room]) => String(room));
    before = now;
    if (rooms.length > 0) yield { event: "chats", data: { rooms } };
    await sleep(OVERVIEW_LOOK_MS, undefined, { signal: context.signal }).catch(() => undefined);
  }
}

async function revisions(context: PlatformContext): Promise<Map<number, number>> {
  const rows = await context.platformDb((trx) =>
    trx.many<{ room: number; revision: number }>("select room, revision from chat"),
  );
  return new Map(rows.map(({ room, revision }) => [room, revision]));
}

/** Server-sent events. */
export function streamPages(p: Setup): void {
  p.route(chat);
  p.route(chats);
}
