import { expect } from "chai";
import { uuidv7 } from "uuidv7";
import { OTHER_OWNER } from "../../../test/kit/host.ts";
import { journeyOf, publish } from "../../journeys/test/world.ts";
import type { BroadcastRow, NewBroadcast } from "../broadcasts/api.ts";
import { STARTERS } from "../templates/starters.ts";
import { type Chatter, type ChatWorld, startChatWorld } from "./chatWorld.ts";

const API = "/api/p/coupon-bot";
const [LOOK] = STARTERS;

describe("broadcasts of pictures", () => {
  let world: ChatWorld;
  let anna: Chatter;

  before(async () => {
    world = await startChatWorld();
    anna = await world.visitor("Anna");
    await anna.start();
    await anna.sees("a greeting", ({ mine }) => !mine);
  });
  after(() => world?.host.stop());

  const planned = (change: Partial<NewBroadcast> = {}): NewBroadcast => ({
    ...{
      key: uuidv7(),
      name: "Spring",
      audience: { kind: "everybody" },
      when: { kind: "now" },
      anyway: false,
    },
    message: {
      ...{ template: LOOK?.id ?? "", size: "square", code: "spring 20" },
      text: "Hello {firstName}, use <b>{code}</b>",
      buttons: [
        { does: "link", text: "Shop", url: "https://shop.example/?c={code}" },
        { does: "share", text: "Pass it on" },
        { does: "own", text: "Make your own" },
      ],
    },
    ...change,
  });
  const list = async () =>
    (await world.owner.call<{ items: BroadcastRow[] }>("GET", `${API}/broadcasts`)).items;

  it("go out once, with the picture, the code filled in and buttons that lead on, and are counted", async () => {
    const plan = planned();
    await world.owner.call("POST", `${API}/broadcasts`, plan);
    await world.owner.call("POST", `${API}/broadcasts`, plan);
    const seen = await anna.sees("the picture", ({ text }) => text.includes("SPRING-20"));
    expect(seen.text).to.equal("Hello Anna, use SPRING-20");
    expect(seen.photo).to.be.a("string");
    expect(seen.buttons.flat().map(({ text }) => text)).to.deep.equal([
      "Shop",
      "Pass it on",
      "Make your own",
    ]);
    const [row] = await world.host.until("its end", async () => {
      const rows = await list();
      return rows[0]?.state === "done" && rows;
    });
    expect(row).to.deep.include({
      name: "Spring",
      code: "SPRING-20",
      people: 1,
      sent: 1,
      left: 0,
      blocked: 0,
    });
    expect(await list()).to.have.lengthOf(1);
    expect((await anna.messages()).filter(({ text }) => text.includes("SPRING-20"))).to.have.lengthOf(1);
    const other = await world.host.signIn(OTHER_OWNER);
    await other.call("POST", "/api/plugins/coupon-bot/enable", { settings: {}, together: ["journeys"] });
    expect((await other.call<{ items: [] }>("GET", `${API}/broadcasts`)).items).to.deep.equal([]);
    expect((await other.ask("POST", `${API}/broadcasts/${plan.key}/cancel`)).status).to.equal(404);
  });

  it("are tried on one person, and wait, pause and are cancelled as journeys do it", async () => {
    const { items } = await world.owner.call<{ items: { id: string }[] }>("GET", "/api/p/journeys/people");
    const { message } = planned();
    await world.owner.call("POST", `${API}/broadcast-tests`, {
      message: { ...message, code: "TRIAL" },
      person: items[0]?.id,
    });
    await anna.sees("the test", ({ text }) => text === "Hello Anna, use TRIAL");
    const { key } = planned();
    await world.owner.call(
      "POST",
      `${API}/broadcasts`,
      planned({ key, name: "Later", when: { kind: "clock", time: "2099-01-01T10:00" } }),
    );
    expect((await list())[0]).to.deep.include({ name: "Later", state: "scheduled" });
    await world.owner.call("POST", `${API}/broadcasts/${key}/cancel`);
    expect((await list())[0]).to.deep.include({ name: "Later", state: "cancelled" });
  });

  it("refuse a code that is not valid, unless told that it is meant", async () => {
    const { row } = await world.owner.call<{ row: { id: string } }>("POST", `${API}/code-lists`, {
      title: "Spring",
      plan: { fields: {}, texts: {} },
    });
    await world.owner.call("PATCH", `${API}/code-validators/${row.id}`, { active: true });
    const plan = planned({ when: { kind: "clock", time: "2099-01-01T10:00" } });
    const { status, body } = await world.owner.ask("POST", `${API}/broadcasts`, plan);
    expect([status, body.code]).to.deep.equal([422, "broadcast.code_invalid"]);
    await world.owner.call("POST", `${API}/broadcasts`, { ...plan, anyway: true });
  });

  it("are for people of whom journeys know what they did with codes; who is erased there is forgotten here", async () => {
    const { tenantId } = world.owner;
    const person = String(anna.telegramId);
    await world.rows(
      `insert into use_person (tenant_id, person, first_at, last_at, codes, pictures, last_code) values ($1, $2, now(), now(), 3, 2, 'SPRING')
       on conflict (tenant_id, person) do update set codes = 3, pictures = 2, last_code = 'SPRING'`,
      [tenantId, person],
    );
    const text = "You sent {couponCodes} codes, got {couponPictures} pictures, {couponCode} was the last.";
    const journey = journeyOf(
      [{ id: "m", kind: "message", content: { text, buttons: [] }, exits: {} }],
      [{ id: "k", kind: "keyword", words: ["facts"], match: "is" }],
    );
    await world.host.database.system((trx) => publish(trx, tenantId, journey, "Facts"), "p_journeys");
    await anna.write("facts");
    await anna.sees(
      "what is known",
      (seen) => seen.text === "You sent 3 codes, got 2 pictures, SPRING was the last.",
    );
    const { items } = await world.owner.call<{ items: { id: string }[] }>("GET", "/api/p/journeys/people");
    await world.owner.call("DELETE", `/api/p/journeys/people/${items[0]?.id}`);
    await world.host.until("nothing to be known", async () => {
      const left = await world.rows("select person from use_person union select person from talk");
      return left.length === 0;
    });
  });
});
