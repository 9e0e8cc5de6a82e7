import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PlatformError } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import { expect } from "chai";
import { type OpenSandbox, openSandbox } from "./sandbox.ts";

const STRATEGIES = fileURLToPath(new URL("../../strategies", import.meta.url));
const QUARTER = 900_000;

/** A quiet series that the shipped strategies may or may not like; what matters is that it is the same each time. */
function series(count: number): Candle[] {
  return Array.from({ length: count }, (_, index) => {
    const close = 2_000 + 20 * Math.sin(index / 40) + 3 * Math.sin(index / 3);
    const open = 2_000 + 20 * Math.sin((index - 1) / 40) + 3 * Math.sin((index - 1) / 3);
    return {
      time: Date.UTC(2024, 0, 1) + index * QUARTER,
      open,
      close,
      high: Math.max(open, close) + 0.7,
      low: Math.min(open, close) - 0.7,
    };
  });
}

describe("the strategy sandbox", () => {
  let folder: string;
  let sandbox: OpenSandbox;
  let count = 0;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "promostack-sandbox-"));
    sandbox = await openSandbox({
      strategyFolders: [STRATEGIES],
      cacheFolder: path.join(folder, "cache"),
      runners: 2,
      allowanceMs: 700,
    });
  });

  after(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Puts a strategy whose evaluate has this body (and this module scope) into the sandbox. */
  async function strategy(body: string, scope = ""): Promise<string> {
    const id = `attack-${++count}`;
    const home = path.join(folder, id);
    await mkdir(home);
    await writeFile(
      path.join(home, "plugin.json"),
      JSON.stringify({ id, kind: "strategy", version: "1.0.0" }),
    );
    await writeFile(
      path.join(home, "index.js"),
      `${scope}
       export default { title: "Attack", summary: "An attack.", timeframe: "15min", warmUp: 2,
         parameters: { type: "object", properties: {} },
         evaluate(context) { ${body} } };`,
    );
    await writeFile(
      path.join(home, "plugin.json"),
      JSON.stringify({ id, kind: "strategy", version: "1.0.0", entry: "index.js" }),
    );
    await sandbox.addFolder(home);
    return id;
  }

  const run = (id: string, candles = series(20)) =>
    sandbox.evaluateSeries({
      choice: { strategy: id, version: "1.0.0", parameters: {} },
      symbol: "XAU/USD",
      candles,
    });

  async function failure(work: Promise<unknown>): Promise<PlatformError> {
    const outcome = await work.then(
      (value) => expect.fail(`it answered ${JSON.stringify(value)?.slice(0, 200)}`),
      (error: unknown) => error,
    );
    if (!PlatformError.is(outcome)) throw outcome;
    return outcome;
  }

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
    const hang = await strategy("for (;;) {}");
    await Promise.all([failure(run(hang)), failure(run(hang))]);
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

  describe("an escape finds nothing", () => {
    const escapes: Record<string, string> = {
      process: `return typeof process === 'undefined' ? null : ${CANDIDATE}`,
      "the global object's require": `return globalThis.require === undefined && globalThis.module === undefined ? null : ${CANDIDATE}`,
      "the Function constructor's global":
        "return (function () {}).constructor('return typeof process')() === 'undefined' ? null : " +
        CANDIDATE,
      "the constructor of a context function":
        "return context.candles.close.constructor('return typeof process')() === 'undefined' ? null : " +
        CANDIDATE,
      "an async function's constructor": "return (async () => {}).constructor('return 1')() && null",
      fetch: `return typeof fetch === 'undefined' ? null : ${CANDIDATE}`,
      timers:
        "return typeof setTimeout === 'undefined' && typeof setImmediate === 'undefined' && typeof queueMicrotask === 'undefined' ? null : " +
        CANDIDATE,
      WebAssembly: `return typeof WebAssembly === 'undefined' ? null : ${CANDIDATE}`,
      SharedArrayBuffer:
        "return typeof SharedArrayBuffer === 'undefined' && typeof Atomics === 'undefined' ? null : " +
        CANDIDATE,
      "the clock by Date": `return Number.isNaN(new Date().getTime()) ? null : ${CANDIDATE}`,
    };
    for (const [name, body] of Object.entries(escapes)) {
      it(`through ${name}`, async () => {
        const id = await strategy(`try { ${body} } catch (error) { return null; }`);
        expect(await run(id)).to.deep.equal([]);
      });
    }
  });

  describe("what it must not do is stopped and named", () => {
    const attacks: Record<string, { body: string; scope?: string; code: string }> = {
      "an endless loop": { body: "for (;;) {}", code: "sandbox.timeout" },
      "an endless loop while loading": { scope: "for (;;) {}", body: "return null", code: "sandbox.timeout" },
      "a regular expression that never ends": {
        body: "return /^(a+)+$/.test('a'.repeat(60) + 'b') ? null : null",
        code: "sandbox.timeout",
      },
      "endless recursion": { body: "const f = () => f() + 1; return f()", code: "sandbox.threw" },
      "a heap bomb": {
        body: "const all = []; for (;;) all.push(new Array(1000).fill(all.length))",
        code: "sandbox.memory",
      },
      "an ArrayBuffer bomb": {
        body: "const all = []; for (;;) all.push(new Uint8Array(8e6).fill(1))",
        code: "sandbox.memory",
      },
      "a random number": {
        body: "return { direction: Math.random() > 2 ? 'buy' : 'sell' }",
        code: "sandbox.threw",
      },
      "the time of day": { body: "return { direction: 'buy', entry: Date.now() }", code: "sandbox.threw" },
      "a dynamic import": { body: "return import('node:fs')", code: "strategy.does_not_build" },
      "a change of Array's prototype": { body: "Array.prototype.push = () => 0", code: "sandbox.threw" },
      "a change of Object's prototype": { body: "Object.prototype.polluted = true", code: "sandbox.threw" },
      "a change of the context": { body: "context.candles.close = () => 1", code: "sandbox.threw" },
      "a change of a context function": { body: "context.candles.close.evil = 1", code: "sandbox.threw" },
      "a change of its parameters": { body: "context.parameters.x = 1", code: "sandbox.threw" },
      "a global of its own": { body: "globalThis.memory = 1", code: "sandbox.threw" },
      "text for a price": {
        body: "return { direction: 'buy', entry: '2000', stop: 1990, targets: [2010] }",
        code: "sandbox.invalid_result",
      },
      "no number for a price": {
        body: "return { direction: 'buy', entry: NaN, stop: 1990, targets: [2010] }",
        code: "sandbox.invalid_result",
      },
      "a giant list of targets": {
        body: "return { direction: 'buy', entry: 2000, stop: 1990, targets: new Array(1e7).fill(1) }",
        code: "sandbox.invalid_result",
      },
      "a list that lies about its length": {
        body: "return { direction: 'buy', entry: 2000, stop: 1990, targets: new Proxy([], { get: (t, k) => k === 'length' ? 1e9 : 1 }) }",
        code: "sandbox.invalid_result",
      },
      "a getter that throws a trap": {
        body: "return { get direction() { throw { get message() { throw 1 } } } }",
        code: "sandbox.threw",
      },
      "a getter that never returns": {
        body: "return { get direction() { for (;;) {} } }",
        code: "sandbox.timeout",
      },
      "a promise for a candidate": { body: "return Promise.resolve(null)", code: "sandbox.invalid_result" },
      "a function for a candidate": { body: "return () => null", code: "sandbox.invalid_result" },
    };
    for (const [name, { body, scope, code }] of Object.entries(attacks)) {
      it(`${name}: ${code}`, async () => {
        const id = await strategy(body, scope);
        expect((await failure(run(id))).code).to.equal(code);
      });
    }

    it("and an honest evaluation beside them is served", async () => {
      const hang = await strategy("for (;;) {}");
      const hanging = failure(run(hang));
      const honest = await strategy(`return context.candles.length === 3 ? ${CANDIDATE} : null`);
      expect(await run(honest)).to.have.length(1);
      expect((await hanging).code).to.equal("sandbox.timeout");
    });
  });

  it("keeps two sessions of one strategy apart", async () => {
    const id = await strategy(`count++; return count === 1 ? ${CANDIDATE} : null`, "let count = 0;");
    expect(await run(id)).to.have.length(1);
    expect(await run(id), "a second session begins with a module of its own").to.have.length(1);
  });

  it("stops an evaluation that its caller gave up", async () => {
    const id = await strategy("for (;;) {}");
    const controller = new AbortController();
    const choice = { strategy: id, version: "1.0.0", parameters: {} };
    const outcome = failure(
      sandbox.evaluateSeries({ choice, symbol: "X", candles: series(20) }, controller.signal),
    );
    setTimeout(() => controller.abort(), 300);
    expect((await outcome).code).to.equal("sandbox.cancelled");
  });
});
