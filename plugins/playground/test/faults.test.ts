import { expect } from "chai";
import { refusal, startWorld, type World } from "./world.ts";

describe("faults on purpose", () => {
  let world: World;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.stop());

  const fault = (body: Record<string, unknown>) => world.call<{ id: string }>("POST", "/faults", body);
  const send = () => refusal(world.api.sendMessage(world.ada, "x"));

  it("answers 429 as often as asked, with the wait in the body and the header", async () => {
    await fault({
      service: "telegram",
      kind: "flood",
      operation: "sendMessage",
      remaining: 2,
      retryAfter: 7,
    });
    const response = await fetch(
      `${world.url}/telegram/bot${world.token}/sendMessage?chat_id=${world.ada}&text=x`,
    );
    expect(response.headers.get("retry-after")).to.equal("7");
    expect(await response.json()).to.deep.equal({
      ok: false,
      error_code: 429,
      description: "Too Many Requests: retry after 7",
      parameters: { retry_after: 7 },
    });
    expect(await refusal(world.api.getMe())).to.equal("it worked");
    expect(await send()).to.equal("429 Too Many Requests: retry after 7");
    expect(await send()).to.equal("it worked");
  });

  it("stays until it is switched off, and only for the bot that is meant", async () => {
    const { body } = await fault({ service: "telegram", kind: "blocked", botId: world.botId });
    expect(await send()).to.equal("403 Forbidden: bot was blocked by the user");
    expect(await send()).to.equal("403 Forbidden: bot was blocked by the user");
    await world.call("DELETE", `/faults/${body.id}`);
    const other = await world.call<{ id: number }>("POST", "/bots", {
      name: "Other",
      username: "other_test_bot",
    });
    await fault({ service: "telegram", kind: "server", botId: other.body.id, status: 502 });
    expect((await fault({ service: "telegram", kind: "server", botId: 1 })).status).to.equal(404);
    expect((await fault({ service: "telegram", kind: "rain" })).status).to.equal(422);
    expect(await send()).to.equal("it worked");
    await world.call("DELETE", "/faults");
  });

  it("loses an answer after the work is done", async () => {
    const before = await world.call<{ items: { id: number }[] }>("GET", `/chats/${world.adaRoom}/messages`);
    await fault({ service: "telegram", kind: "lost", remaining: 1 });
    const response = await fetch(
      `${world.url}/telegram/bot${world.token}/sendMessage?chat_id=${world.ada}&text=lost`,
    );
    expect(response.status).to.equal(502);
    const after = await world.call<{ items: { content: object }[] }>(
      "GET",
      `/chats/${world.adaRoom}/messages`,
    );
    expect(after.body.items).to.have.length(before.body.items.length + 1);
    expect(after.body.items[0]?.content).to.deep.equal({ text: "lost" });
  });

  it("is silent for as long as asked", async () => {
    await fault({ service: "telegram", kind: "silence", seconds: 1, remaining: 1 });
    const began = Date.now();
    await fetch(`${world.url}/telegram/bot${world.token}/getMe`);
    expect(Date.now() - began).to.be.greaterThan(950);
  });

  it("paces on the platform's clock when that is switched on", async () => {
    await world.call("PATCH", "/settings", { pacing: "platform" });
    const answers: string[] = [];
    for (let count = 0; count < 7; count++) answers.push(await send());
    expect(answers.slice(0, 5)).to.deep.equal(Array(5).fill("it worked"));
    expect(answers[5]).to.equal("429 Too Many Requests: retry after 1");
    world.clock.advance(1000);
    expect(await send()).to.equal("it worked");
    const posts: string[] = [];
    for (let count = 0; count < 21; count++) {
      world.clock.advance(1000);
      posts.push(await refusal(world.api.sendMessage(world.channel, "x")));
    }
    world.clock.advance(1000);
    const rest: string[] = [];
    for (let count = 0; count < 12; count++) {
      world.clock.advance(1000);
      rest.push(await refusal(world.api.sendMessage(world.channel, "x")));
    }
    expect(rest.some((answer) => answer.startsWith("429"))).to.equal(true);
    await world.call("PATCH", "/settings", { pacing: "off" });
  });

  it("records calls when asked, refused ones too, and names parameters that Telegram does not know", async () => {
    await world.call("PATCH", "/settings", { recordCalls: true });
    await world.api.sendMessage(world.ada, "recorded");
    await refusal(world.api.sendMessage(world.ada, ""));
    await fetch(`${world.url}/telegram/bot${world.token}/sendMessage?chat_id=${world.ada}&text=x&colour=red`);
    type Recorded = {
      operation: string;
      status: number;
      parameters: Record<string, unknown>;
      unknown: string[];
    };
    const { body } = await world.call<{ items: Recorded[] }>("GET", "/calls?limit=3");
    expect(body.items.map(({ status, unknown }) => [status, unknown])).to.deep.equal([
      [200, ["colour"]],
      [400, []],
      [200, []],
    ]);
    expect(body.items[2]).to.deep.include({ operation: "sendMessage" });
    expect(body.items[2]?.parameters).to.deep.include({ text: "recorded" });
    await world.call("PATCH", "/settings", { recordCalls: false });
  });
});
