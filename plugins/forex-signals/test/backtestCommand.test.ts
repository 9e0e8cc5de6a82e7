import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type CliContext, PlatformError } from "@promostack/core";
import { expect } from "chai";
import { type OpenSandbox, openSandbox } from "../../../host/sandbox/sandbox.ts";
import { backtestCommand } from "../cli/backtest.ts";
import type { Report } from "../domain/report.ts";

const STRATEGIES = fileURLToPath(new URL("../../../strategies", import.meta.url));
const FOLDER = path.join(STRATEGIES, "raja-banks-gold");
const FIXTURE = path.join(FOLDER, "fixtures/candles.csv");

describe("promostack backtest", () => {
  let cacheFolder: string;
  let sandbox: OpenSandbox;

  before(async () => {
    cacheFolder = await mkdtemp(path.join(tmpdir(), "promostack-backtest-"));
    sandbox = await openSandbox({ strategyFolders: [STRATEGIES], cacheFolder, runners: 1 });
  });

  after(async () => {
    await sandbox.close();
    await rm(cacheFolder, { recursive: true });
  });

  async function run(name: string, options: Record<string, string | boolean> = {}) {
    const answers: Report[] = [];
    const lines: string[] = [];
    const context: CliContext = {
      json: true,
      cwd: STRATEGIES,
      sandbox,
      addStrategy: (folder) => sandbox.addFolder(folder),
      print: (line) => lines.push(line),
      answer: (value) => answers.push(JSON.parse(JSON.stringify(value))),
      progress: () => ({ advance: () => undefined, done: () => undefined }),
      platform: () => Promise.reject(new Error("A backtest needs no platform.")),
      signal: new AbortController().signal,
    };
    await backtestCommand.run(context, [name], { candles: FIXTURE, ...options });
    const [report] = answers;
    if (report === undefined) throw new Error("It answered nothing.");
    return { report, lines };
  }

  const code = (name: string, options: Record<string, string | boolean>) =>
    run(name, options).then(
      () => "none",
      (error: unknown) => (PlatformError.is(error) ? `${error.status} ${error.code}` : String(error)),
    );

  it("prints one object: strategy, candles, candidates, signals, summary", async () => {
    const { report, lines } = await run("raja-banks-gold");
    expect(Object.keys(report)).to.deep.equal(["strategy", "candles", "candidates", "signals", "summary"]);
    expect(report.strategy).to.deep.equal({
      id: "raja-banks-gold",
      version: "1.0.0",
      parameters: {
        entryMode: "break",
        openingWaitMinutes: 60,
        minBodyAtr: 0.5,
        minStop: 1.5,
        swingReach: 5,
      },
    });
    expect(report.candles).to.deep.include({ count: 1500, timeframe: "15min" });
    expect(report.candidates).to.equal(54);
    const [first] = report.signals;
    expect(first).to.have.keys(
      "time",
      "direction",
      "entry",
      "stop",
      "targets",
      "fills",
      "closedAt",
      "outcome",
      "resultR",
      "resultPips",
    );
    expect(first?.fills[0]).to.have.keys("time", "price", "fraction", "reason", "ambiguous");
    expect(report.summary.trades + report.summary.open).to.equal(report.signals.length);
    expect(lines.join("\n")).to.include("Win rate");
  });

  it("lists candidates where asked, takes parameters, and a folder in place of an id", async () => {
    const { report } = await run(FOLDER, { candidates: true, params: '{"entryMode":"retest"}' });
    expect(report.strategy.parameters).to.include({ entryMode: "retest" });
    expect(report.candidates).to.be.an("array").with.length(31);
  });

  it("runs a 1-hour strategy over its own hours, over hours built from quarters, and over hours beside the quarters", async () => {
    const hours = path.join(STRATEGIES, "conservative/fixtures/candles.csv");
    const quarters = path.join(STRATEGIES, "trend-pullback/fixtures/candles.csv");
    const own = await run("conservative", { candles: hours, candidates: true });
    expect(own.report.candles).to.deep.include({ count: 1400, timeframe: "1h" });
    expect(own.report.candidates).to.have.length(60);
    const built = await run("conservative", { candles: quarters });
    expect(built.report.candles).to.deep.include({ count: 552, timeframe: "1h" });
    const beside = await run("conservative", { candles: quarters, candles1h: hours, candidates: true });
    expect(beside.report.candles).to.deep.equal(own.report.candles);
    expect(beside.report.candidates).to.deep.equal(own.report.candidates);
  });

  it("gives the same every time", async () => {
    expect((await run("raja-banks-gold@1.0.0")).report).to.deep.equal((await run("raja-banks-gold")).report);
  });

  it("refuses what a person got wrong, with a code and status 400 or 404", async () => {
    expect(await code("raja-banks-gold", { params: "[1]" })).to.equal("400 cli.bad_params");
    expect(await code("raja-banks-gold", { params: '{"minBodyAtr":99}' })).to.equal(
      "400 strategy.invalid_parameters",
    );
    expect(await code("raja-banks-gold", { timeframe: "7min" })).to.equal("400 candles.timeframe_unknown");
    expect(await code("raja-banks-gold", { timeframe: "1h" })).to.equal("400 strategy.other_timeframe");
    expect(await code("raja-banks-gold", { timeframe: "15min" })).to.equal("none");
    expect(await code("raja-banks-gold", { candles: "nowhere.csv" })).to.equal("400 candles.unreadable");
    const hours = path.join(STRATEGIES, "conservative/fixtures/candles.csv");
    expect(await code("aggressive", { candles: hours })).to.equal("400 candles.too_coarse");
    expect(await code("conservative", { candles1h: FIXTURE })).to.equal("400 candles.not_hourly");
    expect(await code("nobody", {})).to.equal("404 strategy.not_found");
  });

  describe("on an instrument of the author's own", () => {
    const PLATINUM = { symbol: "XPT/USD", tick: 0.01, pip: 0.1 };
    const written = async (value: object) => {
      const file = path.join(cacheFolder, "instrument.json");
      await writeFile(file, JSON.stringify(value));
      return file;
    };

    it("refuses a symbol that is not built in without its numbers, and says how to give them", async () => {
      expect(await code("raja-banks-gold", { symbol: "XPT/USD" })).to.equal("400 instrument.unknown");
      expect(await code("raja-banks-gold", { symbol: "XPT/USD", tick: "0.01" })).to.equal(
        "400 instrument.unknown",
      );
    });

    it("with gold's numbers gives gold's signals, whatever it is called", async () => {
      const gold = await run("raja-banks-gold");
      const file = await written({ ...PLATINUM, contractSize: 100, minStop: 1.5, spread: 0.3 });
      const { report, lines } = await run("raja-banks-gold", { instrument: file });
      expect(report.signals).to.have.length.above(0).and.deep.equal(gold.report.signals);
      expect(lines.join("\n")).not.to.contain("says others");
    });

    it("with a tick and a pip counts in them, and says the numbers that nobody gave", async () => {
      const { report, lines } = await run("raja-banks-gold", { symbol: "XPT/USD", tick: "0.5", pip: "1" });
      expect(lines[0]).to.equal("XPT/USD: nearest stop 10, spread 2. --instrument FILE.json says others.");
      expect(report.signals).to.have.length.above(0);
      for (const { entry, stop } of report.signals) {
        expect([entry % 0.5, stop % 0.5]).to.deep.equal([0, 0]);
        expect(Math.abs(entry - stop)).to.be.at.least(10);
      }
    });

    it("refuses numbers that do not fit, unknown ones, and two symbols", async () => {
      for (const [options, problem] of [
        [{ symbol: "XPT/USD", tick: "0.01", pip: "0.015" }, "a pip must be a whole number of ticks"],
        [{ symbol: "XPT/USD", tick: "none", pip: "0.1" }, "--tick none is no price"],
        [{ instrument: await written({ ...PLATINUM, minstop: 1 }) }, "there is no minstop"],
        [{ instrument: "nowhere.json" }, "Cannot read nowhere.json"],
      ] as const) {
        const error = await run("raja-banks-gold", options).catch((failure: unknown) => failure);
        expect(error).to.have.property("code", "instrument.unsound");
        expect(error).to.have.property("message").that.contains(problem);
      }
      const instrument = await written(PLATINUM);
      expect(await code("raja-banks-gold", { instrument, symbol: "XAU/USD" })).to.equal(
        "400 instrument.unsound",
      );
    });
  });
});
