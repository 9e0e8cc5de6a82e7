import { expect } from "chai";
import { eventually } from "../../test/kit/waiting.ts";
import { InboxQueue } from "./inboxQueue.ts";
import { openRoom, paused, type Room } from "./test/room.ts";

const message = (update_id: number, chat = 42, text = `m${update_id}`) => ({
  update_id,
  message: { message_id: update_id, text, chat: { id: chat, type: "private" }, from: { id: chat } },
});
const press = (update_id: number, chat = 42) => ({
  update_id,
  callback_query: {
    id: `q${update_id}`,
    data: "x",
    from: { id: chat },
    message: { chat: { id: chat, type: "private" } },
  },
});
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("Telegram's updates", () => {
  let room: Room;
  let tenantId: string;
  beforeEach(async () => {
    room = await openRoom({ tuning: { inboxBackOffMs: 5 } });
    tenantId = await room.connected("aurum");
    room.telegram.calls.length = 0;
  });
  afterEach(() => room.close());

  const receive = async (update: object) => room.bots.webhook.receive(...(await room.hook(tenantId, update)));
  const refusal = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => expect.fail("It was accepted."),
      (reason) => reason,
    );
    return { status: error.status, code: error.code, retryAfter: error.retryAfter };
  };
  const seen = () => room.runtime.updates.map(({ update_id }) => update_id);

  describe("at the webhook", () => {
    it("are stored and answered with 200, the same one twice as once", async () => {
      expect(await receive(message(1))).to.include({ status: 200 });
      expect(await receive(message(1))).to.include({ status: 200 });
      await room.bots.inbox.drain();
      expect(seen()).to.deep.equal([1]);
    });

    it("are refused without the secret, at another bot's address, and at no bot's", async () => {
      const [role, id, headers, body] = await room.hook(tenantId, message(1));
      const other = { "x-telegram-bot-api-secret-token": "guess" };
      expect((await refusal(room.bots.webhook.receive(role, id, other, body))).status).to.equal(401);
      expect((await refusal(room.bots.webhook.receive(role, id, {}, body))).status).to.equal(401);
      expect((await refusal(room.bots.webhook.receive("signal_bot", id, headers, body))).status).to.equal(
        404,
      );
      expect((await refusal(room.bots.webhook.receive(role, "guessed", headers, body))).status).to.equal(404);
      expect(await room.bots.inbox.drain()).to.equal(0);
    });

    it("are refused where they are no updates", async () => {
      const [role, id, headers] = await room.hook(tenantId, {});
      for (const body of [
        "",
        "not json",
        "[]",
        "{}",
        '{"update_id":"1"}',
        '{"update_id":1.5}',
        "null",
        "7",
      ]) {
        expect((await refusal(room.bots.webhook.receive(role, id, headers, body))).status, body).to.equal(
          400,
        );
      }
    });

    it("take whatever text a person can type", async () => {
      await receive(message(1, 42, "zero \u0000 half \ud800 emoji 💛 </script> '; drop table"));
      await room.bots.inbox.drain();
      expect(seen()).to.deep.equal([1]);
    });

    it("are asked for again while the database is away", async () => {
      const args = await room.hook(tenantId, message(1));
      await room.bots.webhook.receive(...args);
      await room.test.database.owner((trx) => trx.run("alter table host.inbox rename to inbox_away"));
      const answer = await refusal(room.bots.webhook.receive(...(await room.hook(tenantId, message(2)))));
      await room.test.database.owner((trx) => trx.run("alter table host.inbox_away rename to inbox"));
      expect(answer).to.deep.equal({ status: 503, code: "webhook.unavailable", retryAfter: 5 });
    });

    it("stop reaching a bot that was replaced or removed", async () => {
      await room.bots.watch();
      const args = await room.hook(tenantId, message(1));
      await room.bots.webhook.receive(...args);
      await room.bots.connections.disconnect(tenantId, "message_bot");
      await eventually(() =>
        room.bots.webhook.receive(...args).then(
          () => false,
          (error) => error.status === 404,
        ),
      );
    });
  });

  describe("in the inbox", () => {
    it("are handled in order of arrival within a chat, however their ids run, and chats side by side", async () => {
      const running = new Set<number>();
      let most = 0;
      room.runtime.handler = async (_tenant, update) => {
        const chat = Math.floor(update.update_id / 100);
        expect(running.has(chat)).to.equal(false);
        running.add(chat);
        most = Math.max(most, running.size);
        await pause(15);
        running.delete(chat);
      };
      for (const id of [103, 101, 102]) await receive(message(id, 1));
      for (const id of [202, 201]) await receive(message(id, 2));
      await room.bots.inbox.drain();
      expect(seen().filter((id) => id < 200)).to.deep.equal([103, 101, 102]);
      expect(seen().filter((id) => id > 200)).to.deep.equal([202, 201]);
      expect(most).to.equal(2);
    });

    it("are tried again in their place, then parked, and their chat goes on", async () => {
      room.runtime.handler = async (_tenant, { update_id }) => {
        if (update_id === 1) throw new Error("broken");
      };
      await receive(message(1));
      await receive(message(2));
      await eventually(async () => {
        await room.bots.inbox.drain();
        return seen().includes(2);
      });
      const [dead] = (await room.bots.messages.dead({ limit: 5 })).items;
      expect(dead).to.include({ kind: "update", error: "broken", attempts: 6, tenantId });
      room.runtime.handler = async () => undefined;
      await room.bots.messages.retry(undefined, dead?.id ?? "", { requestId: "r", address: "" });
      await room.bots.inbox.drain();
      expect(seen()).to.deep.equal([2, 1]);
    });

    it("wait for a plugin that pauses, without counting, and their chat with them", async () => {
      let pauses = 9;
      room.runtime.handler = async () => {
        if (pauses-- > 0) throw paused();
      };
      await receive(message(1));
      await receive(message(2));
      await eventually(async () => {
        await room.bots.inbox.drain();
        return seen().length === 2;
      });
      expect(seen()).to.deep.equal([1, 2]);
      expect((await room.bots.messages.dead({ limit: 5 })).items).to.deep.equal([]);
    });

    it("are taken over from a host that died, and count once for a plugin that had committed", async () => {
      await receive(message(1));
      await receive(message(2));
      const dying = new InboxQueue(room.test.database);
      expect((await dying.claim(10)).map(({ updateId }) => updateId)).to.deep.equal([1]);
      // Its plugin committed, then the process ended.
      await room.test.database.query(
        "insert into host.inbox_mark select tenant_id, bot_id, 1, 'probe' from host.connection",
      );
      expect(await room.bots.inbox.drain()).to.equal(0);
      await room.test.database.query("update host.inbox set lease_until = '-infinity' where update_id = 1");
      await room.bots.inbox.drain();
      expect(seen()).to.deep.equal([2]);
    });

    it("are shared by two hosts, each update handled once", async () => {
      const other = room.replica();
      for (let id = 0; id < 60; id++) await receive(message(id, id % 7));
      room.bots.inbox.start();
      other.inbox.start();
      await eventually(() => seen().length >= 60);
      await pause(50);
      expect(new Set(seen()).size).to.equal(60);
      expect(seen()).to.have.length(60);
    });

    it("have their callback answered by the host where no plugin did", async () => {
      room.runtime.handler = async (tenant, { update_id }) => {
        if (update_id !== 2) return;
        await room.add(tenant, {
          method: "answerCallbackQuery",
          payload: { callback_query_id: "q2", text: "Yes" },
          dedupeKey: "own",
        });
      };
      await receive(press(1));
      await receive(press(2, 43));
      await room.bots.inbox.drain();
      await room.bots.dispatcher.drain(new Date(8e15));
      expect(room.telegram.sent.map(({ payload }) => payload)).to.have.deep.members([
        { callback_query_id: "q1" },
        { callback_query_id: "q2", text: "Yes" },
      ]);
    });

    it("say who blocked the bot and who came back", async () => {
      const member = (update_id: number, status: string) => ({
        update_id,
        my_chat_member: { chat: { id: 42, type: "private" }, new_chat_member: { status } },
      });
      await receive(member(1, "kicked"));
      await room.bots.inbox.drain();
      await room.add(tenantId, { dedupeKey: "skipped" });
      await room.bots.dispatcher.drain(new Date(8e15));
      await receive(member(2, "member"));
      await room.bots.inbox.drain();
      await room.add(tenantId, { dedupeKey: "welcome back" });
      await room.bots.dispatcher.drain(new Date(8e15));
      expect(room.telegram.texts).to.deep.equal(["welcome back"]);
    });

    it("say where a bot lost the right to post, and Connections shows it", async () => {
      await room.bots.connections.addChannel({
        tenantId,
        role: "message_bot",
        chat: "@vip_channel",
        kind: "free",
      });
      await receive({
        update_id: 1,
        my_chat_member: {
          chat: { id: -1001, type: "channel" },
          new_chat_member: { status: "administrator", can_post_messages: false },
        },
      });
      await room.bots.inbox.drain();
      const view = (await room.bots.connections.list(tenantId)).find(({ role }) => role === "message_bot");
      expect(view).to.include({ status: "error" });
      expect(view?.problems[0]).to.contain("cannot post in VIP").and.to.contain("may not post messages");
    });

    it("move a group's messages to its new id", async () => {
      await room.add(tenantId, { chat: "-5", dedupeKey: "waiting", dueAt: new Date(8e12) });
      await receive({
        update_id: 1,
        message: { chat: { id: -5, type: "group" }, migrate_to_chat_id: -1005 },
      });
      await room.bots.inbox.drain();
      expect((await room.rows(tenantId))[0]).to.include({ chat: "-1005", state: "pending" });
    });

    it("are forgotten after 48 hours, and not before they are handled", async () => {
      await receive(message(1));
      await receive(message(2));
      const queue = new InboxQueue(room.test.database);
      await room.bots.inbox.drain();
      await receive(message(3));
      await room.test.database.query(
        "update host.inbox set received_at = now() - interval '49 hours' where update_id <> 2",
      );
      await queue.purge();
      const left = await room.test.database.query("select update_id::int as id from host.inbox order by 1");
      expect(left).to.deep.equal([{ id: 2 }, { id: 3 }]);
    });
  });

  it("fetched by polling, go the same way, each once, by one of two hosts", async () => {
    const polled = await openRoom({ mode: "polling", tuning: { pollSeconds: 1 } });
    try {
      const queue = [message(1), message(2), message(3)];
      let confirmed = 0;
      polled.telegram.script = async ({ method, payload }) => {
        if (method !== "getUpdates") return undefined;
        confirmed = Math.max(confirmed, Number(payload.offset));
        const left = queue.filter(({ update_id }) => update_id >= confirmed);
        if (left.length === 0) await pause(100);
        return { result: left.slice(0, 2) };
      };
      await polled.connected("poller");
      expect(polled.telegram.calls.map(({ method }) => method))
        .to.include("deleteWebhook")
        .and.not.include("setWebhook");
      const other = polled.replica();
      await polled.bots.start();
      await other.start();
      await eventually(() => polled.runtime.updates.length === 3 && confirmed === 4);
      expect(polled.runtime.updates.map(({ update_id }) => update_id)).to.deep.equal([1, 2, 3]);
      const asked = polled.telegram.calls.find(({ method }) => method === "getUpdates");
      expect(asked?.payload.allowed_updates).to.deep.equal(["callback_query", "message", "my_chat_member"]);
    } finally {
      await polled.close();
    }
  });
});
