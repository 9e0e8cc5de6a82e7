import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Candle } from "@promostack/core/strategy";
import { SteerableClock } from "../../host/clock/steerableClock.ts";
import type { Database } from "../../host/db/database.ts";
import { openSandbox } from "../../host/sandbox/sandbox.ts";
import { OWNER, startTestHost, type TestHost } from "../kit/host.ts";
import { randomWalk } from "./candles.ts";
import { type Benchmark, timed } from "./figure.ts";

const TENANTS = 10_000;
const CANDLES = 2_500;
const QUARTER = 900_000;
const PLUGIN = "forex-signals";

/** One candidate becomes a signal and a message of ten thousand tenants; then one look of the monitor at all of them. */
export const fanOutBenchmark: Benchmark = {
  name: "fan-out",
  async run(note) {
    note(
      `${TENANTS.toLocaleString("en")} tenants that chose the same strategy, each with a bot and a VIP channel of its own`,
    );
    const candles = randomWalk(CANDLES);
    const at = await lateCandidate(candles);
    const clock = new SteerableClock({ at: new Date(at - QUARTER), rate: 0 });
    const host = await startTestHost({ clock, background: false });
    try {
      await showCandles(host, candles);
      await makeTenants(host.database);
      const jobs = ["signal-check-15min", "monitor"];
      for (const job of jobs) await host.ticker.tick(PLUGIN, job);
      const before = await counts(host.database);

      clock.set(new Date(at));
      const check = await timed(() => host.ticker.tick(PLUGIN, "signal-check-15min"));
      const after = await counts(host.database);
      const made = { signals: after.signals - before.signals, messages: after.messages - before.messages };
      const evaluations = after.evaluations - before.evaluations;
      if (made.signals !== TENANTS || made.messages !== TENANTS || evaluations !== 1) {
        throw new Error(
          `${made.signals} signals and ${made.messages} messages from ${evaluations} evaluations.`,
        );
      }

      clock.set(new Date(at + QUARTER));
      const monitor = await timed(() => host.ticker.tick(PLUGIN, "monitor"));
      return [
        {
          name: `One candidate to ${TENANTS.toLocaleString("en")} tenants: one evaluation, as many signals and outbox rows`,
          value: check / 1_000,
          unit: "s",
          goal: { kind: "at most", value: 5 },
        },
        {
          name: `A monitor's look at ${TENANTS.toLocaleString("en")} open signals`,
          value: monitor / 1_000,
          unit: "s",
          goal: { kind: "at most", value: 1 },
        },
      ];
    } finally {
      await host.stop();
    }
  },
};

/** Close time of a candidate near the end whose stop the guardrails accept. */
async function lateCandidate(candles: Candle[]): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), "promostack-bench-"));
  const sandbox = await openSandbox({
    strategyFolders: [fileURLToPath(new URL("../../strategies", import.meta.url))],
    cacheFolder: folder,
    runners: 1,
  });
  try {
    const { version } = await sandbox.describe("raja-banks-gold");
    const choice = { strategy: "raja-banks-gold", version, parameters: {} };
    const all = await sandbox.evaluateSeries({ choice, symbol: "XAU/USD", candles });
    const found = all.findLast(({ entry, stop, time }) => {
      const last = (candles.at(-1)?.time ?? 0) - 4 * QUARTER;
      return Math.abs(entry - stop) > 2 && time < last;
    });
    if (found === undefined) throw new Error("The series has no candidate.");
    return found.time;
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function showCandles(host: TestHost, candles: Candle[]): Promise<void> {
  const owner = await host.signIn(OWNER);
  const lines = candles.map(({ time, open, high, low, close }) =>
    [new Date(time).toISOString(), open, high, low, close].join(","),
  );
  const csv = ["time,open,high,low,close", ...lines].join("\n");
  const replay = await owner.call<{ id: string }>("POST", "/api/p/playground/replays", {
    symbol: "XAU/USD",
    name: "Bench",
    csv,
  });
  await owner.call("PUT", "/api/p/playground/markets/XAU-USD", { source: "replay", replayId: replay.id });
}

/** Straight into the tables, as ten thousand sign-ups, bots and channels would leave them. */
async function makeTenants(database: Database): Promise<void> {
  await database.system(async (trx) => {
    await trx.run(
      `insert into host.tenant (id, slug, name) select gen_random_uuid(), 'bench-' || n, 'Bench ' || n from generate_series(1, $1::int) n`,
      [TENANTS],
    );
    await trx.run(
      `insert into host.connection (tenant_id, role, public_id, bot_id, username, name, bot_info, secret_hash, created_at, updated_at)
       select id, 'signal_bot', 'public-' || slug, 9000000000 + substr(slug, 7)::bigint, slug || '_bot', name, '{}', '', now(), now()
       from host.tenant where slug like 'bench-%'`,
    );
    await trx.run(
      "insert into host.bot_pace (tenant_id, role) select id, 'signal_bot' from host.tenant where slug like 'bench-%'",
    );
    await trx.run(
      `insert into host.connection_channel (tenant_id, role, id, chat, title, type, kind, can_post, checked_at, created_at)
       select id, 'signal_bot', gen_random_uuid(), '-1009' || lpad(substr(slug, 7), 9, '0'), name, 'channel', 'vip', true, now(), now()
       from host.tenant where slug like 'bench-%'`,
    );
    await trx.run(
      `insert into host.tenant_plugin (tenant_id, plugin_id, enabled, settings, enabled_at)
       select id, $1, true, '{}', now() from host.tenant where slug like 'bench-%'`,
      [PLUGIN],
    );
  });
}

async function counts(
  database: Database,
): Promise<{ signals: number; messages: number; evaluations: number }> {
  const [row] = await database.query<{ signals: number; messages: number; evaluations: number }>(
    `select (select count(*)::int from p_forex_signals.signal) as signals, (select count(*)::int from host.outbox) as messages,
       (select count(*)::int from p_forex_signals.evaluation) as evaluations`,
  );
  return row ?? { signals: 0, messages: 0, evaluations: 0 };
}
