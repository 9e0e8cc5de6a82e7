import type { Channel } from "@promostack/core";
import { expect } from "chai";
import { flat, quarters } from "./candles.ts";
import { ScriptedSandbox } from "./scriptedSandbox.ts";
import { FREE, VIP, World } from "./world.ts";

const START = "2024-03-05T09:00:00Z";
const BUY = { direction: "buy" as const, entry: 2000, stop: 1995, targets: [2005, 2010, 2015] };
const SETTINGS = { strategy: "scripted", spread: 0.3 };
/** Four quiet candles, to target 1, to the moved stop. */
const CANDLES = quarters(START, [...flat(4), [2000, 2006, 1999, 2005], [2005, 2005, 1999, 2000], ...flat(9)]);

describe("channels of a signal", () => {
  let world: World;

  beforeEach(async () => {
    const sandbox = new ScriptedSandbox();
    sandbox.propose("2024-03-05T10:00:00Z", BUY);
    world = await World.open({ candles: CANDLES, sandbox });
  });

  afterEach(() => world.close());

  const ticks = async (...closes: string[]) => {
    for (const close of closes) {
      world.at(`2024-03-05T${close}:00Z`);
      await world.tick();
    }
  };
  const said = async () =>
    (await world.sent()).map(
      ({ dedupeKey, chat }) => `${chat} ${dedupeKey.split(":")[2]?.replace(/-\d+$/, "")}`,
    );
  const due = async () =>
    (
      await world.rows<{ chat: string; due: Date; silent: boolean | null }>(
        `select chat, due_at as due, (payload ->> 'disable_notification')::boolean as silent from host.outbox
         order by due_at, id`,
      )
    ).map((row) => [row.chat, row.due.toISOString().slice(11, 16), row.silent === true]);

  it("hear what their kind hears: VIP everything, free the result only, without levels and as no answer", async () => {
    await world.tenant(SETTINGS, [VIP, FREE]);
    await ticks("10:00", "10:15", "10:30");
    expect(await said()).to.deep.equal([
      `${VIP.chat} open`,
      `${VIP.chat} target1`,
      `${VIP.chat} closed`,
      `${FREE.chat} closed`,
    ]);
    const [, , vip, free] = await world.sent();
    expect(vip?.text).to.include("from 2000.00").and.include("Win +0.44 R");
    expect(free?.text).to.include("Win +0.44 R").and.not.include("2000.00");
    expect(free?.refersKey).to.equal(null);
  });

  it("are told in their language, with its risk note", async () => {
    const settings = { ...SETTINGS, language: "es", free: { post: "signals", language: "ar" } };
    await world.tenant(settings, [VIP, FREE]);
    await ticks("10:00");
    const [vip, free] = await world.sent();
    expect(vip?.text).to.include("COMPRA").and.include("Operar conlleva riesgo");
    expect(free?.text).to.include("شراء").and.include("التداول ينطوي على مخاطر");
  });

  it("are told in the tenant's own words, escaped, and nobody else in them", async () => {
    const mine = await world.tenant(SETTINGS);
    await world.tenant(SETTINGS);
    await world.rows(
      `insert into message_template (tenant_id, kind, channel_kind, language, text, changed_at, changed_by)
       values ($1, 'opening', 'vip', 'en', 'Mine: {direction} & {entry}. {riskNote}', now(), 'me'),
         ($1, 'risk-note', 'vip', 'en', 'Mind the {{risk}} &amp; more', now(), 'me'), ($1, 'opening', 'vip', 'es', 'No', now(), 'me')`,
      [mine],
    );
    await ticks("10:00");
    const [first, second] = (await world.sent()).sort((one) => (one.tenantId === mine ? -1 : 1));
    expect(first?.text).to.equal("Mine: BUY & 2000.00. Mind the {risk} &amp; more");
    expect(second?.text).to.include("<b>BUY XAU/USD</b>");
  });

  it("get a switched-off message not, and a moved stop for itself where it is wanted", async () => {
    await world.tenant({ ...SETTINGS, vip: { off: ["target1", "risk-note"] } });
    await ticks("10:00", "10:15");
    expect(await said()).to.deep.equal([`${VIP.chat} open`, `${VIP.chat} stop-moved`]);
    const [opening, moved] = await world.sent();
    expect(opening?.text).not.to.include("Trading carries risk");
    expect(moved?.text).to.include("the stop moves to 2000.00 (entry)");
  });

  it("that hear later hear in order, also when the delay is taken away meanwhile", async () => {
    const late = { ...SETTINGS, free: { post: "signals", delayMinutes: 60 } };
    const tenantId = await world.tenant(late, [VIP, FREE]);
    await ticks("10:00");
    world.settings(tenantId, { ...SETTINGS, free: { post: "signals" } });
    await ticks("10:15", "10:30");
    expect((await due()).filter(([chat]) => chat === FREE.chat)).to.deep.equal([
      [FREE.chat, "11:00", false],
      [FREE.chat, "11:00", false],
      [FREE.chat, "11:00", false],
    ]);
    expect((await said()).filter((text) => text.startsWith(FREE.chat))).to.deep.equal([
      `${FREE.chat} open`,
      `${FREE.chat} target1`,
      `${FREE.chat} closed`,
    ]);
  });

  it("are silent in quiet hours, and take no new signals then where the tenant wants that", async () => {
    const quiet = { quietFrom: "10:10", quietUntil: "12:00" };
    await world.tenant({ ...SETTINGS, vip: quiet });
    await world.tenant({
      ...SETTINGS,
      vip: { quietFrom: "09:00", quietUntil: "12:00", quietSignals: "none" },
    });
    await ticks("10:00", "10:15", "10:30");
    expect(await due()).to.deep.equal([
      [VIP.chat, "10:00", false],
      [VIP.chat, "10:15", true],
      [VIP.chat, "10:30", true],
    ]);
    expect(await world.rows("select reason from refusal")).to.deep.equal([{ reason: "quiet-hours" }]);
  });

  it("keep what they were promised: an ending cannot be left out once it is known, nor posted where it was not", async () => {
    const none = { off: ["results", "stop-moved"] };
    const tenantId = await world.tenant({ ...SETTINGS, free: { post: "signals", ...none } }, [VIP, FREE]);
    await ticks("10:00");
    world.settings(tenantId, { ...SETTINGS, vip: none, free: { post: "signals" } });
    await ticks("10:15", "10:30");
    expect((await said()).filter((text) => text.endsWith("closed"))).to.deep.equal([`${VIP.chat} closed`]);
  });

  it("must be told of the opening in one place at least: results alone would be a record made afterwards", async () => {
    const only: Channel[] = [FREE];
    await world.tenant(SETTINGS, only);
    await ticks("10:00", "10:15");
    expect(await said()).to.deep.equal([]);
    expect(await world.rows("select reason from refusal")).to.deep.equal([{ reason: "no-channel" }]);
  });

  it("hear nothing from a tenant that turned the plugin off, and its books go on", async () => {
    const tenantId = await world.tenant(SETTINGS);
    await ticks("10:00");
    world.disable(tenantId);
    await ticks("10:15", "10:30");
    expect(await said()).to.deep.equal([`${VIP.chat} open`]);
    const [signal] = await world.rows<{ status: string }>("select status from signal");
    expect(signal?.status).to.equal("closed");
  });

  it("get each message once, whatever breaks between an announcement and its mark", async () => {
    await world.tenant({ ...SETTINGS, free: { post: "signals", delayMinutes: 20 } }, [VIP, FREE]);
    for (const close of ["10:00", "10:15", "10:30"]) {
      world.crash = new Error("The process died here.");
      await ticks(close).catch(() => undefined);
      await ticks(close, close);
    }
    const keys = (await world.sent()).map(({ dedupeKey }) => dedupeKey);
    expect(keys).to.have.length(6);
    expect(new Set(keys).size).to.equal(6);
  });
});

describe("why a candidate was refused", () => {
  it("is kept with what the guardrail saw and where it drew the line", async () => {
    const sandbox = new ScriptedSandbox();
    for (const close of ["10:00", "10:15"]) sandbox.propose(`2024-03-05T${close}:00Z`, BUY);
    const world = await World.open({ candles: quarters(START, flat(8)), sandbox });
    try {
      await world.tenant({ ...SETTINGS, guardrails: { minStop: 6 } });
      await world.tenant({ ...SETTINGS, guardrails: { sessionFrom: "12:30" } });
      await world.tenant({ ...SETTINGS, guardrails: { minMinutesBetween: 60 } });
      for (const close of ["10:00", "10:15"]) {
        world.at(`2024-03-05T${close}:00Z`);
        await world.tick();
      }
      const rows = await world.rows(
        "select distinct reason, seen, allowed, strategy, symbol from refusal where close_time >= '2024-03-05T10:15Z' order by reason",
      );
      const common = { strategy: "scripted", symbol: "XAU/USD" };
      expect(rows).to.deep.equal([
        { reason: "session", seen: "10:15", allowed: "12:30–23:59", ...common },
        { reason: "stop-too-near", seen: "5", allowed: "6", ...common },
        { reason: "too-soon", seen: "15", allowed: "60", ...common },
      ]);
    } finally {
      await world.close();
    }
  });
});
