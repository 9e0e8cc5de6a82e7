import { route, type Setup, type Static, type Transaction, Type } from "@promostack/core";
import { readLink } from "../telegram/domain/telegramLink.ts";
import { findLink } from "../telegram/store/inviteLinks.ts";
import { openPrivateRoom, roomByNumber, roomFor } from "../telegram/store/rooms.ts";
import { LIMITS, missing, personOf } from "./subject.ts";

const Visit = Type.Object({
  kind: Type.Union(
    (["bot", "chat", "invite", "web"] as const).map((kind) => Type.Literal(kind)),
    {
      description:
        "Where the address leads: a bot's chat, a public chat, through an invite link, out of Telegram",
    },
  ),
  room: Type.Optional(Type.String()),
  title: Type.Optional(Type.String()),
  payload: Type.Optional(Type.String({ description: "To press Start with" })),
  link: Type.Optional(Type.String({ description: "To join with" })),
  asks: Type.Optional(Type.Boolean({ description: "Joining needs an administrator's word" })),
});
type Visit = Static<typeof Visit>;

const visit = route({
  method: "POST",
  path: "/link-visits",
  permission: "person",
  summary: "A person taps an address: finds the chat behind it, without joining or starting",
  input: {
    body: Type.Object({ personId: Type.Integer(), url: Type.String({ minLength: 1, maxLength: 2048 }) }),
    output: Visit,
  },
  limits: LIMITS,
  handle: (context, { body }) =>
    context.platformDb(async (trx): Promise<Visit> => {
      const link = readLink(body.url);
      if (link.kind === "web") return { kind: "web" };
      if (link.kind === "invite") return invited(trx, link.link);
      const person = await personOf(trx, body.personId);
      const bot = await trx.one<{ id: number; name: string }>(
        "select id, name from bot where lower(username) = lower($1)",
        [link.username],
      );
      if (bot) {
        const { room } = await openPrivateRoom(trx, bot.id, person.id, context.clock.now());
        return { kind: "bot", room: String(room), title: bot.name, payload: link.start };
      }
      const chat = await roomFor(trx, 0, `@${link.username}`);
      if (!chat) throw missing("chat", `@${link.username}`);
      return { kind: "chat", room: String(chat.room), title: chat.title ?? "" };
    }),
});

async function invited(trx: Transaction, address: string): Promise<Visit> {
  const link = await findLink(trx, address);
  const chat = link && (await roomByNumber(trx, link.room));
  if (!link || !chat) throw missing("invite link", address);
  return {
    kind: "invite",
    room: String(chat.room),
    title: chat.title ?? "",
    link: link.link,
    asks: link.creates_join_request,
  };
}

/** Addresses that lead into Telegram. */
export function linkPages(p: Setup): void {
  p.route(visit);
}
