import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "@promostack/core";
import { type Candle, toTimeframe } from "@promostack/core/strategy";
import { expect } from "chai";
import { type OpenSandbox, openSandbox } from "../../../host/sandbox/sandbox.ts";
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

/** A stretch of the file for each strategy: `history` candles come with the first look, the others one by one. */
const STRETCHES = [
  { strategy: "raja-banks-gold", from: 0, history: 750, until: 1_050, timeframe: "15min" },
  { strategy: "aggressive", from: 0, history: 200, until: 420, timeframe: "15min" },
  { strategy: "trend-pullback", from: 200, history: 1_120, until: 1_460, timeframe: "15min" },
  { strategy: "conservative", from: 0, history: 780, until: 1_010, timeframe: "1h" },
] as const;

describe("live signals equal the backtest's, candle by candle through database and feed", () => {
  let cacheFolder: string;
  let sandbox: OpenSandbox;

  before(async function () {
    if (!existsSync(FILE)) {
      console.log("      skipped: needs ../shared/data beside the repository");
      this.skip();
    }
    cacheFolder = await mkdtemp(path.join(tmpdir(), "promostack-sandbox-"));
    const strategyFolders = [path.join(ROOT, "strategies")];
    sandbox = await openSandbox({ strategyFolders, cacheFolder, runners: 1 });
  });

  after(async () => {
    await sandbox?.close();
    if (cacheFolder) await rm(cacheFolder, { recursive: true });
  });

  for (const { strategy, from, history, until, timeframe } of STRETCHES) {
    it(strategy, async () => {
      const { candles: all } = await readCandles(FILE, ROOT);
      const candles = all.slice(from, until);
      const world = await World.open({ candles, sandbox });
      try {
        const tenantId = await world.tenant({ strategy });
        for (const candle of candles.slice(history)) {
          world.at(candle.time + STEP);
          await world.tick(timeframe);
        }
        const tested = await testedSignals(sandbox, strategy, candles);
        expect(tested).to.have.length.above(1);
        expect(await liveSignals(world, tenantId)).to.deep.equal(
          tested.filter(({ time }) => Date.parse(time) > (all[from + history]?.time ?? 0)),
        );
      } finally {
        await world.close();
      }
    });
  }
});

async function testedSignals(sandbox: Sandbox, strategy: string, candles: readonly Candle[]) {
  const { version, defaults, guardrails, timeframe } = await sandbox.describe(strategy);
  const choice = { strategy, version, parameters: defaults };
  const series = toTimeframe(candles, "15min", timeframe);
  const candidates = await sandbox.evaluateSeries({ choice, symbol: "XAU/USD", candles: series });
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
