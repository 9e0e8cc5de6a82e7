import { expect } from "chai";
import { eventually } from "../../test/kit/waiting.ts";
import { OutboxQueue } from "./outboxQueue.ts";
import { openRoom, type Room, START } from "./test/room.ts";

const seconds = (n: number) => new Date(START.getTime() + n * 1000);
const FAR = seconds(86_400 * 30);

describe("the outbox as a queue", () => {
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
  /** As when whoever claimed is gone for long. */
  const leasesEnd = () => room.test.database.query("update host.outbox set lease_until = '-infinity'");
  const row = async (key: string) => (await room.rows(tenantId)).find((each) => each.key === key) ?? {};

  it("keeps the order within a chat while one message is retried, and lets other chats pass", async () => {
    let failures = 2;
    room.telegram.script = ({ payload }) =>
      payload.text === "first" && failures-- > 0
        ? { status: 502, raw: "<html>Bad Gateway</html>" }
        : undefined;
    await room.add(
      tenantId,
      { dedupeKey: "first" },
      { dedupeKey: "second" },
      { dedupeKey: "other", chat: "43" },
    );
    await drain();
    expect(room.telegram.texts).to.have.members(["first", "other"]);
    for (let i = 1; i < 20; i++) {
      room.clock.set(seconds(i));
      await drain();
    }
    expect(room.telegram.texts.filter((text) => text !== "other")).to.deep.equal([
      "first",
      "first",
      "first",
      "second",
    ]);
    expect(await row("first")).to.include({ state: "sent", attempts: 3 });
  });

  it("shows what other plugins sent to a chat, the newest first, in pages, and nothing of another chat, plugin or tenant", async () => {
    const other = await room.connected("other");
    const keys = ["one", "two", "three"];
    await room.add(tenantId, ...keys.map((dedupeKey) => ({ dedupeKey, chat: "42" })), {
      dedupeKey: "elsewhere",
      chat: "43",
    });
    await room.add(other, { dedupeKey: "theirs", chat: "42" });
    const sent = (by: string, of: { before?: string; limit: number }) =>
      room.test.database.tenant(tenantId, (trx) =>
        room.bots.outbox.sentByOthers(trx, by, tenantId, { role: "message_bot", chats: ["42"], ...of }),
      );
    const page = await sent("an inbox", { limit: 2 });
    expect(page.map(({ payload }) => payload.text)).to.deep.equal(["three", "two"]);
    expect(page.map(({ outcome }) => outcome)).to.deep.equal([null, null]);
    const rest = await sent("an inbox", { limit: 2, before: page[1]?.id ?? "" });
    expect(rest.map(({ payload }) => payload.text)).to.deep.equal(["one"]);
    await drain();
    expect((await sent("an inbox", { limit: 9 })).at(-1)).to.deep.include({ outcome: "sent", chat: "42" });
    expect(await sent(page[0]?.by ?? "", { limit: 9 })).to.deep.equal([]);
  });

  it("paces a chat at one a second after a burst of three, a group at twenty a minute, by the platform's clock", async () => {
    const many = (chat: string, n: number) =>
      Array.from({ length: n }, (_, i) => ({ chat, dedupeKey: `${chat} ${i}` }));
    await room.add(tenantId, ...many("42", 10), ...many("-1007", 40));
    const sentAt: Record<string, number[]> = { "42": [], "-1007": [] };
    for (let ms = 0; ms <= 70_000; ms += 400) {
      room.clock.set(new Date(START.getTime() + ms));
      const before = room.telegram.sent.length;
      await drain();
      for (const { payload } of room.telegram.sent.slice(before)) sentAt[String(payload.chat_id)]?.push(ms);
    }
    // The bot's own pace may put the third off by a step.
    expect(sentAt["42"]?.slice(0, 5).map((at) => Math.floor(at / 1000))).to.deep.equal([0, 0, 0, 1, 2]);
    const group = sentAt["-1007"] ?? [];
    expect(group.filter((at) => at < 60_000).length).to.equal(20);
    for (const from of group)
      expect(group.filter((at) => at >= from && at < from + 60_000).length).to.be.at.most(20);
  });

  it("never lets a bot send more than thirty in any second, and close to that many", async () => {
    await room.add(tenantId, ...Array.from({ length: 80 }, (_, i) => ({ chat: String(500 + i) })));
    const sentAt: number[] = [];
    for (let ms = 0; sentAt.length < 80; ms += 18) {
      room.clock.set(new Date(START.getTime() + ms));
      const { sent } = await drain();
      for (let i = 0; i < sent; i++) sentAt.push(ms);
    }
    for (const from of sentAt)
      expect(sentAt.filter((at) => at >= from && at < from + 1000).length).to.be.at.most(30);
    expect(sentAt.at(-1)).to.be.below(3_100);
  });

  it("after a crash repeats what may be repeated, and calls the rest unknown", async () => {
    await room.add(
      tenantId,
      { dedupeKey: "link", afterCrash: "repeat" },
      { dedupeKey: "broadcast", chat: "43", report: "told" },
      { dedupeKey: "behind", chat: "43" },
    );
    // A dispatcher that dies after its claim was committed and before any answer.
    const dying = new OutboxQueue(room.test.database);
    expect(await dying.claim([{ tenantId, role: "message_bot" }], room.clock.now(), 10)).to.have.length(2);
    await drain();
    expect(await states()).to.deep.equal({ link: "sending", broadcast: "sending", behind: "pending" });
    room.clock.set(seconds(2));
    await leasesEnd();
    await drain();
    expect(await states()).to.deep.equal({ link: "sent", broadcast: "unknown", behind: "sent" });
    expect(room.telegram.texts).to.have.members(["link", "behind"]);
    expect(room.runtime.deliveries.map(({ outcome }) => outcome)).to.deep.equal(["unknown"]);
  });

  it("lets nobody mark what another has taken over", async () => {
    await room.add(tenantId, { dedupeKey: "a", afterCrash: "repeat" });
    const slow = new OutboxQueue(room.test.database);
    const [message] = await slow.claim([{ tenantId, role: "message_bot" }], room.clock.now(), 10);
    await leasesEnd();
    room.clock.set(seconds(1));
    await drain();
    expect(await row("a")).to.include({ state: "sent", messageId: 101 });
    if (!message) throw new Error("Nothing was claimed.");
    const late = { message, state: "dead", error: "late", blocks: true, pauseUntil: seconds(3_600) } as const;
    expect(await slow.mark([late], room.clock.now())).to.equal(0);
    expect(await row("a")).to.include({ state: "sent", messageId: 101 });
    // Nor does it say anything of the chat any more.
    await room.add(tenantId, { dedupeKey: "b" });
    await drain();
    expect(await row("b")).to.include({ state: "sent" });
  });

  it("takes a chat on only where Telegram was asked, and only for what counts as a message", async () => {
    await room.add(
      tenantId,
      { dedupeKey: "back" },
      { dedupeKey: "said", chat: "43" },
      { dedupeKey: "key", chat: "44", method: "answerCallbackQuery", payload: { callback_query_id: "1" } },
    );
    const queue = new OutboxQueue(room.test.database);
    const claimed = await queue.claim([{ tenantId, role: "message_bot" }], room.clock.now(), 10);
    const marks = claimed.map((message) =>
      message.dedupeKey === "back"
        ? { message, state: "pending" as const, uncounted: true }
        : { message, state: "sent" as const, messageId: 1, asked: true },
    );
    expect(await queue.mark(marks, room.clock.now())).to.equal(3);
    const paced = await room.test.database.query<{ chat: string; ms: number }>(
      "select chat, extract(epoch from tat - $1::timestamptz)::float8 * 1000 as ms from host.chat_state",
      [room.clock.now()],
    );
    expect(paced).to.deep.equal([{ chat: "43", ms: 1_000 }]);
    expect(await row("back")).to.include({ state: "pending", attempts: 0 });
  });

  it("lets a plugin take back what nobody has claimed, its own and its tenant's only", async () => {
    await room.add(tenantId, { dedupeKey: "sent" }, { dedupeKey: "claimed", chat: "43" });
    await room.bots.dispatcher.drain(room.clock.now());
    await room.add(tenantId, { dedupeKey: "waiting", chat: "44" }, { dedupeKey: "held", chat: "45" });
    const queue = new OutboxQueue(room.test.database);
    const taken = await queue.claim([{ tenantId, role: "message_bot" }], room.clock.now(), 1);
    const claimed = taken[0]?.dedupeKey ?? "";
    const left = claimed === "waiting" ? "held" : "waiting";
    const other = await room.connected("another");
    const withdraw = (from: string, plugin: string) =>
      room.test.database.tenant(from, (trx) =>
        room.bots.withdraw(trx, plugin, from, ["sent", "waiting", "held", "unknown"]),
      );
    expect(await withdraw(other, "probe")).to.deep.equal([]);
    expect(await withdraw(tenantId, "somebody-else")).to.deep.equal([]);
    expect(await withdraw(tenantId, "probe")).to.deep.equal([left]);
    expect(await row(left)).to.include({ state: "expired" });
    expect(await row(claimed)).to.include({ state: "sending" });
  });

  it("lets a plugin empty what has gone, its own and its tenant's only, and leaves what is on its way", async () => {
    await room.add(tenantId, { dedupeKey: "gone" });
    await drain();
    await room.add(tenantId, { dedupeKey: "waits" });
    const other = await room.connected("stranger");
    const forget = (from: string, plugin: string) =>
      room.test.database.tenant(from, (trx) => room.bots.forget(trx, plugin, from, ["gone", "waits"]));
    const said = async (key: string) => {
      const [found] = await room.test.database.query<{ chat: string; text: string | null }>(
        "select chat, payload->>'text' as text from host.outbox where dedupe_key = $1",
        [key],
      );
      return found;
    };
    await forget(other, "probe");
    await forget(tenantId, "somebody-else");
    expect(await said("gone")).to.deep.equal({ chat: "42", text: "gone" });
    await forget(tenantId, "probe");
    expect(await said("gone")).to.deep.equal({ chat: "0", text: null });
    await drain();
    expect(room.telegram.texts).to.deep.equal(["gone", "waits"]);
  });

  it("sends each message once with two dispatchers at work, in order within each chat", async () => {
    const other = room.replica();
    room.clock.setRate(200);
    const chats = Array.from({ length: 20 }, (_, i) => String(600 + i));
    await room.add(
      tenantId,
      ...chats.flatMap((chat) => [1, 2, 3, 4].map((n) => ({ chat, dedupeKey: `${chat}-${n}` }))),
    );
    await room.bots.start();
    await other.start();
    await eventually(async () => room.telegram.sent.length >= 80);
    await room.bots.dispatcher.stop();
    await other.dispatcher.stop();
    expect(room.telegram.texts).to.have.length(80);
    for (const chat of chats) {
      const inChat = room.telegram.texts.filter((text) => String(text).startsWith(`${chat}-`));
      expect(inChat).to.deep.equal([1, 2, 3, 4].map((n) => `${chat}-${n}`));
    }
  });

  it("sends the urgent before the bulk where several chats are due", async () => {
    await room.add(
      tenantId,
      ...Array.from({ length: 5 }, (_, i) => ({ chat: String(700 + i), priority: 9 })),
      { chat: "800", dedupeKey: "urgent", priority: 0 },
    );
    await room.bots.queue.expire(room.clock.now());
    const claimed = await room.bots.queue.claim([{ tenantId, role: "message_bot" }], room.clock.now(), 10);
    expect(claimed[0]?.dedupeKey).to.equal("urgent");
  });

  it("loses, doubles and reorders nothing while six dispatchers claim, fail and crash at random", async () => {
    const unpaced = { intervalMs: 0.01, burst: 1_000_000 };
    const paces = { bot: unpaced, privateChat: unpaced, group: unpaced };
    const chats = Array.from({ length: 12 }, (_, i) => String(900 + i));
    const numbers = Array.from({ length: 15 }, (_, i) => i);
    await room.add(
      tenantId,
      ...chats.flatMap((chat) =>
        numbers.map((n) => ({ chat, dedupeKey: `${chat} ${n}`, afterCrash: "repeat" as const })),
      ),
    );
    const held = new Set<string>();
    const order = new Map<string, number[]>(chats.map((chat) => [chat, []]));
    let seed = 7;
    const random = () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    };
    const work = async () => {
      const queue = new OutboxQueue(room.test.database, { paces, leaseMs: 800 });
      for (;;) {
        const claimed = await queue.claim(
          [{ tenantId, role: "message_bot" }],
          room.clock.now(),
          1 + Math.floor(random() * 9),
        );
        for (const { chat, crashed } of claimed) {
          if (!crashed) expect(held.has(chat), `two hold ${chat}`).to.equal(false);
          held.add(chat);
        }
        // Dies: its lease runs out, and whoever takes over is told.
        if (random() < 0.04) continue;
        const marks = claimed.map((message) => {
          if (random() < 0.15) return { message, state: "pending" as const, error: "later" };
          order.get(message.chat)?.push(Number(message.dedupeKey.split(" ")[1]));
          return { message, state: "sent" as const, messageId: 1, asked: true };
        });
        for (const { chat } of claimed) held.delete(chat);
        expect(await queue.mark(marks, room.clock.now())).to.equal(marks.length);
        if ((await room.bots.queue.nextDue()) === undefined && held.size === 0) return;
      }
    };
    await Promise.all(Array.from({ length: 6 }, work));
    for (const sent of order.values()) expect(sent).to.deep.equal(numbers);
  });
});
