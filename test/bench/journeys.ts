import type { Database } from "../../host/db/database.ts";
import { lockDue } from "../../plugins/journeys/run/sessionRows.ts";
import { journeyOf, startWorld, type World } from "../../plugins/journeys/test/world.ts";
import { OWNER, startTestHost, type TestHost } from "../kit/host.ts";
import { type Benchmark, type Figure, percentile, timed } from "./figure.ts";
import { personOf } from "./httpLoad.ts";
import { makeTenants } from "./manyTenants.ts";
import { watchOutbox } from "./outboxWatch.ts";
import { connectedWebhook, load } from "./telegramLoad.ts";

const TENANTS = 100;
const DUE = 10_000;
const WAITING = 1_000_000;
const LOOKS = 50;
/** Those of `personOf`. */
const PEOPLE = 1_000;
const UPDATES_A_SECOND = 200;
const SECONDS = 10;

/** Timers that fall due at once, a tick over a million people who wait, and the answer to a reply. */
export const journeysBenchmark: Benchmark = {
  name: "journeys",
  async run(note) {
    note(
      `${DUE.toLocaleString("en")} delays of ${TENANTS} tenants end at once; each walk tags, sends a message and waits for a reply`,
    );
    const host = await startTestHost({ background: false });
    const figures: Figure[] = [];
    try {
      const owner = await host.signIn(OWNER);
      await owner.call("POST", "/api/plugins/journeys/enable", { settings: {} });
      await makeTenants(host.database, TENANTS, [{}], "journeys");
      await writeJourneys(host.database);
      figures.push(await dueAtOnce(host));
      note(`${WAITING.toLocaleString("en")} walks wait for a month`);
      figures.push(...(await idleTick(host)));
    } finally {
      await host.stop();
    }
    note(
      `${UPDATES_A_SECOND} replies a second for ${SECONDS} s to the webhook, from a thousand people who are asked a question`,
    );
    figures.push(await replies());
    return figures;
  },
};

const AFTER_DELAY = journeyOf(
  [
    {
      id: "wait",
      kind: "delay",
      wait: { mode: "fixed", time: { amount: 1, unit: "days" } },
      quiet: false,
      exits: { next: "tag" },
    },
    { id: "tag", kind: "tag", add: ["warm"], remove: [], exits: { next: "say" } },
    {
      id: "say",
      kind: "message",
      content: { text: "Good morning, {firstName|friend}! Shall we go on?", buttons: [] },
      exits: { next: "reply" },
    },
    { id: "reply", kind: "wait_for_reply", branches: [], takesEarlier: false, exits: {} },
  ],
  [{ id: "api", kind: "api" }],
);

async function writeJourneys(database: Database): Promise<void> {
  await database.system(async (trx) => {
    await trx.run(
      `with made as (
         insert into journey (tenant_id, id, name, draft, edited_at, created_at)
         select id, gen_random_uuid(), 'Bench', $1, now(), now() from host.tenant where slug like 'bench-%'
         returning tenant_id, id)
       insert into version (tenant_id, id, journey_id, number, document, published_at)
       select tenant_id, gen_random_uuid(), id, 1, $1, now() from made`,
      [JSON.stringify(AFTER_DELAY)],
    );
  }, "p_journeys");
}

/** People of the bench's tenants, each at the delay, which ends after `due` (an SQL expression). */
async function writeWalks(database: Database, walks: number, due: string, from: number): Promise<void> {
  await database.system(async (trx) => {
    await trx.run("set local synchronous_commit = off");
    await trx.run(
      `with tenants as (
         select v.tenant_id, v.id as version_id, v.journey_id, row_number() over (order by v.tenant_id) - 1 as place from version v),
       people as (
         insert into person (tenant_id, id, telegram_id, first_name, first_seen)
         select t.tenant_id, gen_random_uuid(), $2::bigint + n, 'Person ' || n, now()
         from generate_series(1, $1::int) n join tenants t on t.place = n % $3::int
         returning tenant_id, id)
       insert into session (tenant_id, id, journey_id, version_id, person_id, reentry, entered_by, step, state, body, seq, due_at, entered_at, moved_at)
       select p.tenant_id, gen_random_uuid(), t.journey_id, t.version_id, p.id, 'after_completion', 'api', 'wait', 'waiting_delay',
         jsonb_build_object('wait', jsonb_build_object('kind', 'delay', 'due', extract(epoch from ${due}) * 1000), 'variables', '{}'::jsonb,
           'tries', 0, 'jumps', '{}'::jsonb, 'buffer', '[]'::jsonb, 'kept', '[]'::jsonb, 'visits', 1),
         1, ${due}, now(), now()
       from people p join tenants t using (tenant_id)`,
      [walks, from, TENANTS],
    );
  }, "p_journeys");
  await database.query("analyze p_journeys.session");
}

/** Walks a second, from the moment at which all fall due to the last one's message in the outbox. */
async function dueAtOnce({ database, until }: TestHost): Promise<Figure> {
  await writeWalks(database, DUE, "now() + interval '3 seconds'", 1_000_000_000);
  const [row] = await database.query<{ due: Date }>("select max(due_at) as due from p_journeys.session");
  const due = row?.due.getTime() ?? 0;
  await until(
    "every walk to move",
    async () => {
      const [left] = await database.query<{ left: boolean }>(
        "select exists (select from p_journeys.session where state = 'waiting_delay') as left",
      );
      return left?.left === false;
    },
    120,
  );
  const milliseconds = Date.now() - due;
  const sent = await answers(database);
  if (sent !== DUE) throw new Error(`${sent} messages of ${DUE} walks are in the outbox.`);
  return {
    name: `Timers due at once: walked, committed and in the outbox, over ${DUE.toLocaleString("en")}`,
    value: DUE / (milliseconds / 1_000),
    unit: "walks/s",
    goal: { kind: "at least", value: 3_000 },
  };
}

async function idleTick({ database }: TestHost): Promise<Figure[]> {
  const BATCH = 100_000;
  for (let from = 0; from < WAITING; from += BATCH)
    await writeWalks(database, BATCH, "now() + interval '30 days'", 2_000_000_000 + from);
  const look = () => database.system((trx) => lockDue(trx, new Date(), 500, []), "p_journeys");
  const took: number[] = [];
  for (let count = 0; count < LOOKS; count += 1) took.push(await timed(look));
  const plan = await database.query<{ "QUERY PLAN": string }>(
    `explain select id from p_journeys.session where due_at <= now() order by due_at limit 500`,
  );
  if (!plan.some((line) => line["QUERY PLAN"].includes("session_due")))
    throw new Error("Due walks are not found by their index.");
  return [
    {
      name: `A tick that finds nothing among ${WAITING.toLocaleString("en")} waiting walks, 95th percentile`,
      value: percentile(took, 0.95),
      unit: "ms",
      goal: { kind: "at most", value: 20 },
    },
  ];
}

/** From the webhook's call to the answer's row in the outbox. */
async function replies(): Promise<Figure> {
  const world = await startWorld();
  try {
    return await measureReplies(world);
  } finally {
    await world.stop();
  }
}

async function measureReplies({ host, publish }: World): Promise<Figure> {
  await publish(
    journeyOf(
      [
        {
          id: "ask",
          kind: "question",
          content: { text: "And then?", buttons: [] },
          answer: "text",
          tries: 1,
          saveTo: { scope: "journey", name: "answer" },
          exits: { next: "ask" },
        },
      ],
      [{ id: "any", kind: "any_message" }],
    ),
  );
  const { url, secret } = await connectedWebhook(host);
  const headers = { "content-type": "application/json", "x-telegram-bot-api-secret-token": secret };
  const total = UPDATES_A_SECOND * SECONDS;
  const order = { url, headers, connections: 64, perSecond: UPDATES_A_SECOND };
  // What is measured ends at the outbox; sent messages would leave it.
  await host.dispatcher.stop();
  const entering = { ...order, total: PEOPLE, firstUpdate: 800_000_000 };
  await load(entering);
  await host.until("everybody to be asked", async () => (await answers(host.database)) >= PEOPLE, 60);
  const watch = watchOutbox(host.database, "journeys", new Date());
  const replying = { ...order, total, firstUpdate: 900_000_000 };
  const { sentAt } = await load(replying);
  await host.until("the last answer", async () => watch.count() >= total, 60);
  const seen = await watch.stop();
  const took = sentAt.flatMap((sent, index) => {
    const at = seen.get(String(personOf(replying.firstUpdate + index)))?.shift()?.at;
    return at === undefined ? [] : [at - sent];
  });
  return {
    name: `A reply's answer in the outbox under ${UPDATES_A_SECOND} updates a second, 99th percentile of ${took.length.toLocaleString("en")}`,
    value: percentile(took, 0.99),
    unit: "ms",
    goal: { kind: "at most", value: 100 },
  };
}

async function answers(database: Database): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    "select count(*)::int as count from host.outbox where plugin = 'journeys'",
  );
  return row?.count ?? 0;
}
