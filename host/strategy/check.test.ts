import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { eventually } from "../../test/kit/waiting.ts";
import { type OpenSandbox, openSandbox } from "../sandbox/sandbox.ts";
import { type CheckedFolder, checkFolder } from "./check.ts";

const EXAMPLE = fileURLToPath(new URL("./template", import.meta.url));

/** Candidates at the close, so that nothing but the trick is found. */
const BUY = "{ direction: 'buy', entry: c0, stop: c0 - 5, targets: [c0 + 6, c0 + 9], fractions: [0.5, 0.5] }";
const DIP = "candles.close(0) < candles.close(3) - 2.5";

describe("checks of strategies in the sandbox", () => {
  let folder: string;
  let sandbox: OpenSandbox;
  let fresh: OpenSandbox;
  let count = 0;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-check-"));
    const options = {
      strategyFolders: [],
      cacheFolder: path.join(folder, "cache"),
      allowanceMs: 500,
      runners: 1,
    };
    [sandbox, fresh] = await Promise.all([openSandbox(options), openSandbox(options)]);
  });
  after(async () => {
    await Promise.all([sandbox.close(), fresh.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  /** A strategy whose module and evaluate have these bodies. */
  async function cheat(evaluate: string, module = "", warmUp = 20): Promise<CheckedFolder> {
    const home = path.join(folder, `cheat-${++count}`);
    await mkdir(home);
    const manifest = { id: `cheat-${count}`, kind: "strategy", version: "1.0.0", entry: "index.js" };
    await writeFile(path.join(home, "plugin.json"), JSON.stringify(manifest));
    await writeFile(
      path.join(home, "index.js"),
      `${module}
       export default { title: "Cheat", summary: "A cheat.", timeframe: "15min", warmUp: ${warmUp},
         parameters: { type: "object", properties: {} },
         evaluate({ candles, indicators, clock }) { const c0 = candles.close(0); ${evaluate} } };`,
    );
    return check(home);
  }

  const check = (home: string) =>
    checkFolder({ folder: home, sandbox, fresh, candles: [], parameters: {}, cwd: folder });
  const found = ({ series }: CheckedFolder) => [
    ...new Set(series.flatMap(({ findings }) => findings.map((each) => `${each.severity} ${each.check}`))),
  ];
  const mend = ({ series }: CheckedFolder, name: string) =>
    series.flatMap(({ findings }) => findings).find((each) => each.check === name)?.fix;

  it("find nothing wrong with a plain strategy", async () => {
    const report = await cheat(`return ${DIP} ? ${BUY} : null;`);
    expect(found(report)).to.deep.equal([]);
    expect(report.passed).to.equal(true);
  });

  it("catch a closure that stores the highest price it has ever seen", async () => {
    const report = await cheat(
      `const near = c0 > highest - 25; highest = Math.max(highest, candles.high(0)); return near && ${DIP} ? ${BUY} : null;`,
      "let highest = 0;",
    );
    expect(found(report)).to.include("error recursion");
    expect(mend(report, "recursion")).to.include("keep no variable outside evaluate that changes");
  });

  it("catch one that counts its calls", async () => {
    const report = await cheat(
      `calls++; return calls % 11 === 0 && ${DIP} ? ${BUY} : null;`,
      "let calls = 0;",
    );
    expect(found(report)).to.include("error recursion");
  });

  it("catch one that acts only once the series is long enough to have been seen before", async () => {
    const report = await cheat(`return candles.length > 5000 && ${DIP} ? ${BUY} : null;`);
    expect(found(report)).to.include("error recursion");
  });

  it("catch one that knows the dates on which it paid", async () => {
    const report = await cheat(
      `return days.has(Math.floor(clock.closeTime / 86400000) % 97) && clock.minuteOfDay("UTC") === 600 ? ${BUY} : null;`,
      "const days = new Set([2, 3, 5, 7, 11, 13, 17, 19, 23, 28, 31, 37, 41, 43, 52, 60, 61, 67, 71, 77, 79, 85, 89]);",
    );
    expect(found(report)).to.deep.equal(["error hindsight"]);
  });

  it("catch one that remembers a price and enters there when it has gone", async () => {
    const report = await cheat(
      `const before = last; last = candles.low(0); return before && ${DIP} ? { ...${BUY}, entry: before - 3, stop: before - 8 } : null;`,
      "let last = 0;",
    );
    expect(found(report)).to.include("error levels");
  });

  it("catch one whose warm-up is too short, and say how long it must be", async () => {
    const report = await cheat(`return c0 > indicators.ema(400).at(0) + 12 ? ${BUY} : null;`, "", 20);
    expect(found(report)).to.include("error recursion");
    expect(mend(report, "recursion")).to.match(/declare \d+ times the warm-up \(warmUp: \d+\)/);
    const mended = await cheat(`return c0 > indicators.ema(400).at(0) + 12 ? ${BUY} : null;`, "", 900);
    expect(found(mended).filter((each) => each.includes("recursion"))).to.deep.equal([]);
  });

  it("catch one that is too slow, and one that grows with the history, by the sandbox's own limit", async () => {
    const slow = "let sum = 0; for (let i = 0; i < 3e5; i++) sum += i % 7; return sum < 0";
    // Where the machine gave the runner no time, the report says so, and nothing of the strategy.
    const fix = await eventually(async () => {
      const report = await cheat(`${slow} ? ${BUY} : null;`);
      expect(found(report)).to.include("error limits");
      const said = mend(report, "limits");
      return said?.startsWith("It is evaluated again") ? undefined : said;
    });
    expect(fix).to.include("loop");
    const growing = `all.push(new Array(4000).fill(c0)); return ${DIP} ? ${BUY} : null;`;
    expect(found(await cheat(growing, "const all = [];"))).to.include("error limits");
  });

  it("name the candle, the reason and the remedy in every finding", async () => {
    const report = await cheat(`n = (n * 7 + 3) % 1000; return n < 30 ? ${BUY} : null;`, "let n = 1;");
    const findings = report.series.flatMap((each) => each.findings);
    expect(findings).to.not.have.length(0);
    for (const { what, why, fix, at } of findings) {
      expect(at).to.match(/^20\d\d-\d\d-\d\dT\d\d:\d\d:00Z$/);
      for (const text of [what, why, fix]) expect(text.length).to.be.greaterThan(20);
    }
  });

  it("pass the example that `create strategy` writes", async () => {
    const home = path.join(folder, "example");
    await mkdir(home);
    const manifest = {
      id: "example",
      kind: "strategy",
      version: "1.0.0",
      entry: path.join(EXAMPLE, "index.ts"),
    };
    await writeFile(path.join(home, "plugin.json"), JSON.stringify(manifest));
    await writeFile(
      path.join(home, "index.ts"),
      `export { default } from ${JSON.stringify(manifest.entry)};`,
    );
    await writeFile(path.join(home, "plugin.json"), JSON.stringify({ ...manifest, entry: "index.ts" }));
    expect(found(await check(home))).to.deep.equal([]);
  });
});
