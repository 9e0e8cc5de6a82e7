import { expect } from "chai";
import { makeTenant, type TestKernel, testKernel } from "../../test/contract/kernelKit.ts";
import { Workshop } from "../../test/contract/workshop.ts";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { inboxMarks } from "../bot/inboxMarks.ts";

const TABLE = (id: string) => ({
  "migrations/0001_heard.up.sql": `create table heard (tenant_id uuid not null, id bigint generated always as identity,
    what text not null, primary key (tenant_id, id)); select host.secure('p_${id}.heard');`,
  "migrations/0001_heard.down.sql": "drop table heard;",
});

/** Stops what begins with its own name, notes what it hears; as a fallback it stops what begins with "any". */
const CODE = `{ setup(p) {
  const hear = (turn, word) => (context) => context.db(async (trx) => {
    const { text } = context.update.message;
    await trx.run("insert into heard (tenant_id, what) values ($1, $2)", [context.tenantId, turn + text]);
    return text.startsWith(word);
  });
  const on = { role: "message_bot", kinds: ["message"] };
  p.onUpdate({ ...on, fallback: true, handle: hear("at last ", "any") });
  p.onUpdate({ ...on, handle: hear("", p.id) });
} }`;

/** Comes last in the roster, is asked first, and keeps what it holds from everybody. */
const HOLDER = `{ setup(p) {
  p.onUpdate({ role: "message_bot", kinds: ["message"], first: true, handle: (context) => context.db(async (trx) => {
    const { text } = context.update.message;
    await trx.run("insert into heard (tenant_id, what) values ($1, $2)", [context.tenantId, "first " + text]);
    return text.startsWith("hold");
  }) });
} }`;

describe("the turns of plugins at an update", () => {
  let test: TestDatabase;
  let workshop: Workshop;
  let kernel: TestKernel;
  let tenantId: string;
  let lastId = 0;
  /** What the holder heard of what was said last. */
  let zulu: string[] = [];

  before(async () => {
    test = await testDatabase();
    workshop = await Workshop.open();
    const manifest = {
      capabilities: { db: {}, telegram: { roles: ["message_bot"], updates: ["message"] } },
      migrations: { head: 1, breaking: 0 },
    };
    const telegram = { ...manifest.capabilities.telegram, inbox: true };
    const holds = { ...manifest, capabilities: { db: {}, telegram } };
    const plugins = [
      ...["alpha", "beta"].map((id) => workshop.plugin(id, manifest, CODE, TABLE(id))),
      workshop.plugin("zulu", holds, HOLDER, TABLE("zulu")),
    ];
    kernel = await testKernel(test.database, await Promise.all(plugins));
    await kernel.runtime.boot();
    tenantId = await makeTenant(test.database, "turns");
    for (const id of ["alpha", "beta", "zulu"]) await kernel.runtime.enable(tenantId, id);
  });
  after(async () => {
    await kernel?.runtime.shutdown();
    await workshop?.close();
    await test?.drop();
  });

  /** Hands an update over so many times, as a host does that dies before it has noted that it was handled. */
  async function say(text: string, times = 1) {
    lastId += 1;
    const marks = inboxMarks({ tenantId, botId: 1, updateId: lastId });
    const update = { update_id: lastId, message: { chat: { id: 7 }, text } };
    for (let n = 0; n < times; n++) await kernel.runtime.handleUpdate(tenantId, "message_bot", update, marks);
    const heard = (id: string) =>
      test.database.query<{ what: string }>(`select what from p_${id}.heard where what like $1 order by id`, [
        `%${text}`,
      ]);
    const [alpha, beta] = await Promise.all([heard("alpha"), heard("beta")]);
    zulu = (await heard("zulu")).map(({ what }) => what);
    return { alpha: alpha.map(({ what }) => what), beta: beta.map(({ what }) => what) };
  }

  it("begin with whoever may be first, wherever it stands: what it holds nobody else hears, after a crash either", async () => {
    expect(await say("hold on", 3)).to.deep.equal({ alpha: [], beta: [] });
    expect(zulu).to.deep.equal(["first hold on"]);
    expect(await say("alpha goes on")).to.deep.equal({ alpha: ["alpha goes on"], beta: [] });
    expect(zulu).to.deep.equal(["first alpha goes on"]);
  });

  it("end at the first that stops it", async () => {
    expect(await say("alpha, please")).to.deep.equal({ alpha: ["alpha, please"], beta: [] });
    expect(await say("beta, please")).to.deep.equal({ alpha: ["beta, please"], beta: ["beta, please"] });
  });

  it("come to the fallbacks where nobody stopped it", async () => {
    expect(await say("anybody?")).to.deep.equal({
      alpha: ["anybody?", "at last anybody?"],
      beta: ["anybody?"],
    });
    const heard = ["nobody", "at last nobody"];
    expect(await say("nobody")).to.deep.equal({ alpha: heard, beta: heard });
  });

  it("are the same for an update that comes again after a crash: what one has stopped, the next never hears", async () => {
    expect(await say("alpha again", 3)).to.deep.equal({ alpha: ["alpha again"], beta: [] });
    expect(await say("beta again", 3)).to.deep.equal({ alpha: ["beta again"], beta: ["beta again"] });
    expect(await say("any again", 3)).to.deep.equal({
      alpha: ["any again", "at last any again"],
      beta: ["any again"],
    });
  });
});
