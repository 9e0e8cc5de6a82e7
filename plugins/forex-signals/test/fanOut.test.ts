import { expect } from "chai";
import { backtest } from "../domain/backtest.ts";
import { guardrailsFor } from "../domain/guardrails.ts";
import { GOLD } from "../domain/knownInstruments.ts";
import { defaultPolicy } from "../domain/policy.ts";
import { flat, quarters } from "./candles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { FREE, VIP, World } from "./world.ts";

const START = "2024-03-05T09:00:00Z";
const CLOSE = "2024-03-05T10:00:00Z";
const BUY = {
  direction: "buy" as const,
  entry: 2000,
  stop: 1995,
  targets: [2005, 2010, 2015],
  reason: "A <b>test</b> & more.",
};
const SETTINGS = { strategy: "scripted", riskNote: "Risk & care" };
/** Four quiet candles, then to target 1, to the moved stop. */
const CANDLES = quarters(START, [...flat(4), [2000, 2006, 1999, 2005], [2005, 2005, 1999, 2000], ...flat(4)]);

describe("fan-out", () => {
  let world: World;
  let sandbox: ScriptedSandbox;

  beforeEach(async () => {
    sandbox = new ScriptedSandbox();
    sandbox.propose(CLOSE, BUY);
    world = await World.open({ candles: CANDLES, sandbox });
  });

  afterEach(() => world.close());

  const ticks = async (...closes: string[]) => {
    for (const close of closes) {
      world.at(`2024-03-05T${close}:00Z`);
      await world.tick();
    }
  };
  const statuses = async () =>
    (await world.rows<{ status: string }>("select status from signal order by opened_at, id")).map(
      ({ status }) => status,
    );
  const reasons = async () =>
    (await world.rows<{ reason: string }>("select reason from refusal order by close_time, reason")).map(
      ({ reason }) => reason,
    );

  it("evaluates a choice once for everybody who made it, and again for another", async () => {
    for (let each = 0; each < 5; each++) await world.tenant(SETTINGS);
    await world.tenant({ ...SETTINGS, parameters: { size: 2 } });
    await ticks("10:00", "10:00");
    expect(sandbox.evaluations).to.equal(2);
    expect(await statuses()).to.deep.equal(Array(6).fill("open"));
  });

  it("posts to the chosen channels, escaped, with the risk note, and answers the opening post later", async () => {
    const tenantId = await world.tenant({ ...SETTINGS, free: { post: "signals" } }, [VIP, FREE]);
    await ticks("10:00", "10:15", "10:30");
    const sent = await world.sent();
    expect(sent.map(({ dedupeKey, chat }) => [dedupeKey.split(":")[2], chat])).to.deep.equal([
      ["open", VIP.chat],
      ["open", FREE.chat],
      ["target1", VIP.chat],
      ["target1", FREE.chat],
      ["closed", VIP.chat],
      ["closed", FREE.chat],
    ]);
    expect(sent[0]?.text)
      .to.include("BUY XAU/USD")
      .and.include("A &lt;b&gt;test&lt;/b&gt; &amp; more.")
      .and.include("Risk &amp; care");
    expect(sent[2]).to.include({ refersKey: sent[0]?.dedupeKey, tenantId });
    expect(sent[2]?.text).to.include("Target 1 reached").and.include("Stop moves to 2000.00");
    expect(world.events.map(({ event }) => event)).to.deep.equal([
      "forex.signal.opened@1",
      "forex.signal.closed@1",
    ]);
  });

  it("books what the state machine says: the same as a backtest", async () => {
    await world.tenant(SETTINGS);
    await ticks("09:30", "09:45", "10:00", "10:15", "10:30");
    const [booked] = await world.rows<{ resultR: number; outcome: string }>(
      `select result_r as "resultR", outcome from signal`,
    );
    const tested = backtest({
      instrument: GOLD,
      candles: CANDLES,
      step: 900_000,
      candidates: [{ ...BUY, time: Date.parse(CLOSE) }],
      guardrails: guardrailsFor(GOLD, {}),
      policy: defaultPolicy(GOLD),
    });
    const { resultR, outcome } = tested.signals[0]?.result ?? {};
    expect(booked).to.deep.equal({ resultR, outcome });
  });

  it("refuses per tenant, with the reason", async () => {
    await world.tenant(SETTINGS, []);
    await world.tenant({ ...SETTINGS, guardrails: { minStop: 6 } });
    await world.tenant({ ...SETTINGS, guardrails: { sessionFrom: "12:00" } });
    await world.tenant(SETTINGS);
    await ticks("10:00");
    expect(await reasons()).to.deep.equal(["no-channel", "session", "stop-too-near"]);
    expect(await statuses()).to.deep.equal(["open"]);
  });

  it("lets no second signal open beside one that is, whatever the order of events", async () => {
    const tenantId = await world.tenant({ ...SETTINGS, guardrails: { minMinutesBetween: 0 } });
    sandbox.propose("2024-03-05T10:15:00Z", BUY);
    await ticks("10:00", "10:15");
    expect(await reasons()).to.deep.equal(["max-open"]);
    const insert = `insert into signal (tenant_id, id, position_id, choice_id, strategy, version, symbol, timeframe, direction, entry,
      stop, targets, fractions, stop_policy, spread, slot, opened_at)
      select tenant_id, gen_random_uuid(), gen_random_uuid(), choice_id, strategy, version, symbol, timeframe, direction, entry, stop,
        targets, fractions, stop_policy, spread, slot, opened_at from signal where tenant_id = $1`;
    const error = await world.rows(insert, [tenantId]).catch((failure: unknown) => failure);
    expect(String(error)).to.include("signal_slot");
  });

  it("holds as many as the tenant allows, each in a place of its own", async () => {
    await world.tenant({ ...SETTINGS, maxOpenSignals: 2, guardrails: { minMinutesBetween: 0 } });
    for (const close of ["10:45", "11:00", "11:15"]) sandbox.propose(`2024-03-05T${close}:00Z`, BUY);
    await ticks("10:45", "11:00", "11:15");
    const slots = await world.rows<{ slot: number }>(
      "select slot from signal where status = 'open' order by slot",
    );
    expect(slots.map(({ slot }) => slot)).to.deep.equal([1, 2]);
    expect(await reasons()).to.deep.equal(["max-open"]);
  });

  it("keeps a new strategy waiting while a signal of the old one is open", async () => {
    const tenantId = await world.tenant({ ...SETTINGS, maxOpenSignals: 3 });
    await ticks("10:00");
    world.settings(tenantId, { ...SETTINGS, strategy: "another", maxOpenSignals: 3 });
    sandbox.propose("2024-03-05T10:15:00Z", BUY);
    await ticks("10:15");
    expect(await reasons()).to.deep.equal(["strategy-queued"]);
  });

  it("keeps another version waiting just the same", async () => {
    const tenantId = await world.tenant({ ...SETTINGS, maxOpenSignals: 3 });
    await ticks("10:00");
    world.settings(tenantId, { ...SETTINGS, strategyVersion: "1.1.0", maxOpenSignals: 3 });
    sandbox.propose("2024-03-05T10:15:00Z", BUY);
    await ticks("10:15");
    expect(await reasons()).to.deep.equal(["strategy-queued"]);
  });

  it("leaves out a tenant whose strategy is not there, and nobody else", async () => {
    await world.tenant({ ...SETTINGS, strategy: "missing" });
    await world.tenant(SETTINGS);
    await ticks("10:00");
    expect(await statuses()).to.deep.equal(["open"]);
  });

  it("makes nothing of a candle that is not there, and everything of one that came late", async () => {
    await world.tenant(SETTINGS);
    const late = Date.parse("2024-03-05T09:45:00Z");
    world.feed.change((candles) => candles.filter(({ time }) => time < late));
    await ticks("10:00");
    expect(await statuses()).to.deep.equal([]);
    world.feed.change(() => [...CANDLES]);
    await ticks("10:02");
    expect(await statuses()).to.deep.equal(["open"]);
  });

  it("leaves nothing of a transaction that broke off, and does it whole the next time, each message once", async () => {
    await world.tenant(SETTINGS);
    for (const [close, after] of [
      ["10:00", 1],
      ["10:15", 2],
      ["10:30", 3],
    ] as const) {
      world.crash = new Error("The process died here.");
      await ticks(close).catch(() => undefined);
      await ticks(close);
      expect(await world.sent(), close).to.have.length(after);
    }
    expect(await statuses()).to.deep.equal(["closed"]);
    const keys = (await world.sent()).map(({ dedupeKey }) => dedupeKey);
    expect(new Set(keys).size).to.equal(3);
  });

  it("calls a signal failed when no channel could be told, and does not count it", async () => {
    await world.tenant({ ...SETTINGS, free: { post: "signals" }, guardrails: { minMinutesBetween: 60 } }, [
      VIP,
      FREE,
    ]);
    sandbox.propose("2024-03-05T10:15:00Z", BUY);
    await ticks("10:00");
    const opening = await world.sent();
    const deliver = async (index: number) => {
      const { tenantId = "", dedupeKey = "" } = opening[index] ?? {};
      await world.deliver({ tenantId, dedupeKey, outcome: "dead", error: "Bad Request: chat not found" });
    };
    await deliver(0);
    expect(await statuses()).to.deep.equal(["open"]);
    await deliver(1);
    expect(await statuses()).to.deep.equal(["failed"]);
    await ticks("10:15");
    expect(await statuses()).to.deep.equal(["failed", "open"]);
  });

  it("shows a tenant its own signals and nobody else's", async () => {
    const [mine, other] = [await world.tenant(SETTINGS), await world.tenant(SETTINGS)];
    await ticks("10:00", "10:15");
    for (const table of ["signal", "fill", "post"]) {
      const seen = await world
        .tenantContext(mine)
        .db((trx) => trx.many<{ tenantId: string }>(`select distinct tenant_id as "tenantId" from ${table}`));
      expect(seen, table).to.deep.equal([{ tenantId: mine }]);
    }
    const changed = await world
      .tenantContext(mine)
      .db((trx) => trx.run("delete from signal where tenant_id = $1", [other]));
    expect(changed).to.equal(0);
    const closed = await world
      .tenantContext(mine)
      .db((trx) => trx.many("select * from candle"))
      .catch((error: unknown) => error);
    expect(String(closed)).to.include("permission denied");
  });
});
