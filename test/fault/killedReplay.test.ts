import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect } from "chai";
import { readConfig } from "../../host/config/config.ts";
import { openDatabase } from "../../host/db/database.ts";
import { randomWalk } from "../bench/candles.ts";
import { quietLog } from "../kit/database.ts";
import { command, succeed } from "./command.ts";

/** The hourly averages want 800 quarters; what comes after is what is traded. */
const CANDLES = 1_150;
const KILLS = 4;

interface Report {
  candidates: number;
  signals: unknown[];
}

describe("a host killed with -9 at random points of a replay", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-killed-"));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it("ends with the backtest's signals and each message in the channel once", async function () {
    this.timeout(240_000);
    const file = path.join(folder, "candles.csv");
    await writeFile(file, csv());
    const backtest: Report = JSON.parse(
      await succeed(["backtest", "raja-banks-gold", "--candles", file, "--json"]),
    );
    expect(backtest.signals.length, "signals to compare").to.be.greaterThan(5);

    const dataDir = path.join(folder, "data");
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
      const patience = kills < KILLS ? 4_000 + Math.random() * 5_000 : undefined;
      const timer = patience === undefined ? undefined : setTimeout(() => replay.kill(), patience);
      const { code, output, errors } = await replay.ended;
      clearTimeout(timer);
      if (code === null) kills++;
      else if (code === 0) report = JSON.parse(output);
      else throw new Error(`The replay ended with ${code} after ${kills} kills:\n${errors}${output}`);
    }
    expect(kills, "kills that fell into the replay").to.be.greaterThan(0);
    expect(report).to.deep.equal(backtest);

    const { sent, repeats, missing } = await channel(dataDir);
    expect(missing, "messages that never reached the channel").to.deep.equal([]);
    expect(sent).to.be.greaterThan(backtest.signals.length);
    expect(repeats, "one repeat at most where a kill fell between send and answer").to.be.at.most(kills);
  });

  function csv(): string {
    const rows = randomWalk(CANDLES).map(({ time, open, high, low, close }) =>
      [new Date(time).toISOString(), open.toFixed(2), high.toFixed(2), low.toFixed(2), close.toFixed(2)].join(
        ",",
      ),
    );
    return ["time,open,high,low,close", ...rows].join("\n");
  }

  /** What the outbox says was sent, held against what Telegram's stand-in shows in the channels. */
  async function channel(dataDir: string): Promise<{ sent: number; repeats: number; missing: string[] }> {
    const database = await openDatabase(readConfig({ NODE_ENV: "test", DATA_DIR: dataDir }), quietLog);
    try {
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
      return { sent: sent.length, repeats: shown.length - sent.length, missing };
    } finally {
      await database.close();
    }
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
