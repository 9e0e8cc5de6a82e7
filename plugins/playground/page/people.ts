import { route, type Setup, type Static, type Transaction, Type } from "@promostack/core";
import { seedState } from "../seed/seed.ts";
import { activeFaults } from "../switches/faults.ts";
import { allBots, type Bot, createBot } from "../telegram/store/bots.ts";
import { createPerson, PERSON_COLUMNS, type Person } from "../telegram/store/people.ts";
import { countUpdates } from "../telegram/store/updates.ts";
import { LIMITS } from "./subject.ts";
import { BotView, botView, PersonView, personView } from "./views.ts";

const Username = Type.String({ pattern: "^[A-Za-z][A-Za-z0-9_]{3,31}$" });

const listPeople = route({
  method: "GET",
  path: "/people",
  permission: "person",
  summary: "People whom one can play",
  input: { output: Type.Object({ items: Type.Array(PersonView) }) },
  limits: LIMITS,
  handle: (context) =>
    context.platformDb(async (trx) => {
      const rows = await trx.many<Person>(`select ${PERSON_COLUMNS} from person order by id`);
      return { items: rows.map(personView) };
    }),
});

const addPerson = route({
  method: "POST",
  path: "/people",
  permission: "person",
  summary: "A new Telegram user",
  input: {
    body: Type.Object({
      firstName: Type.String({ minLength: 1, maxLength: 64 }),
      lastName: Type.Optional(Type.String({ maxLength: 64 })),
      username: Type.Optional(Username),
      languageCode: Type.Optional(
        Type.String({
          maxLength: 35,
          pattern: "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
          description: "IETF tag, such as en or pt-br",
        }),
      ),
    }),
    output: PersonView,
  },
  limits: LIMITS,
  handle: (context, { body }) =>
    context.platformDb(async (trx) => personView(await createPerson(trx, body, context.clock.now()))),
});

const listBots = route({
  method: "GET",
  path: "/bots",
  permission: "person",
  summary: "Bots with their tokens, as BotFather would show them",
  input: { output: Type.Object({ items: Type.Array(BotView) }) },
  limits: LIMITS,
  handle: (context) =>
    context.platformDb(async (trx) => {
      const items: Static<typeof BotView>[] = [];
      for (const bot of await allBots(trx)) items.push(await viewOf(trx, bot));
      return { items };
    }),
});

const addBot = route({
  method: "POST",
  path: "/bots",
  permission: "person",
  summary: "A new bot; its token can be connected in Connections",
  input: {
    body: Type.Object({
      name: Type.String({ minLength: 1, maxLength: 64 }),
      username: Type.String({ pattern: "^[A-Za-z][A-Za-z0-9_]{1,28}[Bb][Oo][Tt]$" }),
    }),
    output: BotView,
  },
  limits: LIMITS,
  handle: (context, { body }) =>
    context.platformDb(async (trx) => viewOf(trx, await createBot(trx, body, context.clock.now()))),
});

const overview = route({
  method: "GET",
  path: "/overview",
  permission: "person",
  summary:
    "Everything in one look: counts, faults that are on, bots that cannot deliver, the state of the samples",
  input: {
    output: Type.Object({
      people: Type.Integer(),
      bots: Type.Integer(),
      chats: Type.Integer(),
      messages: Type.Integer(),
      pendingUpdates: Type.Integer(),
      faults: Type.Integer(),
      seed: Type.Object({ phase: Type.String(), problem: Type.Optional(Type.String()) }),
    }),
  },
  limits: LIMITS,
  handle: (context) =>
    context.platformDb(async (trx) => {
      const counts = await trx.one<Record<"people" | "bots" | "chats" | "messages" | "pending", number>>(
        `select (select count(*)::int from person) as people, (select count(*)::int from bot) as bots,
           (select count(*)::int from chat) as chats, (select count(*)::int from message) as messages,
           (select count(*)::int from pending_update) as pending`,
      );
      const { phase, problem } = await seedState(trx);
      return {
        people: counts?.people ?? 0,
        bots: counts?.bots ?? 0,
        chats: counts?.chats ?? 0,
        messages: counts?.messages ?? 0,
        pendingUpdates: counts?.pending ?? 0,
        faults: (await activeFaults(trx)).length,
        seed: { phase, problem },
      };
    }),
});

async function viewOf(trx: Transaction, bot: Bot): Promise<Static<typeof BotView>> {
  const row = await trx.one<{ commands: { command: string; description: string }[] }>(
    "select commands from bot_commands where bot_id = $1 and scope = 'default' and language = ''",
    [bot.id],
  );
  return botView(bot, await countUpdates(trx, bot.id), row?.commands ?? []);
}

/** Who there is. */
export function peoplePages(p: Setup): void {
  p.route(overview);
  p.route(listPeople);
  p.route(addPerson);
  p.route(listBots);
  p.route(addBot);
}
