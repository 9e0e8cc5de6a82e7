import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { Api } from "grammy";
import { eventually } from "../../../test/kit/waiting.ts";
import { startReceiver } from "./receiver.ts";
import type { StandIn } from "./standIn.ts";
import { startWorld, type World } from "./world.ts";

describe("two hosts and one playground", () => {
  let world: World;
  let other: StandIn;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  beforeEach(async () => {
    world = await startWorld();
    other = await world.replica();
    receiver = await startReceiver();
    await world.api.setWebhook(receiver.url, { drop_pending_updates: true });
  });
  afterEach(async () => {
    await receiver.stop();
    await other.stop();
    await world.stop();
  });

  it("show the same chats, and deliver each update once and in order", async () => {
    const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`);
    for (const [index, text] of texts.entries()) {
      const host = index % 2 === 0 ? world : other;
      await host.call("POST", `/chats/${world.adaRoom}/messages`, { personId: world.ada, text });
    }
    await receiver.until(20);
    await sleep(300);
    expect(receiver.received.map(({ body }) => Object(body).message.text)).to.deep.equal(texts);
    const there = new Api(world.token, { apiRoot: `${other.url}/telegram` });
    expect(await there.sendMessage(world.ada, "from the other")).to.include({ message_id: 21 });
  });

  it("lose nothing when one is killed in the middle of a delivery", async () => {
    receiver.answers.push({ status: 200, afterMs: 400 });
    await other.call("POST", `/chats/${world.adaRoom}/messages`, { personId: world.ada, text: "survives" });
    await receiver.until(1);
    other.kill();
    // The lease of the dead host runs out; here at once.
    await sleep(500);
    await world.db((trx) => trx.run("update pending_update set next_at = '-infinity'"));
    await world.call("POST", `/chats/${world.adaRoom}/messages`, { personId: world.ada, text: "after" });
    await eventually(() => receiver.received.some(({ body }) => Object(body).message.text === "after"));
    const texts = receiver.received.map(({ body }) => Object(body).message.text);
    expect(texts[0]).to.equal("survives");
    expect(texts.at(-1)).to.equal("after");
    const { body } = await world.call<{ items: { content: { text: string } }[] }>(
      "GET",
      `/chats/${world.adaRoom}/messages`,
    );
    expect(body.items.map(({ content }) => content.text)).to.deep.equal(["after", "survives"]);
  });
});
