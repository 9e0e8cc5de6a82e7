import { expect } from "chai";
import { OTHER_OWNER, OWNER, type Person, startTestHost, type TestHost } from "../kit/host.ts";

interface Signal {
  id: string;
  status: string;
  direction: string;
  entry: number;
}

interface Chat {
  room: string;
  title: string;
  type: string;
}

/** A Monday morning of the simulated market, whatever day the test runs on. */
const MONDAY = "2030-01-07T08:40:00.000Z";

describe("from enabling the plugin to a signal in the channel", () => {
  let host: TestHost;
  let owner: Person;

  before(async () => {
    host = await startTestHost({ variables: { LOG_LEVEL: "silent" } });
    owner = await host.signIn(OWNER);
  });

  after(() => host?.stop());

  it("a newcomer's tenant gets its first signal, and its channel shows it with the signal's own numbers", async () => {
    expect(await texts("Aurum VIP"), "the channel is empty at first").to.deep.equal([]);
    await owner.call("POST", "/api/plugins/forex-signals/enable", { settings: {} });
    await owner.call("PUT", "/api/clock", { rate: 600, at: MONDAY });
    const signal = await host.until("a signal", async () => (await signals(owner))[0]);
    await owner.call("PUT", "/api/clock", { rate: 1 });
    // The morning's briefing stands before it.
    const opening = `${signal.direction.toUpperCase()} XAU/USD`;
    const post = await host.until("its post", async () =>
      (await texts("Aurum VIP")).find((text) => text.includes(opening)),
    );
    expect(post).to.contain(signal.entry.toFixed(2));
  });

  it("is not told to the free channel, which was not chosen, nor to another tenant", async () => {
    const free = await texts("Aurum Gold (free)");
    expect(free.filter((text) => /\b(BUY|SELL)\b/.test(text))).to.deep.equal([]);
    const other = await host.signIn(OTHER_OWNER);
    const answer = await other.ask<{ code: string }>("GET", "/api/p/forex-signals/signals");
    expect([answer.status, answer.body.code]).to.deep.equal([404, "plugin.disabled"]);
    const [signal] = await signals(owner);
    await other.call("POST", "/api/plugins/forex-signals/enable", { settings: {} });
    expect((await other.ask("GET", `/api/p/forex-signals/signals/${signal?.id}`)).status).to.equal(404);
    const foreign = await other.ask("GET", "/api/p/forex-signals/signals", undefined, {
      "x-tenant": owner.tenantId,
    });
    expect(foreign.status, "another tenant's name in the header").to.equal(403);
  });

  it("disabling is silent at once and keeps what was", async () => {
    const before = await signals(owner);
    await owner.call("POST", "/api/plugins/forex-signals/disable", {});
    expect((await owner.ask("GET", "/api/p/forex-signals/signals")).status).to.equal(404);
    await owner.call("POST", "/api/plugins/forex-signals/enable", { settings: {} });
    const after = await signals(owner);
    expect(after.map(({ id }) => id)).to.include.members(before.map(({ id }) => id));
  });

  async function signals(person: Person): Promise<Signal[]> {
    return (await person.call<{ items: Signal[] }>("GET", "/api/p/forex-signals/signals")).items;
  }

  /** What a subscriber reads in the channel, oldest first. */
  async function texts(title: string): Promise<string[]> {
    const { items: chats } = await owner.call<{ items: Chat[] }>(
      "GET",
      "/api/p/playground/chats?type=channel",
    );
    const room = chats.find((chat) => chat.title === title)?.room;
    const { items } = await owner.call<{ items: { content: { text?: string } }[] }>(
      "GET",
      `/api/p/playground/chats/${room}/messages`,
    );
    return items.map(({ content }) => content.text ?? "").reverse();
  }
});
