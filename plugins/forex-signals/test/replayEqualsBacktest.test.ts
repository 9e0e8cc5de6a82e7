import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "@promostack/core";
import { expect } from "chai";
import { openSandbox } from "../../../host/sandbox/sandbox.ts";
import { readCandles } from "../cli/candleFile.ts";
import { backtest } from "../domain/backtest.ts";
import { guardrailsFor } from "../domain/guardrails.ts";
import { GOLD } from "../domain/knownInstruments.ts";
import { defaultPolicy } from "../domain/policy.ts";
import { reportSignal } from "../domain/report.ts";
import { signalPage } from "../signals/signalRows.ts";
import { World } from "./world.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const FILE = path.join(ROOT, "../shared/data/XAUUSD_M15_2024Q1.csv");
const STEP = 900_000;
const HISTORY = 750;

describe("live signals", () => {
  it("equal the backtest's, candle by candle through database and feed", async function () {
    if (!existsSync(FILE)) {
      console.log("      skipped: needs ../shared/data beside the repository");
      this.skip();
    }
    this.timeout(120_000);
    const { candles: all } = await readCandles(FILE, ROOT);
    const candles = all.slice(0, Number(process.env.REPLAY_CANDLES ?? 1_250));
    const cacheFolder = await mkdtemp(path.join(tmpdir(), "promostack-sandbox-"));
    const sandbox = await openSandbox({
      strategyFolders: [path.join(ROOT, "strategies")],
      cacheFolder,
      runners: 1,
    });
    const world = await World.open({ candles, sandbox });
    try {
      const tenantId = await world.tenant();
      const began = performance.now();
      // Nothing can be proposed before 200 hours have passed; that history comes with the first look.
      for (const candle of candles.slice(HISTORY)) {
        world.at(candle.time + STEP);
        await world.tick();
      }
      const each = (performance.now() - began) / (candles.length - HISTORY);
      if (process.env.REPLAY_CANDLES) console.log(`      ${each.toFixed(2)} ms a candle`);
      expect(await liveSignals(world, tenantId)).to.deep.equal(await testedSignals(sandbox, candles));
    } finally {
      await world.close();
      await sandbox.close();
      await rm(cacheFolder, { recursive: true });
    }
  });
});

async function testedSignals(sandbox: Sandbox, candles: Awaited<ReturnType<typeof readCandles>>["candles"]) {
  const { version, defaults, guardrails } = await sandbox.describe("raja-banks-gold");
  const choice = { strategy: "raja-banks-gold", version, parameters: defaults };
  const candidates = await sandbox.evaluateSeries({ choice, symbol: "XAU/USD", candles });
  const { signals } = backtest({
    instrument: GOLD,
    candles,
    step: STEP,
    candidates,
    guardrails: guardrailsFor(GOLD, guardrails),
    policy: defaultPolicy(GOLD),
  });
  return signals.map(({ signal, result }) => reportSignal(signal, result, GOLD));
}

async function liveSignals(world: World, tenantId: string) {
  const { items } = await world
    .tenantContext(tenantId)
    .db((trx) => signalPage(trx, { limit: 500, fills: true }));
  return items
    .reverse()
    .map(({ openedAt, direction, entry, stop, targets, fills, closedAt, outcome, resultR, resultPips }) => ({
      time: openedAt,
      direction,
      entry,
      stop,
      targets,
      fills,
      closedAt,
      outcome,
      resultR,
      resultPips,
    }));
}
