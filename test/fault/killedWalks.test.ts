import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { readConfig } from "../../host/config/config.ts";
import { type Database, openDatabase } from "../../host/db/database.ts";
import { journeyOf, publish } from "../../plugins/journeys/test/world.ts";
import { quietLog } from "../kit/database.ts";
import { freePort } from "../kit/freePort.ts";
import { OWNER, signIn } from "../kit/host.ts";
import { command, type RunningCommand } from "./command.ts";

/** `npm run fault` walks 1,000 people through 200 kills; the suite does the same on a smaller scale. */
const PEOPLE = Number(process.env.FAULT_PEOPLE ?? 60);
const KILLS = Number(process.env.FAULT_KILLS ?? 5);
/** What each person does: starts, gives a name, a wrong age, a right one, and presses a button. */
const STEPS = 5;

const say = (text: string) => ({ text, buttons: [] });

/** Every way in which a walk moves: by a message, a timer, a refused answer, a button. */
const JOURNEY = journeyOf(
  [
    { id: "hello", kind: "message", content: say("Hello!"), exits: { next: "name" } },
    {
      id: "name",
      kind: "question",
      content: say("Your name?"),
      answer: "text",
      tries: 1,
      saveTo: { scope: "person", name: "nick" },
      exits: { next: "pause" },
    },
    {
      id: "pause",
      kind: "delay",
      wait: { mode: "random", from: { amount: 1, unit: "seconds" }, to: { amount: 3, unit: "seconds" } },
      quiet: false,
      exits: { next: "age" },
    },
    {
      id: "age",
      kind: "question",
      content: say("{nick}, your age?"),
      answer: "number",
      tries: 3,
      hint: "A number, please.",
      saveTo: { scope: "journey", name: "age" },
      exits: { next: "choose" },
    },
    {
      id: "choose",
      kind: "message",
      content: {
        text: "On with it?",
        buttons: [
          { id: "yes", text: "Yes", does: "next" },
          { id: "no", text: "No", does: "next" },
        ],
      },
      exits: { "button:yes": "count", "button:no": "count" },
    },
    {
      id: "count",
      kind: "set",
      target: { scope: "person", name: "walks" },
      does: "add",
      value: "1",
      exits: { next: "bye" },
    },
    { id: "bye", kind: "message", content: say("{nick} is {age}."), exits: { next: "end" } },
    { id: "end", kind: "end", outcome: "done" },
  ],
  [{ id: "link", kind: "deep_link", code: "fault" }],
);

const TOLD = ["Hello!", "Your name?", "Nick, your age?", "A number, please.", "On with it?", "Nick is 33."];

/** How far the test is. */
interface Life {
  kills: number;
  over: boolean;
}

interface Host {
  url: string;
  port: number;
  running: RunningCommand;
}

describe("walks through hosts that are killed", () => {
  let folder: string;
  let database: Database;
  let tenantId: string;
  let hook: { path: string; secret: string };
  const hosts: Host[] = [];
  let nextUpdate = 700_000_000;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-walks-"));
    hosts.push(await start());
    hosts.push(await start());
    database = await openDatabase(readConfig({ NODE_ENV: "test", DATA_DIR: folder }), quietLog);
    const owner = await signIn(hosts[0]?.url ?? "", OWNER);
    tenantId = owner.tenantId;
    await owner.call("POST", "/api/plugins/journeys/enable", { settings: {} });
    await database.system((trx) => publish(trx, tenantId, JOURNEY, "Faults"), "p_journeys");
    const [row] = await database.query<{ url: string; secret: string }>(
      `select b.webhook_url as url, b.webhook_secret as secret from p_playground.bot b
       join host.connection c on c.bot_id = b.id where c.role = 'message_bot' and c.tenant_id = $1`,
      [tenantId],
    );
    if (row === undefined) throw new Error("The sample tenant has no message bot.");
    hook = { path: new URL(row.url).pathname, secret: row.secret };
  });

  after(async () => {
    await Promise.all(hosts.map(({ running }) => running.stop()));
    await database?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it(`${PEOPLE} people at once each finish with every message once, while two hosts are killed ${KILLS} times`, async function () {
    this.timeout(60_000 + KILLS * 30_000 + PEOPLE * 2_000);
    const counts = new Map<string, number>();
    const life = { kills: 0, over: false };
    const watching = watch(counts, life);
    const walks = Array.from({ length: PEOPLE }, (_, place) => walk(place, counts, life));
    await Promise.all([kill(life), ...walks]).finally(() => {
      life.over = true;
    });
    await watching;

    const sessions = await database.query<{ state: string; outcome: string; count: number }>(
      "select state, outcome, count(*)::int as count from p_journeys.session group by 1, 2",
    );
    expect(sessions).to.deep.equal([{ state: "completed", outcome: "done", count: PEOPLE }]);
    const told = await database.query<{ chat: string; texts: string[] }>(
      `select chat, array_agg(payload->>'text' order by due_at, id) as texts from host.outbox
       where plugin = 'journeys' and method = 'sendMessage' group by chat`,
    );
    const wrong = told.filter(({ texts }) => texts.join("|") !== TOLD.join("|"));
    expect([told.length, wrong], "every message once, in order").to.deep.equal([PEOPLE, []]);
    const people = await database.query<{ fields: object; count: number }>(
      "select fields, count(*)::int as count from p_journeys.person where telegram_id >= 6000000000 group by 1",
    );
    expect(people, "each step took effect once").to.deep.equal([
      { fields: { nick: "Nick", walks: 1 }, count: PEOPLE },
    ]);
    const [trails] = await database.query<{ broken: number }>(
      `select count(*)::int as broken from (
         select session_id from p_journeys.visit group by session_id
         having count(*) <> max(n) or count(left_at) <> count(*) or count(*) <> 8) t`,
    );
    expect(trails?.broken, "trails with a gap").to.equal(0);
    const [parked] = await database.query<{ count: number }>(
      "select count(*)::int as count from host.inbox where parked_at is not null",
    );
    expect(parked?.count, "updates that were given up").to.equal(0);
  });

  /**
   * One person: says the next thing when the bot's answer is in the outbox and it is their turn. Turns are spread evenly over the kills,
   * so that each kill falls into all the conversations; the last person takes the last step after the last kill.
   */
  async function walk(place: number, counts: ReadonlyMap<string, number>, life: Life): Promise<void> {
    const person = 6_000_000_000 + place;
    const chat = String(person);
    const turn = (step: number) => {
      const kills = Math.floor((KILLS * (step + place / (PEOPLE - 1))) / STEPS);
      return waitFor(`${kills} kills`, async () => life.kills >= kills, KILLS * 30);
    };
    const hears = (messages: number) =>
      waitFor(
        `${messages} messages to ${chat}`,
        async () => (counts.get(chat) ?? 0) >= messages,
        300 + KILLS * 10,
      );
    await turn(0);
    await tell(person, { text: "/start fault", entities: [{ type: "bot_command", offset: 0, length: 6 }] });
    await hears(2);
    await turn(1);
    await tell(person, { text: "Nick" });
    await hears(3);
    await turn(2);
    await tell(person, { text: "old enough" });
    await hears(4);
    await turn(3);
    await tell(person, { text: "33" });
    await hears(5);
    await turn(4);
    await press(person);
    await hears(6);
  }

  function tell(person: number, message: object): Promise<void> {
    const from = { id: person, is_bot: false, first_name: "Person" };
    const chat = { id: person, type: "private" };
    return deliver({ message: { message_id: nextUpdate, date: 1_900_000_000, from, chat, ...message } });
  }

  /** Both buttons, one right after the other: the first that arrives counts. */
  async function press(person: number): Promise<void> {
    const [row] = await database.query<{ data: string[] }>(
      `select array[payload->'reply_markup'->'inline_keyboard'->0->0->>'callback_data',
         payload->'reply_markup'->'inline_keyboard'->0->1->>'callback_data'] as data
       from host.outbox where chat = $1 and payload->>'text' = 'On with it?'`,
      [String(person)],
    );
    const from = { id: person, is_bot: false, first_name: "Person" };
    await Promise.all(
      (row?.data ?? []).map((data) => {
        const id = String(nextUpdate);
        return deliver({ callback_query: { id, from, chat_instance: "1", data } });
      }),
    );
  }

  /** As Telegram does: until it is accepted, and every third time twice, to whichever host. */
  async function deliver(body: object): Promise<void> {
    const updateId = nextUpdate++;
    const text = JSON.stringify({ update_id: updateId, ...body });
    for (let copy = 0; copy < (updateId % 3 === 0 ? 2 : 1); copy += 1) {
      await waitFor(
        `update ${updateId} to be accepted`,
        async () => {
          const host = hosts[Math.floor(Math.random() * hosts.length)];
          const response = await fetch(`${host?.url}${hook.path}`, {
            method: "POST",
            headers: {
              "content-type": "application/json",
              "x-telegram-bot-api-secret-token": hook.secret,
            },
            body: text,
            signal: AbortSignal.timeout(10_000),
          });
          await response.arrayBuffer();
          return response.status === 200;
        },
        300,
      );
    }
  }

  /** Kills one host after the other at random moments, and starts it again. */
  async function kill(life: Life): Promise<void> {
    for (; life.kills < KILLS; life.kills += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 1_500));
      await waitFor("a conversation to be under way", async () => (await underWay()) > 0, 60);
      const host = hosts[life.kills % hosts.length];
      if (host === undefined) return;
      await host.running.kill();
      Object.assign(host, await start(host.port));
    }
  }

  async function underWay(): Promise<number> {
    const [row] = await database.query<{ count: number }>(
      "select count(*)::int as count from p_journeys.session where state <> 'completed'",
    );
    return row?.count ?? 0;
  }

  async function watch(counts: Map<string, number>, life: Readonly<Life>): Promise<void> {
    while (!life.over) {
      const rows = await database.query<{ chat: string; count: number }>(
        "select chat, count(*)::int as count from host.outbox where plugin = 'journeys' and method = 'sendMessage' group by chat",
      );
      for (const { chat, count } of rows) counts.set(chat, count);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }

  async function start(given?: number): Promise<Host> {
    const port = given ?? (await freePort());
    const running = command(["start"], {
      NODE_ENV: "test",
      PORT: String(port),
      DATA_DIR: folder,
      LOG_LEVEL: "error",
    });
    const url = `http://127.0.0.1:${port}`;
    await waitFor("a host to be ready", async () => (await fetch(`${url}/readyz`)).ok, 60);
    if (given === undefined)
      await waitFor("the sample tenants", async () => (await signIn(url, OWNER)).tenantId !== "", 30);
    return { url, port, running };
  }

  async function waitFor(what: string, holds: () => Promise<boolean>, seconds: number): Promise<void> {
    const deadline = Date.now() + seconds * 1_000;
    while (!(await holds().catch(() => false))) {
      if (Date.now() > deadline) throw new Error(`Waited ${seconds} s in vain for ${what}.`);
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 50));
    }
  }
});
