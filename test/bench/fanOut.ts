import { SteerableClock } from "../../host/clock/steerableClock.ts";
import { startTestHost } from "../kit/host.ts";
import { randomWalk } from "./candles.ts";
import { type Benchmark, timed } from "./figure.ts";
import { counts, lateCandidate, makeTenants, PLUGIN, QUARTER, showCandles } from "./manyTenants.ts";

const TENANTS = 10_000;
const CANDLES = 2_500;

/** One candidate becomes a signal and a message of ten thousand tenants; then one look of the monitor at all of them. */
export const fanOutBenchmark: Benchmark = {
  name: "fan-out",
  async run(note) {
    note(
      `${TENANTS.toLocaleString("en")} tenants that chose the same strategy, each with a bot and a VIP channel of its own`,
    );
    const candles = randomWalk(CANDLES);
    const at = await lateCandidate(candles);
    const clock = new SteerableClock({ at: new Date(at - QUARTER), rate: 0 });
    const host = await startTestHost({ clock, background: false });
    try {
      await showCandles(host, candles);
      await makeTenants(host.database, TENANTS);
      const jobs = ["signal-check-15min", "monitor"];
      for (const job of jobs) await host.ticker.tick(PLUGIN, job);
      const before = await counts(host.database);

      clock.set(new Date(at));
      const check = await timed(() => host.ticker.tick(PLUGIN, "signal-check-15min"));
      const after = await counts(host.database);
      const made = { signals: after.signals - before.signals, messages: after.messages - before.messages };
      const evaluations = after.evaluations - before.evaluations;
      if (made.signals !== TENANTS || made.messages !== TENANTS || evaluations !== 1) {
        throw new Error(
          `${made.signals} signals and ${made.messages} messages from ${evaluations} evaluations.`,
        );
      }

      clock.set(new Date(at + QUARTER));
      const monitor = await timed(() => host.ticker.tick(PLUGIN, "monitor"));
      return [
        {
          name: `One candidate to ${TENANTS.toLocaleString("en")} tenants: one evaluation, as many signals and outbox rows`,
          value: check / 1_000,
          unit: "s",
          goal: { kind: "at most", value: 5 },
        },
        {
          name: `A monitor's look at ${TENANTS.toLocaleString("en")} open signals`,
          value: monitor / 1_000,
          unit: "s",
          goal: { kind: "at most", value: 1 },
        },
      ];
    } finally {
      await host.stop();
    }
  },
};
