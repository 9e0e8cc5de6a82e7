import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { TimedCandidate } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import type { Database } from "../../host/db/database.ts";
import { openSandbox } from "../../host/sandbox/sandbox.ts";
import { OWNER, type TestHost } from "../kit/host.ts";

export const PLUGIN = "forex-signals";
export const QUARTER = 900_000;

/** Close time of a candidate near the end for all of the settings, whose stop the guardrails accept. */
export async function lateCandidate(
  candles: readonly Candle[],
  settings: readonly Record<string, unknown>[] = [{}],
): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), "promostack-bench-"));
  const sandbox = await openSandbox({
    strategyFolders: [fileURLToPath(new URL("../../strategies", import.meta.url))],
    cacheFolder: folder,
    runners: 1,
  });
  try {
    const { version } = await sandbox.describe("raja-banks-gold");
    const all: TimedCandidate[][] = [];
    for (const parameters of settings) {
      const choice = { strategy: "raja-banks-gold", version, parameters };
      all.push(await sandbox.evaluateSeries({ choice, symbol: "XAU/USD", candles }));
    }
    const last = (candles.at(-1)?.time ?? 0) - 4 * QUARTER;
    const [first = [], ...others] = all;
    const found = first.findLast(
      ({ entry, stop, time }) =>
        Math.abs(entry - stop) > 2 &&
        time < last &&
        others.every((candidates) => candidates.some((each) => each.time === time)),
    );
    if (found === undefined) throw new Error("The series has no candidate.");
    return found.time;
  } finally {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Lets the playground's market replay the candles. */
export async function showCandles(host: TestHost, candles: readonly Candle[]): Promise<void> {
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

/**
 * Straight into the tables, as that many sign-ups, bots and channels would leave them. The tenants take turns in choosing one of
 * the settings.
 */
export async function makeTenants(
  database: Database,
  tenants: number,
  settings: readonly Record<string, unknown>[] = [{}],
  plugin = PLUGIN,
): Promise<void> {
  await database.system(async (trx) => {
    await trx.run(
      `insert into host.tenant (id, slug, name) select gen_random_uuid(), 'bench-' || n, 'Bench ' || n from generate_series(1, $1::int) n`,
      [tenants],
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
       select id, $1, true, ($2::jsonb) -> (substr(slug, 7)::int % $3::int), now() from host.tenant where slug like 'bench-%'`,
      [plugin, JSON.stringify(settings), settings.length],
    );
  });
}

/** What the tables hold. */
export async function counts(
  database: Database,
): Promise<{ signals: number; messages: number; evaluations: number }> {
  const [row] = await database.query<{ signals: number; messages: number; evaluations: number }>(
    `select (select count(*)::int from p_forex_signals.signal) as signals, (select count(*)::int from host.outbox) as messages,
       (select count(*)::int from p_forex_signals.evaluation) as evaluations`,
  );
  return row ?? { signals: 0, messages: 0, evaluations: 0 };
}
