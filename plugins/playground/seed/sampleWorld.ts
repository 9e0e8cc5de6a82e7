import type { Transaction } from "@promostack/core";
import { foundRoom, join } from "../telegram/acts/joining.ts";
import type { User } from "../telegram/domain/shapes.ts";
import { type Bot, botUser, createBot } from "../telegram/store/bots.ts";
import {
  createPerson,
  type NewPerson,
  PERSON_COLUMNS,
  type Person,
  personUser,
} from "../telegram/store/people.ts";
import type { NewRoom } from "../telegram/store/rooms.ts";

const PEOPLE: readonly (NewPerson & { username: string })[] = [
  { firstName: "Olivia", lastName: "Aurum", username: "olivia_aurum" },
  { firstName: "Ada", lastName: "Trader", username: "ada_trader" },
  { firstName: "Ben", username: "ben_scalps", languageCode: "de" },
  { firstName: "Chen", lastName: "Wei", username: "chen_gold", languageCode: "zh" },
  { firstName: "Dora", lastName: "Delta", username: "dora_delta" },
];
const BOTS = [
  { name: "Aurum Signals", username: "aurum_signal_bot" },
  { name: "Aurum Help", username: "aurum_help_bot" },
  { name: "Delta Signals", username: "delta_signal_bot" },
  { name: "Delta Help", username: "delta_help_bot" },
  { name: "Spare Bot", username: "spare_playground_bot" },
];
const CHANNELS: readonly {
  chat: NewRoom & { title: string };
  owner: string;
  bots: string[];
  members: string[];
}[] = [
  {
    chat: { type: "channel", title: "Aurum VIP", description: "Gold signals for members" },
    owner: "olivia_aurum",
    bots: ["aurum_signal_bot", "aurum_help_bot"],
    members: ["ada_trader"],
  },
  {
    chat: { type: "channel", title: "Aurum Gold (free)", username: "aurum_gold_free" },
    owner: "olivia_aurum",
    bots: ["aurum_signal_bot", "aurum_help_bot"],
    members: ["ada_trader", "ben_scalps", "chen_gold"],
  },
  {
    chat: { type: "channel", title: "Delta Desk VIP" },
    owner: "dora_delta",
    bots: ["delta_signal_bot", "delta_help_bot"],
    members: ["ben_scalps"],
  },
];

export interface SampleWorld {
  /** Tokens by username. */
  tokens: Record<string, string>;
  /** Telegram ids by title. */
  channels: Record<string, number>;
}

/** People, bots and channels that are there from the start. Made once; asked again it answers what is there. */
export async function ensureSampleWorld(trx: Transaction, now: Date): Promise<SampleWorld> {
  // Two hosts may start at the same time.
  await trx.run("select pg_advisory_xact_lock(hashtext('playground sample world'))");
  const people = new Map<string, Person>();
  for (const each of PEOPLE) people.set(each.username, await ensurePerson(trx, each, now));
  const bots = new Map<string, Bot>();
  for (const each of BOTS) bots.set(each.username, await ensureBot(trx, each, now));
  const channels: Record<string, number> = {};
  for (const each of CHANNELS) {
    const known = await trx.one<{ id: number }>(
      "select id from chat where title = $1 order by room limit 1",
      [each.chat.title],
    );
    channels[each.chat.title] = known?.id ?? (await makeChannel(trx, each, people, bots, now));
  }
  return { tokens: Object.fromEntries([...bots].map(([name, { token }]) => [name, token])), channels };
}

async function ensurePerson(
  trx: Transaction,
  person: NewPerson & { username: string },
  now: Date,
): Promise<Person> {
  const known = await trx.one<Person>(`select ${PERSON_COLUMNS} from person where username = $1`, [
    person.username,
  ]);
  return known ?? createPerson(trx, { ...person, sample: true }, now);
}

async function ensureBot(trx: Transaction, bot: { name: string; username: string }, now: Date): Promise<Bot> {
  const known = await trx.one<Bot>("select * from bot where username = $1", [bot.username]);
  return known ?? createBot(trx, bot, now);
}

async function makeChannel(
  trx: Transaction,
  { chat, owner, bots, members }: (typeof CHANNELS)[number],
  people: ReadonlyMap<string, Person>,
  known: ReadonlyMap<string, Bot>,
  now: Date,
): Promise<number> {
  const admins = bots.flatMap((name): User[] => {
    const bot = known.get(name);
    return bot ? [botUser(bot)] : [];
  });
  const room = await foundRoom(trx, chat, userOf(people, owner), admins, now);
  for (const name of members)
    await join(trx, { ...room, username: "public" }, userOf(people, name), undefined, now);
  return room.id;
}

function userOf(people: ReadonlyMap<string, Person>, username: string): User {
  const person = people.get(username);
  if (!person) throw new Error(`There is no sample person ${username}.`);
  return personUser(person);
}
