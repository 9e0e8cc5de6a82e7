import { expect } from "chai";
import { eventually } from "../../test/kit/waiting.ts";
import { refused } from "./test/fakeTelegram.ts";
import { openRoom, type Room, tokenOf } from "./test/room.ts";

describe("connections", () => {
  let room: Room;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.close());

  const code = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => "accepted",
      (error) => error.code,
    );
  const view = async (tenantId: string) =>
    (await room.bots.connections.list(tenantId)).find(({ role }) => role === "message_bot");
  const calls = (method: string) => room.telegram.calls.filter((call) => call.method === method);

  it("check the token with getMe and register webhook and commands for exactly what plugins asked for", async () => {
    room.runtime.kinds = ["message", "chat_join_request"];
    const tenantId = await room.connected("aurum");
    const [set] = calls("setWebhook");
    expect(set?.payload.url).to.match(/^https:\/\/hooks\.test\/api\/telegram-webhook\/[\w-]{22}$/);
    expect(set?.payload.allowed_updates).to.deep.equal(["chat_join_request", "message", "my_chat_member"]);
    expect(String(set?.payload.secret_token)).to.match(/^[\w-]{43}$/);
    expect(set?.payload.url).to.not.contain(String(set?.payload.secret_token));
    expect(calls("setMyCommands")[0]?.payload.commands).to.deep.equal(room.runtime.wanted);
    expect(await view(tenantId)).to.deep.include({
      connected: true,
      status: "ok",
      webhook: "ok",
      problems: [],
    });
  });

  it("give the signal bot an address of its own", async () => {
    const tenantId = await room.tenant("aurum");
    await room.bots.connections.connect({ tenantId, role: "signal_bot", token: tokenOf("signals") });
    expect(calls("setWebhook")[0]?.payload.url).to.contain("/api/forex-telegram-webhook/");
  });

  it("refuse what is no token, what Telegram does not know, and a token that another tenant has", async () => {
    const tenantId = await room.connected("aurum");
    const other = await room.tenant("delta");
    const connect = (token: string) =>
      code(room.bots.connections.connect({ tenantId: other, role: "message_bot", token }));
    expect(await connect("hello")).to.equal("connection.token_invalid");
    expect(await connect(tokenOf("aurum"))).to.equal("connection.bot_in_use");
    room.telegram.script = ({ method }) => (method === "getMe" ? refused(401, "Unauthorized") : undefined);
    expect(await connect(tokenOf("delta"))).to.equal("connection.token_rejected");
    room.telegram.script = () => undefined;
    const twice = room.bots.connections.connect({ tenantId, role: "signal_bot", token: tokenOf("aurum") });
    expect(await code(twice)).to.equal("connection.bot_in_use");
    expect((await view(other))?.connected).to.equal(false);
  });

  it("let only one of two tenants have a bot that both connect at once", async () => {
    const [a, b] = [await room.tenant("a"), await room.tenant("b")];
    const connect = (tenantId: string) =>
      code(room.bots.connections.connect({ tenantId, role: "message_bot", token: tokenOf("same") }));
    expect(await Promise.all([connect(a), connect(b)])).to.have.members([
      "accepted",
      "connection.bot_in_use",
    ]);
  });

  it("show the last four characters of a token and nothing more of it, anywhere", async () => {
    const lines: unknown[] = [];
    const note = (message: string, fields?: Record<string, unknown>) => void lines.push(message, fields);
    const log = { debug: note, info: note, warn: note, error: note };
    const bots = room.replica({ log });
    const tenantId = await room.tenant("aurum");
    const token = tokenOf("secretive");
    await bots.connections.connect({ tenantId, role: "message_bot", token });
    room.telegram.script = ({ method }) => (method === "getMe" ? undefined : "hang-up");
    await room.add(tenantId, { dedupeKey: "a" });
    await bots.dispatcher.drain(new Date(8e15));
    await bots.connections.verifyWebhooks();
    await bots.connections.test(tenantId, "message_bot", "42");
    const shown = await bots.connections.list(tenantId);
    expect(shown.find(({ connected }) => connected)?.bot?.tokenLast4).to.equal(token.slice(-4));
    const rows = await room.test.database.query(
      "select * from host.connection, host.secret, host.audit, host.outbox",
    );
    const secret = String(calls("setWebhook")[0]?.payload.secret_token);
    for (const text of [
      lines.map((line) => JSON.stringify(line, errorsToo)).join(),
      JSON.stringify(shown),
      JSON.stringify(rows),
    ]) {
      expect(text).to.not.contain(token);
      expect(text).to.not.contain(token.split(":")[1]);
      expect(text).to.not.contain(secret);
    }
    expect(lines).to.not.have.length(0);
  });

  it("replace a bot at the next send, and withdraw the old one's webhook", async () => {
    const tenantId = await room.connected("aurum");
    await room.add(tenantId, { dedupeKey: "old" });
    await room.bots.dispatcher.drain(new Date(8e15));
    await room.bots.connections.connect({ tenantId, role: "message_bot", token: tokenOf("newer") });
    await room.add(tenantId, { dedupeKey: "new", chat: "43" });
    await room.bots.dispatcher.drain(new Date(8e15));
    expect(room.telegram.sent.map(({ token }) => token)).to.deep.equal([tokenOf("aurum"), tokenOf("newer")]);
    expect(calls("deleteWebhook")[0]?.token).to.equal(tokenOf("aurum"));
    const secrets = await room.test.database.query("select name from host.secret where tenant_id = $1", [
      tenantId,
    ]);
    expect(secrets).to.have.length(2);
  });

  it("take effect on other replicas", async () => {
    const other = room.replica();
    await other.watch();
    const tenantId = await room.connected("aurum");
    await room.add(tenantId, { dedupeKey: "old" });
    await other.dispatcher.drain(new Date(8e15));
    await room.bots.connections.connect({ tenantId, role: "message_bot", token: tokenOf("newer") });
    let message = 0;
    await eventually(async () => {
      await room.add(tenantId, { dedupeKey: `new ${++message}`, chat: String(100 + message) });
      await other.dispatcher.drain(new Date(8e15));
      return room.telegram.sent.at(-1)?.token === tokenOf("newer");
    });
  });

  it("are removed with token, channels and webhook, and then say what to do", async () => {
    const tenantId = await room.connected("aurum");
    await room.bots.connections.addChannel({
      tenantId,
      role: "message_bot",
      chat: "@vip_channel",
      kind: "vip",
    });
    await room.bots.connections.disconnect(tenantId, "message_bot");
    expect(calls("deleteWebhook")).to.have.length(1);
    expect(await view(tenantId)).to.deep.include({ connected: false, status: "not_connected", channels: [] });
    expect(
      await room.test.database.query("select from host.secret where tenant_id = $1", [tenantId]),
    ).to.have.length(0);
    const error = await room.bots.connections.credentials(tenantId, "message_bot").catch((reason) => reason);
    expect(error).to.include({ code: "bot.not_configured" });
    expect(error.hint).to.contain("Connections");
  });

  it("answer credentials with token, username and channels", async () => {
    const tenantId = await room.connected("aurum");
    await room.bots.connections.addChannel({
      tenantId,
      role: "message_bot",
      chat: "t.me/vip_channel",
      kind: "vip",
    });
    const found = await room.bots.connections.credentials(tenantId, "message_bot");
    expect(found.token).to.equal(tokenOf("aurum"));
    expect(found.channels).to.have.length(1);
    expect(found.channels[0]).to.include({ chat: "-1001", title: "VIP", kind: "vip" });
    expect(await room.bots.identity(tenantId, "message_bot")).to.not.have.property("token");
  });

  it("say which rights the bot lacks in a channel, and see when it gets them", async () => {
    const tenantId = await room.connected("aurum");
    room.telegram.script = ({ method }) =>
      method === "getChatMember"
        ? { result: { status: "administrator", can_post_messages: true } }
        : undefined;
    const channel = await room.bots.connections.addChannel({
      tenantId,
      role: "message_bot",
      chat: "-1001",
      kind: "vip",
    });
    expect(channel.missing).to.deep.equal(["can_invite_users", "can_restrict_members"]);
    expect(channel.canPost).to.equal(true);
    expect(await view(tenantId)).to.include({ status: "warning" });
    room.telegram.script = () => undefined;
    await room.bots.connections.verifyWebhooks();
    expect(await view(tenantId)).to.deep.include({ status: "ok", problems: [] });
  });

  it("say that a bot cannot post in a channel after Telegram refused a message to it", async () => {
    const tenantId = await room.connected("aurum");
    await room.bots.connections.addChannel({ tenantId, role: "message_bot", chat: "-1001", kind: "free" });
    room.telegram.script = ({ method }) =>
      method === "sendMessage"
        ? refused(400, "Bad Request: not enough rights to send text messages to the chat")
        : undefined;
    await room.add(tenantId, { chat: "-1001" });
    await room.bots.dispatcher.drain(new Date(8e15));
    expect((await view(tenantId))?.problems[0])
      .to.contain("@bot_")
      .and.to.contain("cannot post in VIP");
  });

  it("register again where Telegram has another address, other updates or an error, and not otherwise", async () => {
    const tenantId = await room.connected("aurum");
    const verify = async () => {
      const before = calls("setWebhook").length;
      await room.bots.connections.verifyWebhooks();
      return calls("setWebhook").length - before;
    };
    expect(await verify()).to.equal(0);
    room.telegram.webhook.url = "https://elsewhere.test/hook";
    expect(await verify()).to.equal(1);
    room.runtime.kinds = ["message", "chat_member"];
    expect(await verify()).to.equal(1);
    Object.assign(room.telegram.webhook, {
      last_error_date: Date.now() / 1000,
      last_error_message: "Connection refused",
    });
    expect(await verify()).to.equal(1);
    room.telegram.webhook.last_error_date = Date.now() / 1000;
    room.telegram.webhook.last_error_message = "Connection refused";
    await verify();
    expect((await view(tenantId))?.problems).to.deep.equal([
      "Telegram cannot deliver updates: Connection refused",
    ]);
  });

  it("ask Telegram for other updates and commands when plugins change, and only then", async () => {
    const tenantId = await room.connected("aurum");
    await room.bots.connections.refresh(tenantId);
    expect(calls("setWebhook")).to.have.length(1);
    room.runtime.kinds = ["message", "poll"];
    room.runtime.wanted = [];
    await room.bots.connections.refresh(tenantId);
    expect(calls("setWebhook").at(-1)?.payload.allowed_updates).to.deep.equal([
      "message",
      "my_chat_member",
      "poll",
    ]);
    expect(calls("setMyCommands").at(-1)?.payload.commands).to.deep.equal([]);
  });

  it("hear of a plugin that a tenant enabled, on every replica", async () => {
    await room.bots.watch();
    const tenantId = await room.connected("aurum");
    room.runtime.kinds = ["message", "chat_join_request"];
    await room.test.database.query("select pg_notify('live', $1)", [`${tenantId}:plugins`]);
    await eventually(() => calls("setWebhook").length === 2);
    expect(calls("setWebhook")[1]?.payload.allowed_updates).to.include("chat_join_request");
  });

  it("say in a sentence what a test message did", async () => {
    const tenantId = await room.connected("aurum");
    expect(await room.bots.connections.test(tenantId, "message_bot", "42")).to.deep.include({
      ok: true,
      messageId: 101,
    });
    room.telegram.script = () => refused(400, "Bad Request: chat not found");
    const failed = await room.bots.connections.test(tenantId, "message_bot", "43");
    expect(failed).to.include({ ok: false, message: "Telegram refused the message: chat not found." });
    expect(failed.hint).to.contain("Start");
  });

  it("keep one tenant's bots and messages from another, even where a plugin asks for them", async () => {
    const a = await room.connected("aurum");
    const b = await room.tenant("delta");
    await room.add(a, { dedupeKey: "private" });
    expect((await view(b))?.connected).to.equal(false);
    expect((await room.bots.messages.list(b, { limit: 10 })).items).to.deep.equal([]);
    const [mine] = (await room.bots.messages.list(a, { limit: 10 })).items;
    expect(mine).to.include({ text: "private", state: "pending" });
    expect(await code(room.bots.messages.retry(b, mine?.id ?? "", { requestId: "r", address: "" }))).to.equal(
      "message.unknown",
    );
    for (const table of [
      "connection",
      "outbox",
      "inbox",
      "chat_state",
      "bot_pace",
      "bot_file",
      "connection_channel",
    ]) {
      const rows = await room.test.database.tenant(b, (trx) => trx.many(`select * from host.${table}`));
      expect(rows, table).to.deep.equal([]);
    }
    const foreign = room.test.database.tenant(b, (trx) =>
      room.bots.outbox.add(trx, "probe", [
        {
          tenantId: a,
          role: "message_bot",
          chat: "1",
          method: "sendMessage",
          payload: { text: "x" },
          dedupeKey: "x",
        },
      ]),
    );
    expect(await code(foreign)).to.not.equal("accepted");
  });

  it("leave who did what in the audit log", async () => {
    const tenantId = await room.connected("aurum");
    await room.bots.connections.disconnect(tenantId, "message_bot");
    const actions = await room.test.database.query(
      "select action from host.audit where tenant_id = $1 order by at, id",
      [tenantId],
    );
    expect(actions).to.deep.equal([{ action: "connection.connected" }, { action: "connection.removed" }]);
  });
});

/** Errors hide their texts from JSON; a log would not. */
function errorsToo(_key: string, value: unknown): unknown {
  return value instanceof Error
    ? `${value.stack} ${JSON.stringify({ ...value })} ${String(value.cause)}`
    : value;
}
