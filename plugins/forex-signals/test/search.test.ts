import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type CliCommand, type CliContext, PlatformError } from "@promostack/core";
import { expect } from "chai";
import { type OpenSandbox, openSandbox } from "../../../host/sandbox/sandbox.ts";
import { backtestCommand } from "../cli/backtest.ts";
import { sweepCommand } from "../cli/search/sweep.ts";
import { walkForwardCommand } from "../cli/search/walkForward.ts";
import { windowsOf } from "../cli/search/windows.ts";
import type { ReportedSignal } from "../domain/report.ts";
import type { Summary } from "../domain/summary.ts";

const CANDLES = fileURLToPath(
  new URL("../../../strategies/raja-banks-gold/fixtures/candles.csv", import.meta.url),
);
const DAY = 86_400_000;

interface Swept {
  tried: number;
  results: { parameters: Record<string, unknown>; trades: number; totalR: number; expectancyR: number }[];
}

interface Walked {
  windows: {
    trainFrom: string;
    testFrom: string;
    testUntil: string;
    parameters: Record<string, unknown> | null;
  }[];
  signals: ReportedSignal[];
}

describe("searching for settings", () => {
  let sandbox: OpenSandbox;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-search-"));
    sandbox = await openSandbox({
      strategyFolders: [fileURLToPath(new URL("../../../strategies", import.meta.url))],
      cacheFolder: folder,
    });
  });
  after(async () => {
    await sandbox?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** What a command answers with `--json`. */
  async function run<Answer>(
    command: CliCommand,
    options: Record<string, string | boolean | undefined>,
    signal = new AbortController().signal,
  ): Promise<Answer> {
    let answer: Answer | undefined;
    const refuse = () => Promise.reject(new Error("Not in this test."));
    const context: CliContext = {
      json: true,
      cwd: folder,
      sandbox,
      signal,
      addStrategy: refuse,
      platform: refuse,
      print: () => undefined,
      answer: (value) => {
        answer = JSON.parse(JSON.stringify(value));
      },
      progress: () => ({ advance: () => undefined, done: () => undefined }),
    };
    await command.run(context, ["raja-banks-gold"], { candles: CANDLES, ...options });
    if (answer === undefined) throw new Error("The command answered nothing.");
    return answer;
  }

  const grid = JSON.stringify({
    minBodyAtr: { from: 0.3, to: 0.7, step: 0.2 },
    entryMode: ["break", "retest"],
  });

  it("tries each combination of a grid once, and says of each what a backtest says", async () => {
    const { tried, results } = await run<Swept>(sweepCommand, { grid, minTrades: "1", sort: "totalR" });
    expect(tried).to.equal(6);
    expect(new Set(results.map(({ parameters }) => JSON.stringify(parameters))).size).to.equal(6);
    expect(results.map(({ totalR }) => totalR)).to.deep.equal(
      results.map(({ totalR }) => totalR).sort((a, b) => b - a),
    );
    for (const { parameters, trades, totalR } of results) {
      const { summary } = await run<{ summary: Summary }>(backtestCommand, {
        params: JSON.stringify(parameters),
      });
      expect({ trades, totalR }).to.deep.equal({ trades: summary.trades, totalR: summary.totalR });
    }
  });

  it("takes ranges with steps and lists as --param, the same as the grid in JSON", async () => {
    const param = "minBodyAtr=0.3..0.7:0.2\nentryMode=break,retest";
    expect(await run<Swept>(sweepCommand, { param })).to.deep.equal(await run<Swept>(sweepCommand, { grid }));
  });

  it("draws from a range of --param that has no step, whole numbers where the parameter is whole", async () => {
    const param = "minBodyAtr=0.3..0.4\nopeningWaitMinutes=30..60";
    const { results } = await run<Swept>(sweepCommand, { param, random: "8" });
    expect(results).to.have.length(8);
    for (const { parameters } of results) {
      expect(Object.keys(parameters)).to.deep.equal(["minBodyAtr", "openingWaitMinutes"]);
      expect(parameters.minBodyAtr).to.be.within(0.3, 0.4);
      expect(Number(parameters.openingWaitMinutes) % 1).to.equal(0);
    }
  });

  it("draws the same settings for the same seed, within the strategy's ranges, and others for another", async () => {
    const draw = async (seed: string) =>
      (await run<Swept>(sweepCommand, { random: "5", seed })).results
        .map(({ parameters }) => JSON.stringify(parameters))
        .sort();
    expect(await draw("7")).to.deep.equal(await draw("7"));
    expect(await draw("8")).to.not.deep.equal(await draw("7"));
  });

  it("writes every setting into a file", async () => {
    const file = path.join(folder, "sweep.csv");
    await writeFile(file, "");
    await run(sweepCommand, { grid, csv: file });
    const lines = (await readFile(file, "utf8")).trim().split("\n");
    expect(lines[0]).to.match(/^minBodyAtr,entryMode,trades,/);
    expect(lines).to.have.length(7);
  });

  it("gives what it has where somebody breaks off", async () => {
    const stop = new AbortController();
    const running = run<Swept>(sweepCommand, { random: "2000" }, stop.signal);
    setTimeout(() => stop.abort(), 1_000);
    expect((await running).tried).to.be.below(2_000);
  });

  for (const [what, options] of [
    ["a parameter that the strategy has not", { grid: '{"nothing":[1]}' }],
    ["a value outside its range", { grid: '{"minBodyAtr":[99]}' }],
    ["a grid that is none", { grid: "[1]" }],
    ["nothing to try", {}],
    ["a metric that nobody knows", { grid, sort: "luck" }],
    ...["0", "-3", "ten", "1.5", ""].flatMap((value) =>
      (["top", "random", "minTrades"] as const).map(
        (name) => [`--${name} ${value || "without a number"}`, { grid, [name]: value }] as const,
      ),
    ),
    ...["-1", "soon", "1.5"].map((seed) => [`--seed ${seed}`, { random: "3", seed }] as const),
    ...[
      "minBodyAtr",
      "minBodyAtr=",
      "minBodyAtr=0.3,,0.4",
      "minBodyAtr=1..0:0.1",
      "minBodyAtr=0..1:0",
      "minBodyAtr=0..1:0.0000001",
      "minBodyAtr=0.3..0.5",
      "minBodyAtr=0.3\nminBodyAtr=0.4",
      "nothing=1",
    ].map((param) => [`--param ${param.replace("\n", " --param ")}`, { param }] as const),
    ["a length of time that is none", { grid, train: "soon" }],
  ] as const) {
    it(`refuses ${what} and says what to write`, async () => {
      const command = "train" in options ? walkForwardCommand : sweepCommand;
      const error = await run(command, options).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!PlatformError.is(error)) throw error;
      expect(error.status).to.equal(400);
      expect(error.hint).to.have.length.greaterThan(10);
    });
  }

  it("walks on: tests lie end to end after their trainings, anchored or rolling", () => {
    const [from, until] = [Date.parse("2020-01-01T00:00:00Z"), Date.parse("2021-02-15T00:00:00Z")];
    for (const anchored of [false, true]) {
      const windows = windowsOf(from, until, { train: "6m", test: "2m", anchored });
      expect(windows).to.have.length(4);
      expect(windows.at(-1)?.testUntil).to.equal(until);
      windows.forEach(({ trainFrom, testFrom, testUntil }, index) => {
        expect(testUntil).to.be.greaterThan(testFrom);
        expect(windows[index + 1]?.testFrom ?? until).to.equal(testUntil);
        expect(testFrom - trainFrom).to.be.within(
          anchored ? 180 * DAY : 180 * DAY,
          anchored ? 400 * DAY : 185 * DAY,
        );
        if (anchored) expect(trainFrom).to.equal(from);
      });
    }
  });

  it("joins the tests: each window's signals are those of its own setting, and none comes from a training", async () => {
    const options = { grid, train: "5d", test: "3d", minTrades: "1" };
    const { windows, signals } = await run<Walked>(walkForwardCommand, options);
    expect(windows.length).to.be.greaterThan(2);
    expect(signals.length).to.be.greaterThan(2);
    expect(signals.every(({ time }) => time >= (windows[0]?.testFrom ?? ""))).to.equal(true);
    for (const { parameters, testFrom, testUntil } of windows) {
      const own = signals.filter(({ time }) => time >= testFrom && time < testUntil);
      if (parameters === null) {
        expect(own).to.deep.equal([]);
        continue;
      }
      const { candidates } = await run<{ candidates: { time: string; entry: number }[] }>(backtestCommand, {
        params: JSON.stringify(parameters),
        candidates: true,
      });
      const proposed = new Set(candidates.map(({ time, entry }) => `${time} ${entry}`));
      for (const { time, entry } of own) expect(proposed.has(`${time} ${entry}`), time).to.equal(true);
    }
  });

  it("writes the joined tests as a report of their own, as JSON and as one page", async () => {
    const options = { grid, train: "5d", test: "3d", minTrades: "1", html: "walk.html", report: "walk.json" };
    const answer = await run<Walked & { summary: Summary }>(walkForwardCommand, options);
    const { report, ...rest } = JSON.parse(await readFile(path.join(folder, "walk.json"), "utf8"));
    expect(rest).to.deep.equal(answer);
    expect(report.summary).to.deep.equal(answer.summary);
    expect(report.trades).to.have.length(answer.signals.length);
    expect(report.strategy.parameters).to.not.have.any.keys("minBodyAtr", "entryMode");
    const page = await readFile(path.join(folder, "walk.html"), "utf8");
    for (const { testFrom, testUntil } of answer.windows)
      expect(page).to.match(new RegExp(`${testFrom.slice(0, 10)}</td><td>${testUntil.slice(0, 10)}`));
    expect(page).to.contain("Efficiency");
  });
});
