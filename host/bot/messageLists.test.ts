import { expect } from "chai";
import { openRoom, type Room } from "./test/room.ts";

const FAR = new Date(8e15);

describe("lists of messages", () => {
  let room: Room;
  let tenantId: string;
  before(async () => {
    room = await openRoom();
    tenantId = await room.connected("aurum");
  });
  after(() => room.close());

  /** Each a second after the one before, as the bot's pace has it. */
  const send = async (...keys: string[]) => {
    await room.add(tenantId, ...keys.map((dedupeKey) => ({ dedupeKey, chat: `@chat_${dedupeKey}` })));
    for (const _key of keys) {
      await room.bots.dispatcher.drain(FAR);
      room.clock.set(new Date(room.clock.now().getTime() + 1_000));
    }
  };

  it("count today from the tenant's own midnight, and all that waits or failed", async () => {
    await room.test.database.query("update host.tenant set timezone = 'Asia/Tokyo' where id = $1", [
      tenantId,
    ]);
    expect(await room.bots.messages.counts(tenantId)).to.deep.equal({
      sentToday: 0,
      waiting: 0,
      dead: 0,
      anySent: false,
    });
    // Midnight in Tokyo is 15:00 in UTC.
    room.clock.set(new Date("2026-03-02T14:59:00Z"));
    await send("1", "2");
    room.clock.set(new Date("2026-03-02T15:01:00Z"));
    await send("3");
    await room.add(tenantId, { dueAt: new Date("2026-03-04T00:00:00Z") });
    const today = { sentToday: 1, waiting: 1, dead: 0, anySent: true };
    expect(await room.bots.messages.counts(tenantId)).to.deep.equal(today);
    await room.test.database.query("update host.tenant set timezone = 'UTC' where id = $1", [tenantId]);
    expect(await room.bots.messages.counts(tenantId)).to.deep.equal({ ...today, sentToday: 3 });
    const other = await room.tenant("delta");
    expect((await room.bots.messages.counts(other)).anySent).to.equal(false);
  });

  it("page through dead letters of one instant, messages and updates alike, each once", async () => {
    room.telegram.script = () => ({ error: 400, description: "Bad Request: chat not found" });
    await send("apple", "berry", "cherry", "damson", "elder");
    const at = room.clock.now();
    await room.test.database.query("update host.outbox set parked_at = $1 where parked_at is not null", [at]);
    await room.test.database.query(
      `insert into host.inbox (tenant_id, bot_id, update_id, role, queue, body, parked_at)
       select $1, 7, n, 'message_bot', '42', '{}', $2 from generate_series(1, 3) n`,
      [tenantId, at],
    );
    const seen: string[] = [];
    const instants = new Set<number>();
    for (let after: string | undefined, more = true; more; ) {
      const page = await room.bots.messages.dead({ limit: 3, ...(after !== undefined && { after }) });
      for (const { id, at } of page.items) {
        seen.push(id);
        instants.add(at.getTime());
      }
      after = page.next;
      more = after !== undefined;
    }
    expect([seen.length, new Set(seen).size, instants.size]).to.deep.equal([8, 8, 1]);
    expect((await room.bots.messages.dead({ limit: 9, kind: "update" })).items).to.have.length(3);
    expect((await room.bots.messages.dead({ limit: 9, q: "chat not found" })).items).to.have.length(5);
    expect((await room.bots.messages.counts(tenantId)).dead).to.equal(5);
  });

  it("are searched by what people see, within the tenant, and sorted by any column", async () => {
    const { items } = await room.bots.messages.list(tenantId, { limit: 9, q: "dead CHERRY" });
    expect(items.map(({ text }) => text)).to.deep.equal(["cherry"]);
    for (const sort of ["text", "state", "chat", "when", "plugin", "attempts"]) {
      const all = await room.bots.messages.list(tenantId, { limit: 50, sort, order: "desc" });
      const first = await room.bots.messages.list(tenantId, { limit: 4, sort, order: "desc" });
      const rest = await room.bots.messages.list(tenantId, {
        limit: 50,
        sort,
        order: "desc",
        after: first.next ?? "",
      });
      expect([...first.items, ...rest.items], sort).to.deep.equal(all.items);
    }
  });
});
