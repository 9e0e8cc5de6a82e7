import { expect } from "chai";
import { eventually } from "../../test/kit/waiting.ts";
import { SteerableClock } from "../clock/steerableClock.ts";
import { refused, throttled } from "./test/fakeTelegram.ts";
import { openRoom, paused, type Room, START } from "./test/room.ts";

const seconds = (n: number) => new Date(START.getTime() + n * 1000);
const FAR = seconds(86_400 * 30);

describe("the outbox's dispatcher", () => {
  let room: Room;
  let tenantId: string;
  beforeEach(async () => {
    room = await openRoom();
    tenantId = await room.connected("aurum");
    room.telegram.calls.length = 0;
  });
  afterEach(() => room.close());

  const drain = () => room.bots.dispatcher.drain(FAR);
  const states = async () =>
    Object.fromEntries((await room.rows(tenantId)).map(({ key, state }) => [key, state]));
  const row = async (key: string) => (await room.rows(tenantId)).find((each) => each.key === key) ?? {};

  it("sends what is due, keeps Telegram's message id, and says when the next falls due", async () => {
    await room.add(tenantId, { dedupeKey: "now" }, { dedupeKey: "later", dueAt: seconds(60) });
    expect(await drain()).to.deep.equal({ sent: 1, nextDue: seconds(60) });
    expect(await row("now")).to.include({ state: "sent", messageId: 101 });
    expect(await row("later")).to.include({ state: "pending" });
    expect(room.telegram.sent[0]?.payload).to.deep.equal({ chat_id: 42, text: "now" });
    room.clock.set(seconds(60));
    expect(await drain()).to.deep.equal({ sent: 1 });
  });

  it("sends a dedupe key once, whatever transaction it is written in", async () => {
    expect(await room.add(tenantId, { dedupeKey: "a" }, { dedupeKey: "a" }, { dedupeKey: "b" })).to.equal(2);
    expect(await room.add(tenantId, { dedupeKey: "a" })).to.equal(0);
    await drain();
    expect(room.telegram.texts).to.have.members(["a", "b"]);
  });

  it("keeps a bot at its pace of some thirty a second to the last message, where Telegram answers at once", async () => {
    const host = room.replica({ clock: new SteerableClock({ at: START, rate: 1 }) });
    await room.add(
      tenantId,
      ...Array.from({ length: 80 }, (_, n) => ({ dedupeKey: `m${n}`, chat: String(1_000 + n) })),
    );
    await host.dispatcher.start();
    // A look every half second would take more than twelve.
    await eventually(() => room.telegram.texts.length === 80);
    await host.dispatcher.stop();
  });

  it("leaves nothing of a transaction that rolled back", async () => {
    const failing = room.test.database.tenant(tenantId, async (trx) => {
      await room.bots.outbox.add(trx, "probe", [
        {
          tenantId,
          role: "message_bot",
          chat: "1",
          method: "sendMessage",
          payload: { text: "x" },
          dedupeKey: "x",
        },
      ]);
      throw new Error("no");
    });
    await failing.catch(() => undefined);
    expect(await drain()).to.deep.equal({ sent: 0 });
  });

  it("obeys retry_after: one group alone waits, a second one makes the bot wait", async () => {
    let limited = new Set(["-1"]);
    room.telegram.script = ({ payload }) =>
      limited.has(String(payload.chat_id)) ? throttled(20) : undefined;
    await room.add(tenantId, { chat: "-1", dedupeKey: "g1" }, { chat: "7", dedupeKey: "p1" });
    await drain();
    expect(await states()).to.deep.equal({ g1: "pending", p1: "sent" });
    expect((await row("g1")).attempts).to.equal(0);
    limited = new Set(["-2"]);
    room.clock.set(seconds(2));
    await room.add(tenantId, { chat: "-2", dedupeKey: "g2" });
    await drain();
    await room.add(tenantId, { chat: "8", dedupeKey: "p2" });
    limited = new Set();
    room.clock.set(seconds(21));
    await drain();
    expect(await states()).to.include({ g1: "pending", p2: "pending" });
    room.clock.set(seconds(22));
    await drain();
    expect(await states()).to.deep.equal({ g1: "sent", p1: "sent", g2: "sent", p2: "sent" });
  });

  it("marks whoever blocked the bot, skips them, and starts again when they write", async () => {
    room.telegram.script = ({ payload }) =>
      payload.text === "one" ? refused(403, "Forbidden: bot was blocked by the user") : undefined;
    await room.add(tenantId, { dedupeKey: "one" }, { dedupeKey: "two" }, { dedupeKey: "ann", chat: "43" });
    await drain();
    expect(await states()).to.deep.equal({ one: "blocked", two: "blocked", ann: "sent" });
    expect(room.telegram.texts).to.have.members(["one", "ann"]);
    await room.bots.webhook.receive(
      ...(await room.hook(tenantId, { update_id: 1, message: { chat: { id: 42, type: "private" } } })),
    );
    await room.bots.inbox.drain();
    room.clock.set(seconds(5));
    await room.add(tenantId, { dedupeKey: "three" });
    await drain();
    expect(await states()).to.include({ three: "sent", two: "blocked" });
  });

  it("follows a group that became a supergroup, with everything that waits for it", async () => {
    room.telegram.script = ({ payload }) =>
      payload.chat_id === -5
        ? refused(400, "Bad Request: group chat was upgraded to a supergroup chat", {
            migrate_to_chat_id: -100555,
          })
        : undefined;
    await room.add(tenantId, { chat: "-5", dedupeKey: "one" }, { chat: "-5", dedupeKey: "two" });
    await drain();
    room.clock.set(seconds(10));
    await drain();
    expect(await row("one")).to.include({ state: "sent", chat: "-100555" });
    expect(await row("two")).to.include({ state: "sent", chat: "-100555" });
  });

  it("takes 'message is not modified' and 'query is too old' for done, and 'chat not found' for dead", async () => {
    room.telegram.script = ({ method, payload }) => {
      if (method === "editMessageText")
        return refused(400, "Bad Request: message is not modified: specified new message content");
      if (method === "answerCallbackQuery")
        return refused(400, "Bad Request: query is too old and response timeout expired");
      return payload.chat_id === 99 ? refused(400, "Bad Request: chat not found") : undefined;
    };
    await room.add(
      tenantId,
      { dedupeKey: "edit", method: "editMessageText", payload: { message_id: 5, text: "same" } },
      { dedupeKey: "answer", method: "answerCallbackQuery", payload: { callback_query_id: "1" } },
      { dedupeKey: "gone", chat: "99" },
    );
    await drain();
    expect(await states()).to.deep.equal({ edit: "sent", answer: "sent", gone: "dead" });
    expect((await row("gone")).error).to.contain("chat not found");
  });

  it("parks a message after its last attempt, and sends it when a person retries it", async () => {
    const bots = room.replica({ tuning: { maxAttempts: 3 } });
    room.telegram.script = ({ method }) => (method === "sendMessage" ? "hang-up" : undefined);
    await room.add(tenantId, { dedupeKey: "unlucky" });
    for (let at = new Date(START); ; ) {
      room.clock.set(at);
      const { nextDue } = await bots.dispatcher.drain(FAR);
      if (!nextDue) break;
      at = nextDue;
    }
    expect(await row("unlucky")).to.include({ state: "dead", attempts: 3 });
    const [dead] = (await bots.messages.dead({ limit: 10 })).items;
    expect(dead).to.include({ kind: "message", tenantId, what: "sendMessage to 42" });
    expect(dead?.error).to.not.contain("token-of");
    room.telegram.script = () => undefined;
    await bots.messages.retry(tenantId, dead?.id ?? "", { requestId: "r", address: "" });
    await bots.dispatcher.drain(FAR);
    expect(await row("unlucky")).to.include({ state: "sent" });
  });

  it("drops what is to be gone by then, and says so", async () => {
    await room.add(tenantId, {
      dedupeKey: "stale",
      dueAt: seconds(10),
      expiresAt: seconds(20),
      report: "told",
    });
    room.clock.set(seconds(20));
    await drain();
    expect(await states()).to.deep.equal({ stale: "expired" });
    expect(room.runtime.deliveries[0]).to.include({
      outcome: "expired",
      dedupeKey: "stale",
      report: "told",
      plugin: "probe",
    });
    expect(room.telegram.sent).to.have.length(0);
  });

  it("answers and edits an earlier message by its id, and waits for it", async () => {
    await room.add(
      tenantId,
      { dedupeKey: "reply", refersTo: { dedupeKey: "post", as: "reply" } },
      {
        dedupeKey: "edit",
        method: "editMessageText",
        payload: { text: "new" },
        refersTo: { dedupeKey: "post", as: "edit" },
      },
      { dedupeKey: "post", dueAt: seconds(5) },
    );
    await drain();
    expect(room.telegram.sent).to.have.length(0);
    for (let i = 1; i < 10; i++) {
      room.clock.set(seconds(i));
      await drain();
    }
    const [post, reply, edit] = room.telegram.sent;
    expect(post?.payload.text).to.equal("post");
    expect(reply?.payload.reply_parameters).to.deep.equal({
      message_id: 101,
      allow_sending_without_reply: true,
    });
    expect(edit?.payload).to.include({ message_id: 101, text: "new" });
  });

  it("sends a reply to a dead message without it, and lets an edit of it die", async () => {
    room.telegram.script = ({ payload }) =>
      payload.text === "post" ? refused(400, "Bad Request: can't parse entities") : undefined;
    await room.add(
      tenantId,
      { dedupeKey: "post" },
      { dedupeKey: "reply", refersTo: { dedupeKey: "post", as: "reply" } },
      {
        dedupeKey: "edit",
        method: "editMessageText",
        payload: { text: "new" },
        refersTo: { dedupeKey: "post", as: "edit" },
      },
    );
    await drain();
    expect(await states()).to.deep.equal({ post: "dead", reply: "sent", edit: "dead" });
    expect(room.telegram.sent.at(-1)?.payload).to.not.have.property("reply_parameters");
  });

  it("uploads a stored file once and then sends the bot's own file id", async () => {
    const photo = {
      method: "sendPhoto" as const,
      payload: { photo: { $storage: "t/abc.jpg" }, caption: "Look" },
    };
    await room.add(tenantId, photo);
    await drain();
    await room.add(tenantId, { ...photo, chat: "43" });
    await drain();
    const [first, second] = room.telegram.sent;
    expect(String(first?.payload.multipart)).to.contain("bytes of t/abc.jpg");
    expect(String(second?.payload.photo)).to.match(/^photo-of-/);
  });

  it("parks what is due for a bot that is not connected", async () => {
    const bare = await room.tenant("bare");
    await room.add(bare, { dedupeKey: "x", report: "told" });
    await drain();
    expect((await room.rows(bare))[0]).to.include({ state: "dead", error: "No message bot is connected." });
    expect(room.runtime.deliveries[0]).to.include({ outcome: "dead", tenantId: bare });
  });

  it("keeps a report for a plugin that is paused or off, without counting, and hands on what Telegram answered", async () => {
    const link = { invite_link: "https://t.me/+abc", creates_join_request: true };
    room.telegram.script = ({ method }) => (method === "createChatInviteLink" ? { result: link } : undefined);
    let pauses = 3;
    room.runtime.taker = async () => {
      if (pauses-- > 0) throw paused();
    };
    await room.add(tenantId, { dedupeKey: "a", method: "createChatInviteLink", payload: {}, report: "told" });
    const due =
      "update host.outbox set report_due = now() where report_due is not null returning report_attempts as attempts";
    await drain();
    for (let look = 0; look < 3; look++) {
      expect(room.runtime.deliveries).to.have.length(0);
      expect(await room.test.database.query(due)).to.deep.equal([{ attempts: 0 }]);
      await drain();
    }
    expect(room.runtime.deliveries).to.have.length(1);
    expect(room.runtime.deliveries[0]).to.deep.include({ outcome: "sent", result: link });
  });

  it("tells a plugin again until it has taken the report, and once in effect", async () => {
    let failures = 1;
    room.runtime.taker = async () => {
      if (failures-- > 0) throw new Error("not now");
    };
    await room.add(tenantId, { dedupeKey: "a", report: "told" });
    await drain();
    expect(room.runtime.deliveries).to.have.length(0);
    await room.test.database.query("update host.outbox set report_due = now() where report_due is not null");
    await drain();
    await drain();
    expect(room.runtime.deliveries).to.have.length(1);
    expect(room.runtime.deliveries[0]).to.include({ outcome: "sent", messageId: 101, tenantId });
  });

  it("keeps messages while Telegram is silent, and sends them when it answers again", async () => {
    const bots = room.replica({ tuning: { timeoutSeconds: 0.2 } });
    room.telegram.script = ({ method }) => (method === "sendMessage" ? "silence" : undefined);
    await room.add(tenantId, { dedupeKey: "a" });
    await bots.dispatcher.drain(FAR);
    expect(await row("a")).to.include({ state: "pending", attempts: 1 });
    room.telegram.script = () => undefined;
    room.clock.set(seconds(5));
    await bots.dispatcher.drain(FAR);
    expect(await row("a")).to.include({ state: "sent" });
  });
});
