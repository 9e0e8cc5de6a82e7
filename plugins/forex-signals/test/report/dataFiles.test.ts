import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { CliContext, StrategyDescription } from "@promostack/core";
import { TIMEFRAME_MS, type Timeframe } from "@promostack/core/strategy";
import { expect } from "chai";
import { type OpenSandbox, openSandbox } from "../../../../host/sandbox/sandbox.ts";
import { backtestCommand } from "../../cli/backtest.ts";
import type { Report as Answer } from "../../domain/report.ts";
import type { Report } from "../../report/api.ts";
import { expectToHoldTogether } from "./holdsTogether.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const DATA = path.resolve(ROOT, "../shared/data");
const FILES: { name: string; timeframe: Timeframe }[] = [
  { name: "XAUUSD_M15_2024Q1.csv", timeframe: "15min" },
  { name: "XAUUSD_M15_2014-05.csv.gz", timeframe: "15min" },
  { name: "XAUUSD_M1_2014-05.csv.gz", timeframe: "1min" },
  { name: "XAUUSD_H1_2006-2019.csv.gz", timeframe: "1h" },
];

describe("reports over the candle files", () => {
  let cacheFolder: string;
  let sandbox: OpenSandbox;
  let strategies: StrategyDescription[];

  before(async function () {
    if (existsSync(DATA)) return openAll();
    console.log("      skipped: needs ../shared/data beside the repository");
    this.skip();
  });

  after(async () => {
    await sandbox?.close();
    if (cacheFolder) await rm(cacheFolder, { recursive: true });
  });

  for (const { name, timeframe } of FILES) {
    it(`hold together for every strategy over ${name}`, async function () {
      if (!existsSync(path.join(DATA, name))) this.skip();
      for (const strategy of strategies) {
        if (TIMEFRAME_MS[strategy.timeframe] < TIMEFRAME_MS[timeframe]) continue;
        const { report, ...answer } = await backtestOf(strategy.id, path.join(DATA, name));
        expectToHoldTogether(report);
        expect(report.summary).to.deep.equal(answer.summary);
        expect(report.trades.map(({ time }) => time)).to.deep.equal(answer.signals.map(({ time }) => time));
      }
    });
  }

  async function openAll(): Promise<void> {
    cacheFolder = await mkdtemp(path.join(tmpdir(), "promostack-reports-"));
    sandbox = await openSandbox({
      strategyFolders: [path.join(ROOT, "strategies")],
      cacheFolder,
      runners: 1,
    });
    strategies = await sandbox.strategies();
  }

  async function backtestOf(strategy: string, file: string): Promise<Answer & { report: Report }> {
    const answers: (Answer & { report: Report })[] = [];
    const context: CliContext = {
      json: true,
      cwd: ROOT,
      sandbox,
      addStrategy: (folder) => sandbox.addFolder(folder),
      print: () => undefined,
      answer: (value) => answers.push(JSON.parse(JSON.stringify(value))),
      progress: () => ({ advance: () => undefined, done: () => undefined }),
      platform: () => Promise.reject(new Error("A backtest needs no platform.")),
      signal: new AbortController().signal,
    };
    await backtestCommand.run(context, [strategy], { candles: file, report: true });
    const [answer] = answers;
    if (answer === undefined) throw new Error("It answered nothing.");
    return answer;
  }
});
