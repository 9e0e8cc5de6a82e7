import { expect } from "chai";
import { testDatabase } from "../../test/kit/database.ts";
import { startServer, type TestServer } from "../../test/kit/server.ts";
import type { HostRoute } from "../http/hostRoute.ts";
import { openRoom, type Room, tokenOf } from "./test/room.ts";

describe("the bots' routes", () => {
  let server: TestServer;
  let room: Room;
  let tenantId: string;
  let owner: string;
  let viewer: string;

  before(async () => {
    // The routes are declared before there is a database, and answer from the room that is opened on it.
    const declared = await openRoom({}, await testDatabase());
    const routes = declared.bots.routes().map(
      (route, index): HostRoute => ({
        ...route,
        handle: (context, input) => (room.bots.routes()[index] ?? route).handle(context, input),
      }),
    );
    await declared.close();
    server = await startServer({ http: { hostRoutes: routes } });
    room = await openRoom({ webhookBase: () => `http://127.0.0.1:${server.port}` }, server.test);
    tenantId = await server.tenant("aurum");
    [owner, viewer] = await Promise.all([
      server.token("owner@aurum.test"),
      server.token("viewer@aurum.test"),
    ]);
  });
  after(async () => {
    for (const bots of [room.bots]) await bots.stop();
    await room.telegram.close();
    await server.close();
  });

  const ask = (method: string, path: string, body?: unknown, as = owner) =>
    server.ask(path, { method, as, tenant: tenantId, ...(body === undefined ? {} : { body }) });

  it("connect a bot, add a channel, test it, and show no token", async () => {
    const token = tokenOf("aurum");
    const put = await ask("PUT", "/api/connections/message_bot", { token });
    expect([put.status, put.json.status]).to.deep.equal([200, "ok"]);
    const added = await ask("POST", "/api/connections/message_bot/channels", {
      chat: "@vip_channel",
      kind: "vip",
    });
    expect([added.status, added.json.title, added.json.canPost]).to.deep.equal([201, "VIP", true]);
    const tested = await ask("POST", "/api/connections/message_bot/test", { chat: "42" });
    expect(tested.json).to.include({ ok: true });
    const list = await ask("GET", "/api/connections", undefined, viewer);
    expect(list.status).to.equal(200);
    expect(list.json.items).to.have.length(2);
    for (const { text } of [put, added, tested, list]) expect(text).to.not.contain(token.split(":")[1] ?? "");
  });

  it("say what is wrong with a token", async () => {
    const bad = await ask("PUT", "/api/connections/signal_bot", { token: "hello" });
    expect([bad.status, bad.json.code]).to.deep.equal([422, "connection.token_invalid"]);
    expect(bad.text).to.contain("BotFather");
  });

  it("let a viewer look and nothing more, and a stranger nothing", async () => {
    expect(
      (await ask("PUT", "/api/connections/message_bot", { token: tokenOf("x") }, viewer)).status,
    ).to.equal(403);
    expect((await ask("DELETE", "/api/connections/message_bot", undefined, viewer)).status).to.equal(403);
    expect((await ask("GET", "/api/admin/dead-letters")).status).to.equal(403);
    await server.tenant("delta");
    const stranger = await server.token("owner@delta.test");
    expect((await ask("GET", "/api/connections", undefined, stranger)).status).to.be.oneOf([403, 404]);
    expect((await server.ask("/api/messages")).status).to.equal(401);
  });

  it("list messages by state and page, and send a dead one again", async () => {
    room.telegram.script = ({ payload }) =>
      payload.text === "m1" ? { error: 400, description: "Bad Request: chat not found" } : undefined;
    await room.add(
      tenantId,
      { dedupeKey: "m1", chat: "1" },
      { dedupeKey: "m2", chat: "2" },
      { dedupeKey: "m3", chat: "3" },
    );
    await room.bots.dispatcher.drain(new Date(8e15));
    const first = await ask("GET", "/api/messages?limit=2");
    expect(texts(first.json)).to.deep.equal(["m3", "m2"]);
    expect(texts((await ask("GET", `/api/messages?limit=2&after=${first.json.next}`)).json)).to.deep.equal([
      "m1",
    ]);
    const dead = await ask("GET", "/api/messages?state=dead");
    expect(texts(dead.json)).to.deep.equal(["m1"]);
    const [{ id }] = dead.json.items as [{ id: string }];
    room.telegram.script = () => undefined;
    expect((await ask("POST", `/api/messages/${id}/retry`, {})).status).to.equal(204);
    expect((await ask("POST", `/api/messages/${id}/retry`, {})).status).to.equal(404);
    room.clock.set(new Date(room.clock.now().getTime() + 5_000));
    await room.bots.dispatcher.drain(new Date(8e15));
    expect(texts((await ask("GET", "/api/messages?state=dead")).json)).to.deep.equal([]);
  });

  it("take Telegram's updates over HTTP, refuse forgeries and what is too large", async () => {
    const [, publicId, headers, body] = await room.hook(tenantId, {
      update_id: 7,
      message: { chat: { id: 1 } },
    });
    const post = (path: string, more: object) =>
      server.ask(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body,
        ...more,
      });
    const path = `/api/telegram-webhook/${publicId}`;
    expect((await post(path, {})).status).to.equal(200);
    expect((await post(path, {})).status).to.equal(200);
    expect((await post(path, { headers: { "content-type": "application/json" } })).status).to.equal(401);
    expect((await post("/api/telegram-webhook/nobody", {})).status).to.equal(404);
    expect((await post(`/api/forex-telegram-webhook/${publicId}`, {})).status).to.equal(404);
    expect((await post(path, { body: "{" })).status).to.equal(400);
    expect((await post(path, { body: `{"update_id":8,"x":"${"y".repeat(600_000)}"}` })).status).to.equal(413);
    await room.bots.inbox.drain();
    expect(room.runtime.updates.map(({ update_id }) => update_id)).to.deep.equal([7]);
  });

  it("remove a bot, and say afterwards that there is none", async () => {
    expect((await ask("DELETE", "/api/connections/message_bot")).status).to.equal(204);
    const again = await ask("DELETE", "/api/connections/message_bot");
    expect([again.status, again.json.code]).to.deep.equal([409, "bot.not_configured"]);
    expect((await ask("POST", "/api/connections/message_bot/test", { chat: "42" })).status).to.equal(409);
  });
});

function texts(json: Record<string, unknown>): unknown[] {
  return (json.items as { text: string }[]).map(({ text }) => text);
}
