import type { JobRun } from "@promostack/core";
import type { Candle } from "@promostack/core/strategy";
import { expect } from "chai";
import { asianRange } from "../briefings/asianSession.ts";
import { bulletinDelivered } from "../briefings/delivery.ts";
import { bulletinJob } from "../briefings/jobs.ts";
import { pivotsOf } from "../briefings/pivots.ts";
import { AiWriter } from "../phrasing/aiWriter.ts";
import { flat, quarters } from "./candles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { FREE, VIP, World } from "./world.ts";

const DAY = 86_400_000;
const QUARTER = 900_000;
const SETTINGS = { strategy: "scripted", spread: 0.3 };
/** A Wednesday. */
const TODAY = Date.parse("2024-03-06T00:00:00Z");

/** A whole day of quarters at 2000: the session from 00:00 to 07:00 spans `asia` dollars, the rest of the day 2110.30 to 2141.80. */
function day(start: number, asia: number, rest = true): Candle[] {
  const night = Array.from({ length: 28 }, (_, index) => ({
    time: start + index * QUARTER,
    open: 2120,
    high: 2120 + (index === 5 ? asia / 2 : 0),
    low: 2120 - (index === 9 ? asia / 2 : 0),
    close: 2120,
  }));
  if (!rest) return night;
  const light = Array.from({ length: 68 }, (_, index) => ({
    time: start + (28 + index) * QUARTER,
    open: 2120,
    high: index === 20 ? 2141.8 : 2129,
    low: index === 40 ? 2110.3 : 2119,
    close: 2128.1,
  }));
  return [...night, ...light];
}

/** Weekdays before `today`, each with a session of ten dollars, and the night of today. */
function history(asiaToday: number, today = TODAY): Candle[] {
  const days: Candle[] = [];
  for (let back = 16; back >= 1; back--) {
    const start = today - back * DAY;
    const weekday = new Date(start).getUTCDay();
    if (weekday !== 0 && weekday !== 6) days.push(...day(start, 10));
  }
  return [...days, ...day(today, asiaToday, false)];
}

describe("pivots and the Asian session", () => {
  it("are the classic formulas", () => {
    const { pivot, r1, r2, s1, s2 } = pivotsOf({ high: 110, low: 90, close: 100 });
    expect([pivot, r1, r2, s1, s2]).to.deep.equal([100, 110, 120, 90, 80]);
  });

  it("hold today's range against ten whole sessions: tight below 0.7, wide above 1.3, and say that it still runs", () => {
    const at = (asia: number, time: string) =>
      asianRange(
        history(asia).filter((c) => c.time + QUARTER <= now(time)),
        now(time),
      );
    const now = (time: string) => Date.parse(`2024-03-06T${time}:00Z`);
    expect(at(6.9, "06:20")).to.include({
      verdict: "tight",
      unfinished: true,
      mean: 10,
      until: now("06:15"),
    });
    expect(at(7, "06:20")).to.include({ verdict: "normal" });
    expect(at(13, "06:20")).to.include({ verdict: "normal" });
    expect(at(13.2, "07:00")).to.include({ verdict: "wide", unfinished: false });
  });

  it("say nothing without ten sessions to compare with", () => {
    expect(asianRange(history(10).slice(-96 * 5), TODAY + 6 * 3_600_000)).to.equal(undefined);
  });
});

describe("briefings and recaps", () => {
  let world: World;
  let sandbox: ScriptedSandbox;

  const open = async (candles: readonly Candle[]) => {
    sandbox = new ScriptedSandbox();
    world = await World.open({ candles, sandbox });
    world.variables.OPENAI_API_KEY = "";
  };
  afterEach(() => world.close());

  const run = (kind: "briefing" | "daily-recap" | "weekly-recap", window: string, now = window) => {
    world.at(now);
    const job = bulletinJob(world.market, (context) => new AiWriter(context), kind);
    const due: JobRun = { at: new Date(window), timeoutMs: 300_000, caughtUp: window !== now };
    return job(world.context, due);
  };
  const bulletins = () =>
    world.rows<{ kind: string; chat: string; skipped: string | null; text: string; outcome: string | null }>(
      "select kind, chat, skipped, text, outcome from bulletin order by time, kind, chat",
    );
  const told = async () => (await world.sent()).filter(({ dedupeKey }) => dedupeKey.startsWith("bulletin:"));

  it("a briefing says the last trading day's numbers, once, whoever runs it and however often", async () => {
    await open(history(6.1));
    await world.tenant(SETTINGS, [VIP, FREE]);
    await Promise.all([run("briefing", "2024-03-06T06:20:00Z"), run("briefing", "2024-03-06T06:20:00Z")]);
    await run("briefing", "2024-03-06T06:20:00Z", "2024-03-06T09:00:00Z");
    const sent = await told();
    expect(sent.map(({ chat }) => chat)).to.have.members([VIP.chat, FREE.chat]);
    for (const line of [
      "Morning briefing: XAU/USD, 6 March 2024",
      "Simulated prices",
      "5 March 2024: high 2141.80, low 2110.30, close 2128.10",
      "R2 <b>2158.23</b>",
      "R1 <b>2143.17</b>",
      "P <b>2126.73</b>",
      "S1 <b>2111.67</b>",
      "S2 <b>2095.23</b>",
      "Asian session (so far, until 06:15 UTC): 61.0 pips, <b>tight</b> against a 10-day mean of 100.0 pips (0.61 ×)",
    ])
      expect(sent[0]?.text).to.include(line);
  });

  it("a briefing that was missed is said once later that day, and not the day after", async () => {
    await open(history(6));
    await world.tenant(SETTINGS);
    await run("briefing", "2024-03-05T06:20:00Z", "2024-03-06T05:00:00Z");
    expect(await told()).to.be.empty;
    await run("briefing", "2024-03-06T06:20:00Z", "2024-03-06T07:30:00Z");
    expect(await told()).to.have.length(1);
  });

  it("a Monday's briefing tells of Friday, not of Sunday's evening", async () => {
    const monday = Date.parse("2024-03-04T00:00:00Z");
    const evening = Array.from({ length: 8 }, (_, index) => ({
      time: monday - DAY + (88 + index) * QUARTER,
      open: 2500,
      high: 2500,
      low: 2500,
      close: 2500,
    }));
    const candles = [...history(6, monday), ...evening].sort((a, b) => a.time - b.time);
    await open(candles);
    await world.tenant(SETTINGS);
    await run("briefing", "2024-03-04T06:20:00Z");
    expect((await told())[0]?.text).to.include("1 March 2024: high 2141.80");
  });

  it("nothing is made up: without fresh prices there is no briefing, and the history says why", async () => {
    await open(history(6));
    await world.tenant(SETTINGS);
    await run("briefing", "2024-03-07T06:20:00Z");
    expect(await told()).to.be.empty;
    expect(await bulletins()).to.deep.include({
      kind: "briefing",
      chat: "",
      skipped: "stale-prices",
      text: "",
      outcome: null,
    });
  });

  it("who pauses, has no channel, or switched it off hears no briefing", async () => {
    await open(history(6));
    const paused = await world.tenant(SETTINGS);
    await world.rows("insert into tenant_state (tenant_id, paused_until) values ($1, '2024-03-07')", [
      paused,
    ]);
    await world.tenant(SETTINGS, []);
    await world.tenant({
      ...SETTINGS,
      bulletins: { morning: false, daily: true, weekly: true, whenEmpty: "skip" },
    });
    await world.tenant({ ...SETTINGS, vip: { off: ["briefing"] } });
    await run("briefing", "2024-03-06T06:20:00Z");
    expect(await told()).to.be.empty;
    expect((await bulletins()).map(({ skipped }) => skipped)).to.have.members([
      "paused",
      "no-channel",
      "no-channel",
    ]);
  });

  it("a crash between writing and sending leaves nothing, and the next run says it once", async () => {
    await open(history(6));
    await world.tenant(SETTINGS);
    world.crash = new Error("The power went.");
    const failure = await run("briefing", "2024-03-06T06:20:00Z").catch((error: unknown) => error);
    expect(String(failure)).to.include("The power went.");
    expect(await bulletins()).to.be.empty;
    await run("briefing", "2024-03-06T06:20:00Z");
    await run("briefing", "2024-03-06T06:20:00Z");
    expect(await told()).to.have.length(1);
  });

  const BUY = { direction: "buy" as const, entry: 2000, stop: 1995, targets: [2005, 2010, 2015] };
  /** Signals at 10:00 (stopped out) and 11:30 (timed out at 14:30). */
  const tradingDay = async () => {
    const rows = [
      ...flat(4),
      [2000, 2001, 1994, 1996] as [number, number, number, number],
      ...flat(20, 1999),
    ];
    await open(quarters("2024-03-05T09:00:00Z", rows));
    sandbox.propose("2024-03-05T10:00:00Z", BUY);
    sandbox.propose("2024-03-05T11:30:00Z", { ...BUY, entry: 1999, targets: [2006, 2010, 2015] });
    const tenantId = await world.tenant(SETTINGS, [VIP, FREE]);
    for (
      let close = Date.parse("2024-03-05T10:00:00Z");
      close <= Date.parse("2024-03-05T15:00:00Z");
      close += QUARTER
    ) {
      world.at(close);
      await world.tick();
    }
    return tenantId;
  };

  it("a daily recap counts the loss and the time-out, in every channel that hears results", async () => {
    const tenantId = await tradingDay();
    await world.tenant(SETTINGS);
    await run("daily-recap", "2024-03-06T06:30:00Z");
    await run("daily-recap", "2024-03-06T06:30:00Z");
    const sent = await told();
    expect(sent.map((each) => [each.tenantId, each.chat])).to.have.deep.members([
      [tenantId, VIP.chat],
      [tenantId, FREE.chat],
    ]);
    const text = sent[0]?.text ?? "";
    expect(text).to.include("Recap of 5 March 2024");
    expect(text).to.include("Closed signals: <b>2</b>. Wins 0, losses 2, break-evens 0.");
    expect(text).to.include("Closed by time-out: 1");
    expect(text).to.include("10:15 BUY XAU/USD: Loss −1.06 R");
    expect((await bulletins()).filter(({ skipped }) => skipped === "nothing-closed")).to.have.length(1);
  });

  it("a weekly recap tells of the week before, day by day", async () => {
    await tradingDay();
    await run("weekly-recap", "2024-03-11T06:30:00Z");
    const [sent] = await told();
    expect(sent?.text).to.include("Week of 4 March 2024 to 10 March 2024").and.include("win rate 0%");
    expect(sent?.text).to.include("5 March 2024: 2 closed, ");
  });

  it("that nothing closed is said where the tenant wants it, but not of a weekend", async () => {
    await open(history(6));
    await world.tenant({
      ...SETTINGS,
      bulletins: { morning: true, daily: true, weekly: true, whenEmpty: "say" },
    });
    await run("daily-recap", "2024-03-03T06:30:00Z");
    expect(await told()).to.be.empty;
    await run("daily-recap", "2024-03-06T06:30:00Z");
    expect((await told()).map(({ text }) => text.split("\n")[2])).to.deep.equal(["No signal was closed."]);
  });

  it("a pause does not hide how things ended, and the history says what became of a message", async () => {
    const tenantId = await tradingDay();
    await world.rows("insert into tenant_state (tenant_id, paused_until) values ($1, '2024-03-09')", [
      tenantId,
    ]);
    await run("daily-recap", "2024-03-06T06:30:00Z");
    const [sent] = await told();
    await bulletinDelivered(world.tenantContext(tenantId), {
      tenantId,
      dedupeKey: sent?.dedupeKey ?? "",
      outcome: "dead",
      error: "kicked",
      at: new Date(),
    });
    expect((await bulletins()).map(({ outcome }) => outcome)).to.have.members(["dead", null]);
  });
});
