import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createEngine } from "@promostack/core/strategy";
import { openSandbox } from "../../host/sandbox/sandbox.ts";
import rajaBanksGold from "../../strategies/raja-banks-gold/index.ts";
import { randomWalk } from "./candles.ts";
import { type Benchmark, percentile, timed } from "./figure.ts";

const CANDLES = 200_000;
const ROUNDS = 5;

/** raja-banks-gold over a long series: inside the sandbox's runner, and the same engine in this process. */
export const backtestBenchmark: Benchmark = {
  name: "backtest",
  async run(note) {
    note(`${CANDLES.toLocaleString("en")} candles of 15 minutes, ${ROUNDS} rounds, the middle one counts`);
    const candles = randomWalk(CANDLES);
    const folder = await mkdtemp(path.join(tmpdir(), "promostack-bench-"));
    const sandbox = await openSandbox({
      strategyFolders: [fileURLToPath(new URL("../../strategies", import.meta.url))],
      cacheFolder: folder,
      runners: 1,
    });
    try {
      const { version } = await sandbox.describe("raja-banks-gold");
      const choice = { strategy: "raja-banks-gold", version, parameters: {} };
      const parameters = {
        entryMode: "break",
        openingWaitMinutes: 60,
        minBodyAtr: 0.5,
        minStop: 1.5,
        swingReach: 5,
      } as const;
      const inside: number[] = [];
      const native: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        inside.push(await timed(() => sandbox.evaluateSeries({ choice, symbol: "XAU/USD", candles })));
        native.push(
          await timed(async () => {
            const engine = createEngine(rajaBanksGold, parameters);
            for (const candle of candles) engine.push(candle);
          }),
        );
      }
      const rate = CANDLES / (percentile(inside, 0.5) / 1_000);
      const nativeRate = CANDLES / (percentile(native, 0.5) / 1_000);
      return [
        {
          name: "Backtest of raja-banks-gold in the sandbox, one core",
          value: rate,
          unit: "candles/s",
          against: { name: "the same engine outside", value: nativeRate, unit: "candles/s" },
          goal: { kind: "at least", value: 500_000 },
        },
      ];
    } finally {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
