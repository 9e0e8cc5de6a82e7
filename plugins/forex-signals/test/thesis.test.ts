import { expect } from "chai";
import { judgeThesis, revalidationDue } from "../domain/thesis.ts";
import { flat, quarters } from "./candles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { World } from "./world.ts";

const START = "2024-03-05T09:00:00Z";
const UP = { "1h.ema(50)": 2010, "1h.ema(200)": 2000 };

describe("thesis", () => {
  it("holds while the averages stand as they stood, weakens with half the gap, breaks when they cross", () => {
    const now = (fast: number) => judgeThesis("buy", UP, { "1h.ema(50)": fast, "1h.ema(200)": 2000 });
    expect([2010, 2005, 2004.9, 2000.1, 1999.9].map(now)).to.deep.equal([
      "intact",
      "intact",
      "weakening",
      "weakening",
      "broken",
    ]);
  });

  it("asks nothing of averages that were against the entry, nor of values that are missing", () => {
    expect(judgeThesis("sell", UP, { "1h.ema(50)": 1990, "1h.ema(200)": 2000 })).to.equal("intact");
    expect(judgeThesis("buy", UP, { "1h.ema(50)": null })).to.equal("intact");
  });

  it("weakens when momentum or the trend's strength goes", () => {
    expect(judgeThesis("sell", { "rsi(14)": 40 }, { "rsi(14)": 51 })).to.equal("weakening");
    expect(
      judgeThesis("buy", { "macd(12,26,9).histogram": 0.2 }, { "macd(12,26,9).histogram": -0.1 }),
    ).to.equal("weakening");
    expect(judgeThesis("buy", { "adx(14)": 30 }, { "adx(14)": 17 })).to.equal("weakening");
  });

  const looks = (minutes: readonly number[]) => {
    let looked: number | null = null;
    return minutes.filter((minute) => {
      const due = revalidationDue(0, looked, minute * 60_000);
      if (due) looked = minute * 60_000;
      return due;
    });
  };

  it("is looked at after 90 minutes and then every 30", () => {
    expect(looks([75, 90, 91, 105, 119, 120, 150, 165])).to.deep.equal([90, 120, 150]);
  });

  it("makes up for looks that were missed by one, and goes on as planned", () => {
    expect(looks([75, 105, 110, 120, 135])).to.deep.equal([105, 120]);
    expect(looks([75, 165, 170])).to.deep.equal([165]);
  });
});

describe("re-validation", () => {
  let world: World;
  let sandbox: ScriptedSandbox;

  beforeEach(async () => {
    sandbox = new ScriptedSandbox();
    sandbox.propose("2024-03-05T10:00:00Z", {
      direction: "buy",
      entry: 2000,
      stop: 1995,
      targets: [2005],
      indicators: UP,
    });
    world = await World.open({ candles: quarters(START, flat(20)), sandbox });
  });

  afterEach(() => world.close());

  const walkTo = async (closes: number) => {
    for (let close = 4; close <= closes; close++) {
      world.at(Date.parse(START) + close * 900_000);
      await world.tick();
    }
    return (await world.sent()).map(({ dedupeKey }) =>
      dedupeKey.split(":").slice(2, -1).join(":").replace(/-\d.*/, ""),
    );
  };

  it("tells members of a change once, and leaves the signal open", async () => {
    await world.tenant({ strategy: "scripted" });
    sandbox.now = { "1h.ema(50)": 1999, "1h.ema(200)": 2000 };
    expect(await walkTo(14)).to.deep.equal(["open", "thesis"]);
    expect(await world.rows("select status, thesis from position")).to.deep.equal([
      { status: "open", thesis: "broken" },
    ]);
  });

  it("is made up for after a time in which nobody looked, once", async () => {
    await world.tenant({ strategy: "scripted" });
    await walkTo(9);
    sandbox.now = { "1h.ema(50)": 1999, "1h.ema(200)": 2000 };
    for (const close of [11, 11, 12]) {
      world.at(Date.parse(START) + close * 900_000);
      await world.tick();
    }
    const looked = await world.rows<{ at: Date }>("select revalidated_at as at from position");
    expect(looked).to.deep.equal([{ at: new Date("2024-03-05T12:00:00Z") }]);
    expect((await world.sent()).filter(({ dedupeKey }) => dedupeKey.includes(":thesis-"))).to.have.length(1);
  });

  it("goes on where nobody chooses the signal's symbol any more", async () => {
    const tenantId = await world.tenant({ strategy: "scripted" });
    await walkTo(5);
    world.settings(tenantId, { strategy: "scripted", symbols: ["EUR/USD"] });
    sandbox.now = { "1h.ema(50)": 1999, "1h.ema(200)": 2000 };
    await walkTo(11);
    expect(await world.rows("select thesis from position")).to.deep.equal([{ thesis: "broken" }]);
  });

  it("closes at market where the tenant wants that", async () => {
    await world.tenant({ strategy: "scripted", closeOnBrokenThesis: true });
    sandbox.now = { "1h.ema(50)": 1999, "1h.ema(200)": 2000 };
    expect(await walkTo(11)).to.deep.equal(["open", "closed"]);
    const [signal] = await world.rows<{ reason: string; closedAt: Date }>(
      `select close_reason as reason, closed_at as "closedAt" from signal`,
    );
    expect(signal).to.deep.equal({ reason: "thesis", closedAt: new Date("2024-03-05T11:30:00Z") });
  });
});
