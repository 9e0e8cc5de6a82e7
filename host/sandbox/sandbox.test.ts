import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { OpenSandbox } from "./sandbox.ts";
import { failure, series, Workshop } from "./test/workshop.ts";

const STRATEGIES = fileURLToPath(new URL("../../strategies", import.meta.url));
const QUARTER = 900_000;

describe("the strategy sandbox", () => {
  let workshop: Workshop;
  let sandbox: OpenSandbox;

  before(async () => {
    workshop = await Workshop.open({ strategyFolders: [STRATEGIES], allowanceMs: 700 });
    sandbox = workshop.sandbox;
  });

  after(() => workshop.close());

  const CANDIDATE = "{ direction: 'buy', entry: 2000, stop: 1990, targets: [2010] }";

  it("gives the same candidates for the whole series as for each newest close", async () => {
    const candles = series(1_200);
    const choice = { strategy: "raja-banks-gold", version: "1.0.0", parameters: { minBodyAtr: 0 } };
    const all = await sandbox.evaluateSeries({ choice, symbol: "XAU/USD", candles });
    expect(all.length).to.be.greaterThan(0);
    const live: unknown[] = [];
    for (let length = 1_100; length <= candles.length; length++) {
      const candidate = await sandbox.evaluateNewest({
        choice,
        symbol: "XAU/USD",
        candles: candles.slice(0, length),
      });
      if (candidate) live.push(candidate);
    }
    const from = (candles[1_099]?.time ?? 0) + QUARTER;
    expect(live).to.deep.equal(all.filter(({ time }) => time >= from));
  });

  it("answers the same after the runner that held the series was killed", async () => {
    const candles = series(1_200);
    const choice = { strategy: "raja-banks-gold", version: "1.0.0", parameters: {} };
    const names = ["ema(50)", "1h.ema(50)"];
    const before = await sandbox.indicators({ choice, symbol: "XAU/USD", candles }, names);
    const hang = await workshop.strategy("for (;;) {}");
    await Promise.all([failure(workshop.run(hang)), failure(workshop.run(hang))]);
    expect(await sandbox.indicators({ choice, symbol: "XAU/USD", candles }, names)).to.deep.equal(before);
    expect(before["ema(50)"]).to.be.a("number");
  });

  it("begins anew when a gap in the series was filled", async () => {
    const candles = series(600);
    const gap = candles.filter((_, index) => index !== 300);
    const choice = { strategy: "raja-banks-gold", version: "1.0.0", parameters: {} };
    const request = { choice, symbol: "XAU/USD" };
    await sandbox.indicators({ ...request, candles: gap }, ["ema(200)"]);
    const filled = await sandbox.indicators({ ...request, candles }, ["ema(200)"]);
    const fresh = await sandbox.indicators({ ...request, symbol: "OTHER", candles }, ["ema(200)"]);
    expect(filled).to.deep.equal(fresh);
  });

  it("refuses parameters outside their schema and says which", async () => {
    const choice = { strategy: "raja-banks-gold", version: "1.0.0", parameters: { minBodyAtr: "wide" } };
    const error = await failure(sandbox.evaluateSeries({ choice, symbol: "XAU/USD", candles: series(5) }));
    expect(error.code).to.equal("strategy.invalid_parameters");
    expect(error.message).to.contain("minBodyAtr");
  });

  it("names a strategy that does not exist", async () => {
    expect((await failure(sandbox.describe("nobody"))).code).to.equal("strategy.not_found");
  });

  it("keeps two sessions of one strategy apart", async () => {
    const id = await workshop.strategy(`count++; return count === 1 ? ${CANDIDATE} : null`, "let count = 0;");
    expect(await workshop.run(id)).to.have.length(1);
    expect(await workshop.run(id), "a second session begins with a module of its own").to.have.length(1);
  });

  it("stops an evaluation that its caller gave up", async () => {
    const id = await workshop.strategy("for (;;) {}");
    const controller = new AbortController();
    const choice = { strategy: id, version: "1.0.0", parameters: {} };
    const outcome = failure(
      sandbox.evaluateSeries({ choice, symbol: "X", candles: series(20) }, controller.signal),
    );
    setTimeout(() => controller.abort(), 300);
    expect((await outcome).code).to.equal("sandbox.cancelled");
  });
});
