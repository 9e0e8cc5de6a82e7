import { readFileSync } from "node:fs";
import { expect } from "chai";
import sharp from "sharp";
import { SteerableClock } from "../../../host/clock/steerableClock.ts";
import { freePort } from "../../../test/kit/freePort.ts";
import {
  OTHER_OWNER,
  OWNER,
  type Person,
  startTestHost,
  type TestHost,
  VIEWER,
} from "../../../test/kit/host.ts";
import type { SignalPage } from "../api.ts";
import type { BulletinPage, Logo, PhrasingCounts, Picture, Preview } from "../wordsApi.ts";

const API = "/api/p/forex-signals";
const FIXTURE = new URL("../../../strategies/raja-banks-gold/fixtures/candles.csv", import.meta.url);
/** Close of the fixture's first candidate. */
const FIRST = Date.parse("2024-03-04T09:00:00Z");
const QUARTER = 900_000;

describe("briefings, words and pictures on a whole host", () => {
  let host: TestHost;
  let clock: SteerableClock;
  let owner: Person;
  let other: Person;

  before(async () => {
    clock = new SteerableClock({ at: new Date(FIRST - QUARTER), rate: 0 });
    // It has to be known before the host starts: the playground answers in OpenAI's place.
    const port = await freePort();
    const variables = {
      PORT: String(port),
      OPENAI_API_KEY: "test",
      OPENAI_BASE_URL: `http://127.0.0.1:${port}/api/p/playground/openai/v1`,
    };
    host = await startTestHost({ clock, background: false, variables });
    [owner, other] = [await host.signIn(OWNER), await host.signIn(OTHER_OWNER)];
    const csv = readFileSync(FIXTURE, "utf8");
    const replay = await owner.call<{ id: string }>("POST", "/api/p/playground/replays", {
      symbol: "XAU/USD",
      name: "Fixture",
      csv,
    });
    await owner.call("PUT", "/api/p/playground/markets/XAU-USD", { source: "replay", replayId: replay.id });
    await owner.call("POST", "/api/plugins/forex-signals/enable", { settings: {} });
    await other.call("POST", "/api/plugins/forex-signals/enable", { settings: { symbols: ["EUR/USD"] } });
    // A job's windows count from when it was first seen.
    await host.ticker.tick("forex-signals", "daily-recap");
    for (const quarters of [-1, 0, 13]) {
      clock.set(new Date(FIRST + quarters * QUARTER));
      await host.ticker.tick("forex-signals", "signal-check-15min", { settle: true });
      await host.until(
        "pictures to be drawn",
        async () => (await rows("select from picture where done_at is null")) === 0,
      );
    }
  });

  after(() => host?.stop());

  const rows = (text: string) =>
    host.database.system((trx) => trx.run(text.replace("from picture", "from p_forex_signals.picture")));
  /** Whatever waits goes out: a chat takes one a second, of the clock that stands still. */
  const delivered = (method: string) =>
    host.until(`every ${method} to be delivered`, async () => {
      await host.dispatcher.drain(clock.now());
      clock.set(new Date(clock.now().getTime() + 1_000));
      return (await rows(`select from host.outbox where method = '${method}' and state <> 'sent'`)) === 0;
    });
  const get = <Body>(path: string, person = owner) => person.call<Body>("GET", `${API}${path}`);
  const script = (answer: string) =>
    owner.call("POST", "/api/p/playground/scripts", { answer, remaining: 1 });
  const facts = async () => {
    const [item] = (await get<Preview>("/bulletins/daily-recap/preview")).items;
    return (label: string) => item?.facts.find((fact) => fact.label === label)?.value ?? "";
  };
  const honest = async () => {
    const of = await facts();
    return `Closed signals: ${of("Closed signals")}. Wins: ${of("Wins")}, losses: ${of("Losses")}, break-evens: ${of("Break-evens")}. The total is ${of("Total in R")} R.`;
  };

  it("a picture follows the text into the channel as its answer, and the same is drawn for the dash", async () => {
    await delivered("sendPhoto");
    expect(
      await rows(
        "select from host.outbox where method = 'sendPhoto' and dedupe_key like '%picture-opening%'",
      ),
    ).to.equal(1);
    expect(
      await rows("select from host.outbox where method = 'sendPhoto' and dedupe_key like '%picture-result%'"),
    ).to.equal(1);
    expect(await rows("select from host.bot_file"), "uploaded once, then known by its id").to.be.above(0);
    const { items } = await get<SignalPage>("/signals?status=closed");
    const path = `/signals/${items[0]?.id}/pictures/result`;
    expect((await get<Picture>(path)).image).to.match(/^data:image\/png;base64,iVBOR/);
    expect((await other.ask("GET", `${API}${path}`)).status).to.equal(404);
    expect((await get<Picture>("/pictures/opening/example?theme=light")).theme).to.equal("light");
  });

  it("a logo is taken, shown on the tenant's pictures and nobody else's, and taken away again", async () => {
    const content = (
      await sharp({ create: { width: 400, height: 120, channels: 3, background: "#c8961e" } })
        .jpeg()
        .toBuffer()
    ).toString("base64");
    const path = "/pictures/logo";
    const example = "/pictures/opening/example";
    const [plain, theirs] = [await get<Picture>(example), await get<Picture>(example, other)];
    const saved = await owner.call<Logo>("PUT", API + path, { content });
    expect(saved.uploadedBy).to.equal(OWNER);
    expect(saved.image).to.match(/^data:image\/png;base64,iVBOR/);
    expect(await get<Logo>(path)).to.deep.equal(saved);
    expect((await get<Picture>(example)).image).to.not.equal(plain.image);
    expect((await get<Logo>(path, other)).image).to.equal(null);
    expect((await get<Picture>(example, other)).image).to.equal(theirs.image);
    const viewer = await host.signIn(VIEWER);
    expect((await viewer.ask("PUT", API + path, { content })).status).to.equal(403);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>');
    const wrong = await owner.ask("PUT", API + path, { content: svg.toString("base64") });
    expect([wrong.status, Object(wrong.body).code]).to.deep.equal([422, "logo.unreadable"]);
    const large = Buffer.alloc(1_000_001).toString("base64");
    expect((await owner.ask("PUT", API + path, { content: large })).status).to.equal(413);
    expect(await get<Logo>(path), "kept through what was refused").to.deep.equal(saved);
    expect((await owner.call<Logo>("DELETE", API + path)).image).to.equal(null);
    expect((await get<Picture>(example)).image).to.equal(plain.image);
    const audit = await owner.call<{ items: { action: string }[] }>("GET", "/api/audit");
    expect(audit.items.map(({ action }) => action)).to.include.members([
      "forex-signals.logo.saved",
      "forex-signals.logo.removed",
    ]);
  });

  it("a preview says what would be said from the facts as they are, and sends nothing", async () => {
    const { items, asks } = await get<Preview>("/bulletins/daily-recap/preview");
    expect(asks).to.equal(true);
    expect(items[0]).to.include({ skipped: null, writer: "template" });
    expect(items[0]?.text).to.include("Recap of 4 March 2024");
    const briefing = await get<Preview>("/bulletins/briefing/preview");
    expect(briefing.items[0]?.facts.map(({ label }) => label) ?? []).to.satisfy(
      (labels: string[]) => labels.length === 0 || labels.includes("Pivot P"),
    );
    expect((await get<BulletinPage>("/bulletins")).items).to.be.empty;
  });

  it("AI's words are taken when they hold, refused when they do not, and counted by reason", async () => {
    await script(await honest());
    const taken = await owner.call<Preview>("POST", `${API}/bulletins/daily-recap/preview`);
    expect(taken.items[0]).to.include({ writer: "ai", refused: null });
    expect(taken.items[0]?.text).to.include("<b>Recap of 4 March 2024</b>").and.include("The total is");
    await script("Gold will certainly rise to 99999 because of a war. Buy now! 1234.5");
    const refused = await owner.call<Preview>("POST", `${API}/bulletins/daily-recap/preview`);
    expect(refused.items[0]).to.include({ writer: "template", refused: "promise" });
    const counts = await get<PhrasingCounts>("/phrasings");
    expect(counts).to.include({ asked: 2, used: 1 });
    expect(counts.promptTokens).to.be.above(100);
    expect(counts.outcomes.map(({ outcome }) => outcome)).to.have.members(["used", "promise"]);
    expect(await get<PhrasingCounts>("/phrasings", other)).to.include({ asked: 0 });
  });

  it("the recap goes out once, in AI's words, and stands in the history of its tenant only", async () => {
    await script(await honest());
    clock.set(new Date("2024-03-05T06:30:00Z"));
    await host.ticker.tick("forex-signals", "daily-recap", { settle: true });
    await delivered("sendMessage");
    const { items } = await get<BulletinPage>("/bulletins");
    expect(items.map(({ chatTitle }) => chatTitle)).to.have.members(["Aurum VIP", "Aurum Gold (free)"]);
    for (const item of items)
      expect(item).to.include({ kind: "daily-recap", writer: "ai", day: "2024-03-05" });
    const theirs = await get<BulletinPage>("/bulletins", other);
    expect(theirs.items.map(({ skipped }) => skipped)).to.deep.equal(["nothing-closed"]);
  });
});
