import { SteerableClock } from "../../host/clock/steerableClock.ts";
import { startTestHost, type TestHost } from "../kit/host.ts";
import { randomWalk } from "./candles.ts";
import { type Benchmark, type Figure, timed } from "./figure.ts";
import { counts, lateCandidate, makeTenants, PLUGIN, QUARTER, showCandles } from "./manyTenants.ts";

const TENANTS = 10_000;
const CANDLES = 2_500;
/** So near each other that all of them propose at the same candle: the dearest check there is. */
const CHOICES = Array.from({ length: 20 }, (_, each) => ({ minBodyAtr: 0.5 + each / 1_000_000 }));

/** The check of a candle for ten thousand tenants on twenty distinct choices, all of which propose something. */
export const scaleBenchmark: Benchmark = {
  name: "scale",
  async run(note) {
    note(
      `${TENANTS.toLocaleString("en")} tenants on ${CHOICES.length} distinct choices, each of which proposes a signal`,
    );
    const candles = randomWalk(CANDLES);
    const at = await lateCandidate(candles, CHOICES);
    const clock = new SteerableClock({ at: new Date(at - QUARTER), rate: 0 });
    const host = await startTestHost({ clock, background: false });
    try {
      await showCandles(host, candles);
      await makeTenants(
        host.database,
        TENANTS,
        CHOICES.map((parameters) => ({ parameters })),
      );
      for (const job of ["signal-check-15min", "monitor"]) await host.ticker.tick(PLUGIN, job);
      return await check(host, () => clock.set(new Date(at)));
    } finally {
      await host.stop();
    }
  },
};

async function check(host: TestHost, close: () => void): Promise<Figure[]> {
  const before = await counts(host.database);
  close();
  const took = await timed(() => host.ticker.tick(PLUGIN, "signal-check-15min"));
  const after = await counts(host.database);
  const signals = after.signals - before.signals;
  if (signals !== TENANTS) throw new Error(`${signals} signals for ${TENANTS} tenants.`);
  return [
    {
      name: `A 15-minute check for ${TENANTS.toLocaleString("en")} tenants on ${CHOICES.length} choices`,
      value: took / 1_000,
      unit: "s",
      goal: { kind: "at most", value: 10 },
    },
    {
      name: "Evaluations of that check for each distinct choice",
      value: (after.evaluations - before.evaluations) / CHOICES.length,
      unit: "",
      goal: { kind: "at most", value: 1 },
    },
  ];
}
