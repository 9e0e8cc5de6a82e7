import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { readConfig } from "../../host/config/config.ts";
import { type Database, openDatabase } from "../../host/db/database.ts";
import { randomWalk } from "../bench/candles.ts";
import { quietLog } from "../kit/database.ts";
import { command, type RunningCommand, succeed } from "./command.ts";

/** The hourly averages want 800 quarters; what comes after is what is traded. */
const CANDLES = 1_150;
const KILLS = 4;

interface Report {
  candidates: number;
  signals: unknown[];
}

describe("a host killed with -9 at random points of a replay", () => {
  let folder: string;

  let dataDir: string;
  let database: Database;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-killed-"));
    dataDir = path.join(folder, "data");
    // Beside the replay's own host: to see how far it has come.
    database = await openDatabase(readConfig({ NODE_ENV: "test", DATA_DIR: dataDir }), quietLog);
  });

  after(async () => {
    await database?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("ends with the backtest's signals and each message in the channel once", async function () {
    this.timeout(240_000);
    const file = path.join(folder, "candles.csv");
    await writeFile(file, csv());
    const backtest: Report = JSON.parse(
      await succeed(["backtest", "raja-banks-gold", "--candles", file, "--json"]),
    );
    expect(backtest.signals.length, "signals to compare").to.be.greaterThan(5);

    const words = [
      "replay",
      "--candles",
      file,
      "--strategy",
      "raja-banks-gold",
      "--data-dir",
      dataDir,
      "--json",
    ];
    let kills = 0;
    let report: Report | undefined;
    while (report === undefined) {
      const replay = command(words);
      const killer = kills < KILLS ? killOnTheWay(replay, await evaluated()) : undefined;
      const [{ code, output, errors }] = await Promise.all([replay.ended, killer]);
      if (code === null) kills++;
      else if (code === 0) report = JSON.parse(output);
      else throw new Error(`The replay ended with ${code} after ${kills} kills:\n${errors}${output}`);
    }
    expect(kills, "kills that fell into the replay").to.be.greaterThan(0);
    expect(report).to.deep.equal(backtest);

    const { sent, chats, repeats, missing } = await channel();
    expect(missing, "messages that never reached the channel").to.deep.equal([]);
    expect(sent).to.be.greaterThan(backtest.signals.length);
    expect(repeats, "one repeat of a chat at most where a kill fell between send and answer").to.be.at.most(
      kills * chats,
    );
  });

  function csv(): string {
    const rows = randomWalk(CANDLES).map(({ time, open, high, low, close }) =>
      [new Date(time).toISOString(), open.toFixed(2), high.toFixed(2), low.toFixed(2), close.toFixed(2)].join(
        ",",
      ),
    );
    return ["time,open,high,low,close", ...rows].join("\n");
  }

  /** Waits until the replay goes on where it stood, then kills it within the next second. */
  async function killOnTheWay(replay: RunningCommand, before: number): Promise<void> {
    while (replay.process.exitCode === null && (await evaluated()) <= before) await sleep(50);
    await sleep(Math.random() * 1_000);
    await replay.kill();
  }

  /** Candles that were evaluated so far. */
  async function evaluated(): Promise<number> {
    // While the plugin migrates, its table is not there, or not ours to read, yet.
    const [made] = await database.query<{ readable: boolean | null }>(
      `select has_schema_privilege(to_regnamespace('p_forex_signals')::oid, 'usage')
         and has_table_privilege(to_regclass('p_forex_signals.evaluation')::oid, 'select') as readable`,
    );
    if (!made?.readable) return 0;
    const [row] = await database.query<{ count: number }>(
      "select count(*)::int as count from p_forex_signals.evaluation",
    );
    return row?.count ?? 0;
  }

  /** What the outbox says was sent, held against what Telegram's stand-in shows in the channels. */
  async function channel(): Promise<{ sent: number; chats: number; repeats: number; missing: string[] }> {
    const sent = await database.query<{ chat: string; text: string; state: string }>(
      "select chat, payload->>'text' as text, state from host.outbox where method = 'sendMessage'",
    );
    const shown = await database.query<{ chat: string; text: string }>(
      `select c.id::text as chat, m.content->>'text' as text from p_playground.message m
         join p_playground.chat c using (room) where m.deleted_at is null and m.from_id is null and c.type = 'channel'`,
    );
    const left = new Map<string, number>();
    for (const { chat, text } of shown) left.set(`${chat} ${text}`, (left.get(`${chat} ${text}`) ?? 0) + 1);
    const missing = sent
      .filter(({ chat, text, state }) => {
        const key = `${chat} ${plain(text)}`;
        const count = left.get(key) ?? 0;
        left.set(key, count - 1);
        return count === 0 || state !== "sent";
      })
      .map(({ text, state }) => `${state}: ${text}`);
    const chats = new Set(sent.map(({ chat }) => chat)).size;
    return { sent: sent.length, chats, repeats: shown.length - sent.length, missing };
  }

  /** HTML as Telegram shows it. */
  function plain(html: string): string {
    return html
      .replace(/<[^>]+>/g, "")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&amp;", "&")
      .trim();
  }
});
