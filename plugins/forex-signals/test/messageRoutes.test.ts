import { readFileSync } from "node:fs";
import { expect } from "chai";
import { SteerableClock } from "../../../host/clock/steerableClock.ts";
import {
  OTHER_OWNER,
  OWNER,
  type Person,
  startTestHost,
  type TestHost,
  VIEWER,
} from "../../../test/kit/host.ts";
import type { Feed, Refusal, RefusalCounts, SignalDetail, SignalPage, Summary } from "../api.ts";
import type { MessageKinds, MessagePreview, MessageTemplate } from "../messages/api.ts";

const API = "/api/p/forex-signals";
const FIXTURE = new URL("../../../strategies/raja-banks-gold/fixtures/candles.csv", import.meta.url);
/** Close of the fixture's first candidate. */
const FIRST = Date.parse("2024-03-04T09:00:00Z");
const QUARTER = 900_000;
const OPENING = "/message-templates/opening/vip/en";

describe("messages on a whole host", () => {
  let host: TestHost;
  let clock: SteerableClock;
  let owner: Person;
  let other: Person;

  before(async () => {
    clock = new SteerableClock({ at: new Date(FIRST - QUARTER), rate: 0 });
    host = await startTestHost({ clock, background: false });
    [owner, other] = [await host.signIn(OWNER), await host.signIn(OTHER_OWNER)];
    const csv = readFileSync(FIXTURE, "utf8");
    const replay = await owner.call<{ id: string }>("POST", "/api/p/playground/replays", {
      symbol: "XAU/USD",
      name: "Fixture",
      csv,
    });
    await owner.call("PUT", "/api/p/playground/markets/XAU-USD", { source: "replay", replayId: replay.id });
    const pictures = { opening: false, result: false };
    await owner.call("POST", "/api/plugins/forex-signals/enable", { settings: { pictures } });
    const late = { pictures, vip: { delayMinutes: 60 } };
    await other.call("POST", "/api/plugins/forex-signals/enable", { settings: late });
    await host.ticker.tick("forex-signals", "signal-check-15min");
  });

  after(() => host?.stop());

  const get = <Body>(path: string, person: Person = owner) => person.call<Body>("GET", `${API}${path}`);
  const put = (text: string, etag: string | undefined, person: Person = owner) =>
    person.ask<MessageTemplate & Record<string, unknown>>(
      "PUT",
      API + OPENING,
      { text },
      etag === undefined ? {} : { "if-match": etag },
    );
  const preview = (body: Record<string, unknown>) =>
    owner.call<MessagePreview>("POST", `${API}/message-previews`, {
      kind: "opening",
      channelKind: "vip",
      language: "en",
      ...body,
    });
  const toClose = async (time: number) => {
    clock.set(new Date(time));
    await host.ticker.tick("forex-signals", "signal-check-15min", { settle: true });
    for (let round = 0; round < 3; round++) await host.dispatcher.drain(clock.now());
  };
  const audited = async (action: string) =>
    (await owner.call<{ items: { action: string }[] }>("GET", "/api/audit?limit=100")).items.filter(
      (each) => each.action === `forex-signals.${action}`,
    ).length;

  it("list kinds with variables to choose from, and the tenant's channels", async () => {
    const { kinds, channels, languages, own } = await get<MessageKinds>("/message-kinds");
    const opening = kinds.find(({ id }) => id === "opening");
    expect(opening?.variables.find(({ name }) => name === "entry")).to.include({
      example: "2065.20",
      level: true,
    });
    expect(channels[0]).to.deep.include({ kind: "vip", post: "signals", language: "en" });
    expect(channels[0]?.chats[0]?.title).to.equal("Aurum VIP");
    expect(languages.find(({ id }) => id === "ar")?.direction).to.equal("rtl");
    expect(own).to.deep.equal([]);
  });

  it("save a text for whoever names the version that was read, and show both where somebody was faster", async () => {
    const first = await get<MessageTemplate>(OPENING);
    expect(first).to.include({ own: false, etag: '"0"' });
    expect((await put("Mine: {direction}", undefined)).status).to.equal(428);
    const saved = await put("Mine: <b>{direction}</b> at {entry}", first.etag);
    expect([saved.status, saved.body.own, saved.headers.get("etag")]).to.deep.equal([200, true, '"1"']);
    const late = await put("Theirs", first.etag);
    expect(late.status).to.equal(412);
    expect(late.body).to.have.nested.property("details.theirs.text", "Mine: <b>{direction}</b> at {entry}");
    expect(await audited("message.saved")).to.equal(1);
  });

  it("refuse what Telegram would refuse, and names that there are not, with a suggestion", async () => {
    for (const text of [
      "<script>x</script>",
      "<b>{entry}",
      "{entri}",
      "x".repeat(5_000),
      "<a href='{entry}'>x</a>",
    ])
      expect((await put(text, '"1"')).status, text.slice(0, 20)).to.equal(422);
    const { problems, html } = await preview({ text: "Buy at {entri}" });
    expect(html).to.equal("");
    expect(problems[0]).to.deep.include({ at: 7, length: 7, fix: "Did you mean {entry}?" });
    // A text that is too long is counted while it is: that is what somebody looks at who shortens it.
    expect(await preview({ text: "x".repeat(5_000) })).to.include({ html: "", length: 5_000, limit: 4096 });
  });

  it("keep one tenant's texts from another, and changes from a viewer", async () => {
    expect(await get<MessageTemplate>(OPENING, other)).to.include({ own: false });
    const viewer = await host.signIn(VIEWER);
    expect((await put("Viewed", '"1"', viewer)).status).to.equal(403);
    const test = { kind: "opening", channelKind: "vip", language: "en", chat: "@somewhere" };
    expect((await viewer.ask("POST", `${API}/message-tests`, test)).status).to.equal(403);
  });

  it("post in the words that were saved", async () => {
    await toClose(FIRST);
    const [signal] = (await get<SignalPage>("/signals")).items;
    const detail = await get<SignalDetail>(`/signals/${signal?.id}`);
    expect(detail.messages[0]?.text).to.equal("Mine: <b>BUY</b> at 2096.58");
    expect(detail).to.include({ cancellable: false });
  });

  it("preview a text with examples or with a past signal, in any language", async () => {
    const example = await preview({ text: "{direction} {entry} {#reason}ok{/reason}" });
    expect(example).to.deep.include({ html: "BUY 2065.20 ok", length: 14, limit: 4096, problems: [] });
    const [signal] = (await get<SignalPage>("/signals")).items;
    const past = await preview({
      text: "{direction} {entry} {riskNote}",
      language: "es",
      signalId: signal?.id,
    });
    expect(past.html).to.include("COMPRA 2096.58 Operar conlleva riesgo");
    for (const kind of ["closed-target", "target1", "way40", "stop-moved", "thesis-broken", "risk-note"])
      expect((await preview({ kind, signalId: signal?.id })).html, kind).to.match(/\S/);
    const body = { kind: "opening", channelKind: "vip", language: "en", signalId: signal?.id };
    expect((await other.ask("POST", `${API}/message-previews`, body)).status).to.equal(404);
  });

  it("send a test to the chat that is named, marked as one, and to no other", async () => {
    const body = { kind: "closed-stop", channelKind: "vip", language: "en" };
    expect((await owner.ask("POST", `${API}/message-tests`, body)).status).to.be.within(400, 422);
    await owner.call("POST", `${API}/message-tests`, { ...body, chat: "4711" });
    const rows = await host.database.query<{ chat: string; text: string }>(
      `select chat, payload ->> 'text' as text from host.outbox where dedupe_key like 'message-test:%'`,
    );
    expect(rows.map(({ chat }) => chat)).to.deep.equal(["4711"]);
    expect(rows[0]?.text)
      .to.match(/^<b>TEST<\/b>\n\n/)
      .and.include("Stop reached");
  });

  it("put the platform's text back, and go on counting versions", async () => {
    const undone = await owner.ask<MessageTemplate>("DELETE", API + OPENING, undefined, {
      "if-match": '"1"',
    });
    expect(undone.body).to.include({ own: false, etag: '"2"' });
    expect((await put("Old page", '"0"')).status).to.equal(412);
    expect((await get<MessageKinds>("/message-kinds")).own).to.deep.equal([]);
  });

  it("take back a signal that nobody was told of, which then counts nowhere", async () => {
    const [signal] = (await get<SignalPage>("/signals", other)).items;
    expect((await get<SignalDetail>(`/signals/${signal?.id}`, other)).cancellable).to.equal(true);
    const cancel = (id: string | undefined, person: Person) =>
      person.ask<SignalDetail>("POST", `${API}/signals/${id}/cancel`, { reason: "News in ten minutes." });
    const cancelled = await cancel(signal?.id, other);
    expect(cancelled.body).to.include({
      status: "cancelled",
      closeNote: "News in ten minutes.",
      resultR: null,
    });
    expect(cancelled.body.closedBy).to.equal(OTHER_OWNER);
    expect((await cancel(signal?.id, other)).status).to.equal(409);
    expect(await get<Summary>("/summary", other)).to.include({ trades: 0, open: 0 });
    const [waiting] = await host.database.query<{ n: number }>(
      `select count(*)::int as n from host.outbox where dedupe_key like $1 and done_at is null`,
      [`signal:${signal?.id}:%`],
    );
    expect(waiting?.n).to.equal(0);
    const [mine] = (await get<SignalPage>("/signals")).items;
    const told = await cancel(mine?.id, owner);
    expect([told.status, Reflect.get(told.body, "code")]).to.deep.equal([409, "signal.posted"]);
    expect((await cancel(mine?.id, other)).status).to.equal(404);
  });

  it("pause until a day begins, with the reason, and tell it by who it was", async () => {
    await owner.call("PUT", `${API}/pause`, { untilDay: "2024-03-06", reason: "Holiday" });
    expect(await get<Feed>("/feed")).to.deep.include({ pauseReason: "Holiday", pausedBy: OWNER });
    expect((await owner.ask("PUT", `${API}/pause`, { untilDay: "2024-03-01" })).status).to.equal(400);
    expect((await owner.ask("PUT", `${API}/pause`, {})).status).to.equal(400);
    expect(await audited("signals.paused")).to.equal(1);
  });

  it("say of each refused candidate what stood in the way, by reason and in numbers", async () => {
    for (let close = FIRST + QUARTER; close <= FIRST + 5 * QUARTER; close += QUARTER) await toClose(close);
    const { items } = await get<{ items: Refusal[] }>("/refusals?limit=2");
    expect(items[0]).to.include({
      reason: "paused",
      strategy: "raja-banks-gold",
      symbol: "XAU/USD",
      digits: 2,
    });
    const counts = await get<RefusalCounts>("/refusals/counts");
    const total = counts.items.reduce((sum, { count }) => sum + count, 0);
    const all: Refusal[] = [];
    for (let after = ""; ; ) {
      const page = await get<{ items: Refusal[]; next: string | null }>(
        `/refusals?limit=1&after=${encodeURIComponent(after)}`,
      );
      all.push(...page.items);
      if (page.next === null) break;
      after = page.next;
    }
    expect(all).to.have.length(total);
    expect((await get<{ items: Refusal[] }>("/refusals?reason=cooldown")).items).to.deep.equal([]);
    expect((await get<{ items: Refusal[] }>(`/refusals?from=2030-01-01T00:00:00Z`)).items).to.deep.equal([]);
    await owner.call("DELETE", `${API}/pause`);
  });
});
