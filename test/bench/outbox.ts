import type { TenantMessage } from "@promostack/core";
import { type LogFunctionFactory, Logger, makeWorkerUtils, run } from "graphile-worker";
import { uuidv7 } from "uuidv7";
import { Outbox } from "../../host/bot/outbox.ts";
import { type BotKey, OutboxQueue } from "../../host/bot/outboxQueue.ts";
import { SystemClock } from "../../host/clock/systemClock.ts";
import type { Database } from "../../host/db/database.ts";
import { testDatabase } from "../kit/database.ts";
import { type Benchmark, percentile, timed } from "./figure.ts";

const MESSAGES = 10_000;
const BATCH = 500;
const ROUNDS = 3;
const WORKERS = 24;
/** Bots and chats as fast as they can: what is measured is the queue, not Telegram's patience. */
const UNPACED = { intervalMs: 0.01, burst: 1_000_000 };
const BOTS = 20;

/** Claiming and marking messages, without sending them, against the jobs a second of graphile-worker on the same database. */
export const outboxBenchmark: Benchmark = {
  name: "outbox",
  async run(note) {
    note(
      `${MESSAGES.toLocaleString("en")} messages to as many chats, claimed ${BATCH} at a time; as many empty jobs, ${WORKERS} workers`,
    );
    const { database, url, drop } = await testDatabase();
    try {
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        ours.push(await claimAndMark(database));
        theirs.push(await graphile(url));
      }
      const rate = MESSAGES / (percentile(ours, 0.5) / 1_000);
      const other = MESSAGES / (percentile(theirs, 0.5) / 1_000);
      return [
        {
          name: "Outbox claim and mark, as a multiple of graphile-worker's jobs",
          value: rate / other,
          unit: `times (${Math.round(rate).toLocaleString("en")} messages/s)`,
          against: { name: "graphile-worker", value: other, unit: "jobs/s" },
          goal: { kind: "at least", value: 5 },
        },
      ];
    } finally {
      await drop();
    }
  },
};

/** Milliseconds to claim and mark every message. */
async function claimAndMark(database: Database): Promise<number> {
  const clock = new SystemClock();
  const bots = await Promise.all(Array.from({ length: BOTS }, () => connectedBot(database)));
  const per = MESSAGES / BOTS;
  await database.system((trx) =>
    new Outbox(clock).add(
      trx,
      "bench",
      bots.flatMap((bot) => messages(bot, per)),
    ),
  );
  const queue = new OutboxQueue(database, { paces: { bot: UNPACED, privateChat: UNPACED, group: UNPACED } });
  let taken = 0;
  let marked = 0;
  return timed(async () => {
    // As the dispatcher does: one batch is marked while the next is claimed.
    let marking = Promise.resolve();
    while (taken < MESSAGES) {
      const claimed = await queue.claim(bots, clock.now(), BATCH);
      if (claimed.length === 0) throw new Error(`Only ${taken} of ${MESSAGES} messages could be claimed.`);
      taken += claimed.length;
      const marks = claimed.map((message, index) => ({
        message,
        state: "sent" as const,
        messageId: index + 1,
        asked: true,
      }));
      await marking;
      marking = queue.mark(marks, clock.now()).then((count) => {
        marked += count;
      });
    }
    await marking;
    if (marked !== MESSAGES) throw new Error(`${marked} of ${MESSAGES} messages were marked.`);
  });
}

/** A tenant with a bot, as Connections would leave them. */
async function connectedBot(database: Database): Promise<BotKey> {
  const tenantId = uuidv7();
  await database.query("insert into host.tenant (id, slug, name) values ($1::uuid, $1::text, 'Bench')", [
    tenantId,
  ]);
  await database.query(
    `insert into host.connection (tenant_id, role, public_id, bot_id, username, name, bot_info, secret_hash, created_at, updated_at)
     values ($1::uuid, 'message_bot', $1::text, hashtextextended($1::text, 0), 'bench_bot', 'Bench', '{}', '', now(), now())`,
    [tenantId],
  );
  await database.query("insert into host.bot_pace (tenant_id, role) values ($1, 'message_bot')", [tenantId]);
  return { tenantId, role: "message_bot" };
}

function messages({ tenantId, role }: BotKey, count: number): TenantMessage[] {
  return Array.from({ length: count }, (_, index) => ({
    tenantId,
    role,
    chat: String(10_000 + index),
    method: "sendMessage",
    payload: { text: "A line of text as long as a signal's usually is." },
    dedupeKey: `bench-${index}`,
  }));
}

/** Milliseconds that graphile-worker takes for as many jobs that do nothing. */
async function graphile(connectionString: string): Promise<number> {
  const silent: LogFunctionFactory = () => () => undefined;
  const logger = new Logger(silent);
  const utils = await makeWorkerUtils({ connectionString, logger });
  try {
    await utils.migrate();
    await utils.withPgClient((client) =>
      client.query(
        "select graphile_worker.add_job('nothing', json_build_object('n', n)) from generate_series(1, $1::int) n",
        [MESSAGES],
      ),
    );
    return await timed(async () => {
      let done = 0;
      const runner = await run({
        connectionString,
        logger,
        concurrency: WORKERS,
        noHandleSignals: true,
        maxPoolSize: WORKERS,
        taskList: {
          nothing: async () => {
            done++;
          },
        },
      });
      while (done < MESSAGES) await new Promise((resolve) => setTimeout(resolve, 5));
      await runner.stop();
    });
  } finally {
    await utils.release();
  }
}
