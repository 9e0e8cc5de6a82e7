import { checkSignals } from "../signals/check.ts";
import { followPositions } from "../signals/follow.ts";
import { flat, quarters } from "./candles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { World } from "./world.ts";

export interface FanOutFigures {
  tenants: number;
  evaluations: number;
  signals: number;
  messages: number;
  /** Check of one candle, with one candidate for every tenant. */
  fanOutMs: number;
  /** The minute's look at all open signals, nothing happening. */
  quietTickMs: number;
  /** The minute in which each of them reaches target 1. */
  targetTickMs: number;
}

/** One candidate to many tenants, then two minutes of the monitor. */
export async function measureFanOut(tenants: number): Promise<FanOutFigures> {
  const sandbox = new ScriptedSandbox();
  const candles = quarters("2024-03-05T09:00:00Z", [
    ...flat(4),
    [2000, 2001, 1999, 2000],
    [2000, 2006, 1999.5, 2005],
  ]);
  const world = await World.open({ candles, sandbox });
  try {
    for (let each = 0; each < tenants; each++) await world.tenant({ strategy: "scripted" });
    const close = Date.parse("2024-03-05T10:00:00Z");
    sandbox.propose(close, { direction: "buy", entry: 2000, stop: 1995, targets: [2005, 2010, 2015] });
    const timed = async (work: () => Promise<unknown>) => {
      const began = performance.now();
      await work();
      return performance.now() - began;
    };
    world.at(close);
    const fanOutMs = await timed(() => checkSignals(world.context, world.market, "15min", close));
    world.at(close + 900_000);
    const quietTickMs = await timed(() => followPositions(world.context, world.market, close + 900_000));
    const [signals] = await world.rows<{ count: number }>(
      "select count(*) as count from signal where status = 'open'",
    );
    const [messages] = await world.rows<{ count: number }>("select count(*) as count from host.outbox");
    world.at(close + 1_800_000);
    const targetTickMs = await timed(() => followPositions(world.context, world.market, close + 1_800_000));
    return {
      tenants,
      evaluations: sandbox.evaluations,
      signals: signals?.count ?? 0,
      messages: messages?.count ?? 0,
      fanOutMs,
      quietTickMs,
      targetTickMs,
    };
  } finally {
    await world.close();
  }
}
