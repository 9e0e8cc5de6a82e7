import { expect } from "chai";
import { InlineKeyboard } from "grammy";
import { eventually } from "../../../test/kit/waiting.ts";
import { afterFailure } from "../telegram/domain/webhookRetry.ts";
import { description, problemsOf } from "./description.ts";
import { startReceiver } from "./receiver.ts";
import { refusal, startWorld, type World } from "./world.ts";

describe("webhooks and updates", () => {
  let world: World;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;

  before(async () => {
    world = await startWorld();
  });
  beforeEach(async () => {
    receiver = await startReceiver();
    await world.api.setWebhook(receiver.url, {
      secret_token: "s3cret_-",
      allowed_updates: [],
      drop_pending_updates: true,
    });
  });
  afterEach(() => receiver.stop());
  after(() => world.stop());

  /** Whoever polls for the bot, once it is another than before. */
  const newPoller = async (before: string | null) => {
    const bot = await world.db((trx) =>
      trx.one<{ poller: string | null }>("select poller from bot where token = $1", [world.token]),
    );
    return bot !== undefined && bot.poller !== before && bot.poller !== null && bot.poller;
  };
  const write = (text: string, personId = world.ada, room = world.adaRoom) =>
    world.call("POST", `/chats/${room}/messages`, { personId, text });

  it("brings a person's command with the secret header, as the description describes it", async () => {
    await world.call("POST", `/chats/${world.adaRoom}/starts`, { personId: world.ada, payload: "ref_1" });
    const [first] = await receiver.until(1);
    expect(first?.secret).to.equal("s3cret_-");
    expect(first?.body).to.have.nested.property("message.text", "/start ref_1");
    expect(first?.body).to.deep.nested.include({
      "message.entities": [{ type: "bot_command", offset: 0, length: 6 }],
    });
    if (description) expect(problemsOf(first?.body, ["Update"])).to.deep.equal([]);
  });

  it("carries a button's press there and the answer back", async () => {
    const { message_id: messageId } = await world.api.sendMessage(world.ada, "Which?", {
      reply_markup: new InlineKeyboard().text("One", "pick:1").url("Site", "https://a.test"),
    });
    const pressed = world.call<{ answered: boolean; text: string; showAlert: boolean }>(
      "POST",
      `/chats/${world.adaRoom}/presses`,
      { personId: world.ada, messageId, row: 0, column: 0 },
    );
    const [update] = await receiver.until(1);
    expect(update?.body).to.have.nested.property("callback_query.data", "pick:1");
    if (description) expect(problemsOf(update?.body, ["Update"])).to.deep.equal([]);
    const id = Object(update?.body).callback_query.id;
    await world.api.answerCallbackQuery(id, { text: "Taken", show_alert: true });
    expect((await pressed).body).to.deep.include({
      kind: "callback",
      answered: true,
      text: "Taken",
      showAlert: true,
    });
    expect(await refusal(world.api.answerCallbackQuery(id))).to.equal(
      "400 Bad Request: query is too old and response timeout expired or query ID is invalid",
    );
    const url = await world.call("POST", `/chats/${world.adaRoom}/presses`, {
      personId: world.ada,
      messageId,
      row: 0,
      column: 1,
    });
    expect(url.body).to.deep.include({ kind: "url", url: "https://a.test/" });
  });

  it("brings what a person edits, and lets nobody write where they may not", async () => {
    const { body } = await world.call<{ id: number }>("POST", `/chats/${world.adaRoom}/messages`, {
      personId: world.ada,
      text: "frist",
    });
    const own = `/chats/${world.adaRoom}/messages/${body.id}`;
    await world.call("PATCH", own, { personId: world.ada, text: "first" });
    const [, edited] = await receiver.until(2);
    expect(edited?.body).to.have.nested.property("edited_message.text", "first");
    expect((await world.call("PATCH", own, { personId: world.ben, text: "x" })).status).to.equal(422);
    expect((await world.call("DELETE", `${own}?personId=${world.ada}`)).status).to.be.oneOf([200, 204]);
    expect(
      (await world.call("POST", `/chats/${world.channelRoom}/messages`, { personId: world.ben, text: "x" }))
        .status,
    ).to.equal(422);
    expect(
      (await world.call("POST", `/chats/${world.channelRoom}/messages`, { personId: world.ada, text: "x" }))
        .status,
    ).to.equal(200);
    const [, , posted] = await receiver.until(3);
    expect(posted?.body).to.have.nested.property("channel_post.text", "x");
  });

  it("delivers a chat's messages in order, each after the acknowledgement of the one before", async () => {
    receiver.answers.push({ status: 200, afterMs: 150 });
    for (const text of ["one", "two", "three"]) await write(text);
    const all = await receiver.until(3);
    expect((all[1]?.at ?? 0) - (all[0]?.at ?? 0)).to.be.at.least(100);
    expect(all.map(({ body }) => Object(body).message.text)).to.deep.equal(["one", "two", "three"]);
  });

  it("tries again after a failure, keeps order, honours Retry-After and says so in getWebhookInfo", async () => {
    receiver.answers.push({ status: 500 }, { status: 503, headers: { "retry-after": "3000" } });
    await write("again");
    await write("after it");
    const failure = "Wrong response from the webhook: 503 Service Unavailable";
    const info = await eventually(async () => {
      const now = await world.api.getWebhookInfo();
      return now.last_error_message === failure && now;
    });
    expect(info).to.include({ url: receiver.url, pending_update_count: 2 });
    const [pending] = await world.db((trx) =>
      trx.many<{ seconds: number }>(
        "select extract(epoch from next_at - clock_timestamp())::float8 as seconds from pending_update order by update_id",
      ),
    );
    expect(pending?.seconds).to.be.within(2_000, 3_000);
    await world.db((trx) => trx.run("update pending_update set next_at = '-infinity'"));
    const all = await receiver.until(4);
    expect(all.map(({ body }) => Object(body).message.text)).to.deep.equal([
      "again",
      "again",
      "again",
      "after it",
    ]);
    await eventually(async () => (await world.api.getWebhookInfo()).pending_update_count === 0);
  });

  it("backs off as Telegram does", () => {
    expect([0, 1, 2, 3, 4, 9].map((attempts) => afterFailure(attempts, null))).to.deep.equal([
      0, 2, 4, 8, 16, 60,
    ]);
    expect(afterFailure(0, "7200")).to.equal(3600);
  });

  it("tells of blocking, and refuses what a blocked bot sends until the person writes again", async () => {
    await world.call("PUT", `/chats/${world.adaRoom}/block`, { blocked: true });
    const [blocked] = await receiver.until(1);
    expect(blocked?.body).to.have.nested.property("my_chat_member.new_chat_member.status", "kicked");
    if (description) expect(problemsOf(blocked?.body, ["Update"])).to.deep.equal([]);
    expect(await refusal(world.api.sendMessage(world.ada, "x"))).to.equal(
      "403 Forbidden: bot was blocked by the user",
    );
    await write("back");
    expect(await world.api.sendMessage(world.ada, "x")).to.include({ text: "x" });
  });

  it("walks a join request: asked, written to within five minutes, approved once", async () => {
    await world.api.setWebhook(receiver.url, { allowed_updates: ["chat_join_request", "chat_member"] });
    const { invite_link: link } = await world.api.createChatInviteLink(world.channel, {
      creates_join_request: true,
    });
    expect(
      await refusal(
        world.api.createChatInviteLink(world.channel, { creates_join_request: true, member_limit: 1 }),
      ),
    ).to.equal("400 Bad Request: member limit can't be specified for links requiring administrator approval");
    expect(await refusal(world.api.sendMessage(world.ben, "x"))).to.contain("can't initiate");
    const asked = await world.call("POST", `/chats/${world.channelRoom}/members`, {
      personId: world.ben,
      link,
    });
    expect(asked.body).to.deep.equal({ state: "requested" });
    const [request] = await receiver.until(1);
    expect(request?.body).to.have.nested.property("chat_join_request.user_chat_id", world.ben);
    if (description) expect(problemsOf(request?.body, ["Update"])).to.deep.equal([]);
    expect(await world.api.sendMessage(world.ben, "Pay here")).to.include({ text: "Pay here" });
    world.clock.advance(5 * 60_000 + 1);
    expect(await refusal(world.api.sendMessage(world.ben, "x"))).to.contain("can't initiate");
    expect(await world.api.approveChatJoinRequest(world.channel, world.ben)).to.equal(true);
    expect(await refusal(world.api.approveChatJoinRequest(world.channel, world.ben))).to.equal(
      "400 Bad Request: USER_ALREADY_PARTICIPANT",
    );
    const all = await receiver.until(2);
    expect(all[1]?.body).to.deep.nested.include({ "chat_member.via_join_request": true });
    if (description) expect(problemsOf(all[1]?.body, ["Update"])).to.deep.equal([]);
    expect((await world.api.getChatMember(world.channel, world.ben)).status).to.equal("member");
    await world.api.banChatMember(world.channel, world.ben);
    await world.api.unbanChatMember(world.channel, world.ben);
    expect((await world.api.getChatMember(world.channel, world.ben)).status).to.equal("left");
    expect(await refusal(world.api.declineChatJoinRequest(world.channel, world.ben))).to.equal(
      "400 Bad Request: HIDE_REQUESTER_MISSING",
    );
  });

  it("answers getUpdates with a conflict while a webhook is set, and by long polling without", async () => {
    expect(await refusal(world.api.getUpdates())).to.equal(
      "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
    await world.api.deleteWebhook();
    const polled = world.api.getUpdates({ timeout: 50, allowed_updates: [] });
    const poller = await eventually(() => newPoller(null));
    await write("polled");
    const [update] = await polled;
    expect(update?.message?.text).to.equal("polled");
    expect(await world.api.getUpdates({ offset: (update?.update_id ?? 0) + 1 })).to.deep.equal([]);
    const before = await eventually(() => newPoller(poller));
    const first = refusal(world.api.getUpdates({ timeout: 50 }));
    await eventually(() => newPoller(before));
    const second = world.api.getUpdates({ timeout: 1 });
    expect(await first).to.equal(
      "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    );
    expect(await second).to.deep.equal([]);
  });

  it("refuses addresses and secrets that Telegram refuses", async () => {
    const set = (url: string, secret?: string) =>
      refusal(world.api.setWebhook(url, { secret_token: secret }));
    expect(await set("http://example.com/hook")).to.equal(
      "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    );
    expect(await set("https://example.com:8081/hook")).to.equal(
      "400 Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
    );
    expect(await set(receiver.url, "no spaces")).to.equal(
      "400 Bad Request: secret token contains unallowed characters",
    );
  });
});
