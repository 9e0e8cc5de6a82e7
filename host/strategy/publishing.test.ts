import { madeUpCandles } from "@promostack/core/check";
import { expect } from "chai";
import { ADMIN, OWNER, type Person, signIn, startTestHost, type TestHost } from "../../test/kit/host.ts";
import { type Host, startHost } from "../host.ts";
import { signRequest } from "../release/signedRequest.ts";
import { GOOD, Publisher } from "./test/publisher.ts";

interface Choosable {
  id: string;
  version: string;
  status: string;
  publisher: string;
}

describe("publishing a strategy to a running installation", () => {
  let first: TestHost;
  let second: Host;
  let admin: Person;
  let owner: Person;
  /** The owner at the other host. */
  let elsewhere: Person;
  const ana = new Publisher("Ana Trading");
  const bob = new Publisher("Bob");

  before(async () => {
    first = await startTestHost({ background: false });
    second = await startHost(first.config, { background: false });
    admin = await first.signIn(ADMIN);
    owner = await first.signIn(OWNER);
    elsewhere = await signIn(second.url, OWNER);
    await owner.call("POST", "/api/plugins/forex-signals/enable", { settings: {} });
  });
  after(async () => {
    await second?.stop();
    await first?.stop();
  });

  const codeOf = ({ body }: { body: Record<string, unknown> }) => body.code;
  const act = (release: string, verb: string, body = {}) => {
    const [id, version] = release.split("@");
    return admin.ask("POST", `/api/admin/strategies/${id}/releases/${version}/${verb}`, body);
  };

  /** What tenants are offered by the other host, of this id. */
  async function offered(id: string): Promise<Choosable[]> {
    const { items } = await elsewhere.call<{ items: Choosable[] }>("GET", "/api/p/forex-signals/strategies");
    return items.filter((each) => each.id === id);
  }
  const offeredSoon = (what: string, id: string, look: (items: Choosable[]) => boolean) =>
    first.until(what, async () => look(await offered(id)));

  /** Saves the owner's settings. */
  async function choose(settings: Record<string, unknown>) {
    const saved = await owner.ask("GET", "/api/plugins/forex-signals/settings");
    const etag = saved.headers.get("etag") ?? "";
    return owner.ask("PUT", "/api/plugins/forex-signals/settings", { settings }, { "if-match": etag });
  }
  /** What the market feed would have read. */
  async function storeCandles(): Promise<void> {
    const rows = madeUpCandles("15min", 2_000).map(({ time, ...prices }) => ({
      ...prices,
      time: new Date(time),
    }));
    await first.database.query(
      `insert into p_forex_signals.candle (symbol, timeframe, time, open, high, low, close)
       select 'XAU/USD', '15min', c.time, c.open, c.high, c.low, c.close
       from json_to_recordset($1::json) as c(time timestamptz, open numeric, high numeric, low numeric, close numeric)
       on conflict do nothing`,
      [JSON.stringify(rows)],
    );
  }
  const release = () => owner.call("GET", "/api/p/forex-signals/release");

  it("keeps a stranger's first release until an admin knows them, and names every step on the way", async () => {
    const archive = await ana.archive("falls", "1.0.0");
    const response = await fetch(`${first.url}/api/strategies/releases`, {
      method: "POST",
      body: new Uint8Array(archive),
      headers: { "content-type": "application/gzip", accept: "text/event-stream" },
    });
    const text = await response.text();
    const steps = [...text.matchAll(/"step":"(\w+)"/g)].map(([, step]) => step);
    expect(steps).to.deep.equal([
      "unpack",
      "hashes",
      "signature",
      "manifest",
      "engine",
      "publisher",
      "describe",
      "checks",
      "store",
    ]);
    expect(text).to.match(/event: done\ndata: .*"state":"pending"/);
    expect(await offered("falls"), "what tenants may choose").to.deep.equal([]);
    const { waiting } = await admin.call<{ waiting: number }>("GET", "/api/admin/strategies/falls");
    expect(waiting).to.equal(1);
  });

  it("answers the same archive again with what is known, and refuses other content under the same version", async () => {
    const again = await ana.publish(first.url, await ana.archive("falls", "1.0.0"));
    expect(again).to.have.property("status", 200);
    expect(again.body).to.include({ state: "pending", version: "1.0.0" });
    const other = await ana.publish(
      first.url,
      await ana.archive("falls", "1.0.0", `${GOOD}// other`, "Other"),
    );
    expect(codeOf(other)).to.equal("release.version_taken");
  });

  it("can be chosen on every replica, without a restart, once an admin approved it", async () => {
    const told: string[] = [];
    const line = await second.database.listen("live", (payload) => told.push(payload));
    expect((await act("falls@1.0.0", "approve")).status).to.equal(200);
    await offeredSoon("the strategy at the other host", "falls", ([one]) => one?.status === "active");
    expect(await offered("falls")).to.have.length(1);
    expect((await choose({ strategy: "falls" })).status).to.equal(200);
    await first.until("open pages that heard of it", async () => told.includes(":strategies"));
    await line.dispose();
  });

  it("goes live by itself from then on, and followers get the newest", async () => {
    const { body } = await ana.publish(first.url, await ana.archive("falls", "1.1.0"));
    expect(body).to.include({ state: "active" });
    await offeredSoon("both versions", "falls", (items) => items.length === 2);
    const { releases } = await admin.call<{
      releases: { version: string; followed: boolean; tenants: number }[];
    }>("GET", "/api/admin/strategies/falls");
    expect(releases.map(({ version, followed, tenants }) => ({ version, followed, tenants }))).to.deep.equal([
      { version: "1.1.0", followed: true, tenants: 1 },
      { version: "1.0.0", followed: false, tenants: 0 },
    ]);
    const now = await release();
    expect(now).to.include({ version: "1.1.0", follows: true, state: "active" });
    expect(now.upgrade, "told to who follows").to.include({ from: "1.0.0" });
  });

  it("leaves those alone who stay on a version", async () => {
    expect((await choose({ strategy: "falls", strategyVersion: "1.0.0" })).status).to.equal(200);
    expect(await release()).to.include({
      version: "1.0.0",
      follows: false,
      newest: "1.1.0",
      state: "active",
    });
    const { following, releases } = await admin.call<{ following: number; releases: { tenants: number }[] }>(
      "GET",
      "/api/admin/strategies/falls",
    );
    expect(following).to.equal(0);
    expect(releases.map(({ tenants }) => tenants)).to.deep.equal([0, 1]);
  });

  it("is checked on the installation's own candles where it has some", async () => {
    await storeCandles();
    await ana.publish(first.url, await ana.archive("real", "1.0.0"));
    const { checks } = await admin.call<{
      checks: { series: { series: string; checks: { state: string }[] }[] };
    }>("GET", "/api/admin/strategies/real/releases/1.0.0");
    expect(checks.series.map(({ series }) => series)).to.deep.equal(["XAU/USD, 15min", "made-up candles"]);
  });

  it("refuses an id that is somebody else's, or the platform's", async () => {
    const taken = await bob.publish(second.url, await bob.archive("falls", "2.0.0"));
    expect(taken.status).to.equal(403);
    expect(codeOf(taken)).to.equal("release.other_publisher");
    const ours = await bob.publish(second.url, await bob.archive("raja-banks-gold", "9.0.0"));
    expect(codeOf(ours)).to.equal("release.reserved");
  });

  it("refuses what does not pass, with the findings, and stores nothing of it", async () => {
    const bad: [what: string, code: string, evaluate: string][] = [
      [
        "a stop on the wrong side",
        "release.checks_failed",
        GOOD.replace("entry - 2 * atr", "entry + 2 * atr"),
      ],
      ["a strategy that throws", "release.checks_failed", 'throw new Error("no");'],
      [
        "a strategy that cannot be read",
        "sandbox.threw",
        "}, ...(() => { throw new Error('no'); })(), x() {",
      ],
    ];
    for (const [what, code, evaluate] of bad) {
      const told = await bob.publish(first.url, await bob.archive("bad", "1.0.0", evaluate));
      expect(codeOf(told), what).to.equal(code);
    }
    const { items } = await admin.call<{ items: unknown[] }>("GET", "/api/strategies/bad/releases");
    expect(items).to.deep.equal([]);
  });

  it("refuses a body that is no archive", async () => {
    const json = await ana.publish(first.url, Buffer.from("{}"), { "content-type": "application/json" });
    expect(json.status).to.equal(415);
    expect(codeOf(await ana.publish(first.url, Buffer.from("{}")))).to.equal("release.malformed");
    const large = await ana.publish(first.url, Buffer.alloc(3_000_000));
    expect(large.status).to.equal(413);
  });

  it("is deprecated and withdrawn by its publisher alone, each request once", async () => {
    const change = { state: "deprecated", reason: "Use the newer one", replacement: "falls" };
    expect(codeOf(await bob.setState(first.url, "falls@1.0.0", change))).to.equal("publisher.unknown");
    const facts = {
      method: "PUT",
      host: new URL(first.url).host,
      path: "/api/strategies/falls/releases/1.0.0/state",
      body: JSON.stringify(change),
    };
    const signature = signRequest(facts, ana.key);
    const done = await ana.setState(first.url, "falls@1.0.0", change, signature);
    expect(done.body).to.include({ state: "deprecated", reason: "Use the newer one" });
    const replayed = await ana.setState(first.url, "falls@1.0.0", change, signature);
    expect(codeOf(replayed)).to.equal("publisher.replayed");
    const there = await ana.setState(second.url, "falls@1.0.0", change, signature);
    expect(codeOf(there), "at another address").to.equal("publisher.wrong_signature");
    const other = await ana.setState(first.url, "falls@1.1.0", change, signature);
    expect(codeOf(other), "for another release").to.equal("publisher.wrong_signature");
    const silent = await ana.setState(first.url, "falls@1.1.0", { state: "withdrawn" });
    expect(silent.status, "without a reason").to.equal(400);
    await offeredSoon("the deprecation", "falls", (items) =>
      items.some(({ status }) => status === "deprecated"),
    );
  });

  it("cannot be chosen any more once it is withdrawn; followers fall back, and it comes back when restored", async () => {
    await ana.setState(first.url, "falls@1.0.0", { state: "active" });
    expect((await choose({ strategy: "falls", strategyVersion: "1.1.0" })).status).to.equal(200);
    await ana.setState(first.url, "falls@1.1.0", { state: "withdrawn", reason: "A mistake in it" });
    expect(await release(), "who stays is told").to.include({
      state: "withdrawn",
      reason: "A mistake in it",
    });
    const rest = await choose({ strategy: "falls", strategyVersion: "1.1.0", maxOpenSignals: 2 });
    expect(rest.status, "other settings of who is on it").to.equal(200);
    await choose({ strategy: "falls" });
    expect(await release(), "followers fall back").to.include({ version: "1.0.0", state: "active" });
    const anew = await choose({ strategy: "falls", strategyVersion: "1.1.0" });
    expect({ status: anew.status, code: codeOf(anew) }).to.deep.equal({
      status: 400,
      code: "strategy.withdrawn",
    });
    expect(anew.body.details, "beside the field").to.deep.include({
      fields: [
        {
          field: "strategyVersion",
          message:
            "Falls 1.1.0 was withdrawn: A mistake in it. Choose another version, or follow the newest.",
        },
      ],
    });
    expect(await release(), "nothing was saved").to.include({ version: "1.0.0", state: "active" });
    const { releases } = await admin.call<{
      releases: { version: string; followed: boolean; state: string }[];
    }>("GET", "/api/admin/strategies/falls");
    expect(releases.map(({ version, followed, state }) => [version, state, followed])).to.deep.equal([
      ["1.1.0", "withdrawn", false],
      ["1.0.0", "active", true],
    ]);
    await ana.setState(first.url, "falls@1.1.0", { state: "active" });
    await offeredSoon("both again", "falls", (items) => items.every(({ status }) => status === "active"));
  });

  it("stays as an admin decided, whatever its publisher wants", async () => {
    expect((await act("falls@1.1.0", "withdraw", { reason: "It loses" })).status).to.equal(200);
    const back = await ana.setState(first.url, "falls@1.1.0", { state: "active" });
    expect(codeOf(back)).to.equal("release.decided_by_admin");
    expect((await act("falls@1.1.0", "restore")).status).to.equal(200);
  });

  it("is refused with a reason, and its id is free again", async () => {
    expect((await bob.publish(first.url, await bob.archive("idea", "1.0.0"))).body).to.include({
      state: "pending",
    });
    // A way round the approval: taken back and restored.
    await bob.setState(first.url, "idea@1.0.0", { state: "withdrawn", reason: "Wait" });
    expect((await bob.setState(first.url, "idea@1.0.0", { state: "active" })).body.state).to.equal("pending");
    expect((await act("idea@1.0.0", "refuse")).status, "without a reason").to.equal(400);
    expect((await act("idea@1.0.0", "refuse", { reason: "We do not know you" })).status).to.equal(200);
    const { body } = await ana.publish(first.url, await ana.archive("idea", "1.0.0"));
    expect(body).to.include({ state: "active" });
  });

  it("is not taken from a publisher who is blocked", async () => {
    await bob.publish(first.url, await bob.archive("bobs", "1.0.0"));
    const { items } = await admin.call<{ items: { key: string; name: string; fingerprint: string }[] }>(
      "GET",
      "/api/admin/publishers",
    );
    const key = items.find(({ name }) => name === "Bob")?.key;
    await admin.call("POST", `/api/admin/publishers/${key}/block`, { reason: "Spam" });
    const told = await bob.publish(first.url, await bob.archive("bobs", "1.0.1"));
    expect(codeOf(told)).to.equal("publisher.blocked");
    const { items: left } = await admin.call<{ items: { state: string }[] }>(
      "GET",
      "/api/strategies/bobs/releases",
    );
    expect(left.map(({ state }) => state)).to.deep.equal(["refused"]);
  });

  it("leaves a line in the audit log for each of these", async () => {
    const rows = await first.database.query<{ action: string }>(
      "select distinct action from host.audit where action like 'strategy.%' or action like 'publisher.%' order by action",
    );
    expect(rows.map(({ action }) => action)).to.deep.equal([
      "publisher.approved",
      "publisher.blocked",
      "strategy.approved",
      "strategy.deprecated",
      "strategy.published",
      "strategy.refused",
      "strategy.restored",
      "strategy.withdrawn",
    ]);
  });

  it("shows nobody but admins what is behind it", async () => {
    for (const path of [
      "/api/admin/strategies",
      "/api/admin/publishers",
      "/api/admin/strategies/falls/releases/1.0.0",
    ]) {
      expect((await owner.ask("GET", path)).status, path).to.equal(403);
    }
    const detail = await admin.call("GET", "/api/admin/strategies/falls/releases/1.0.0");
    expect(detail).to.include.keys("manifest", "checks", "files", "script", "readme");
  });
});
