import { expect } from "chai";
import { OTHER_OWNER, type Person as SignedIn, VIEWER } from "../../../test/kit/host.ts";
import type { AudienceCount, Broadcast, Preview, Recipient } from "../broadcast/api.ts";
import { broadcastToken } from "../broadcast/links.ts";
import { NEW_PLAN, type Plan } from "../broadcast/plan.ts";
import { dueFor, wallInstant } from "../broadcast/timing.ts";
import { journeyOf, startWorld, type Visitor, type World } from "./world.ts";

const API = "/api/p/journeys";
const iso = (instant: number) => new Date(instant).toISOString();

describe("a broadcast's local time", () => {
  it("is each zone's own wall clock, also where the clocks change that day", () => {
    expect(iso(wallInstant("2027-01-15T09:00", "Europe/Berlin"))).to.equal("2027-01-15T08:00:00.000Z");
    expect(iso(wallInstant("2027-01-15T09:00", "Pacific/Kiritimati"))).to.equal("2027-01-14T19:00:00.000Z");
    expect(iso(wallInstant("2027-03-28T01:30", "Europe/Berlin"))).to.equal("2027-03-28T00:30:00.000Z");
    expect(iso(wallInstant("2027-03-28T03:00", "Europe/Berlin"))).to.equal("2027-03-28T01:00:00.000Z");
    expect(iso(wallInstant("2027-03-28T02:30", "Europe/Berlin")), "left out").to.equal(
      "2027-03-28T01:30:00.000Z",
    );
    expect(iso(wallInstant("2026-10-25T02:30", "Europe/Berlin")), "shown twice").to.equal(
      "2026-10-25T00:30:00.000Z",
    );
  });

  it("is at once for whoever's clock is past it when sending begins", () => {
    const when = { kind: "local", time: "2027-01-15T09:00" } as const;
    const begun = new Date("2027-01-15T08:30:00Z");
    expect(dueFor(when, "Europe/Berlin", begun)).to.deep.equal(begun);
    expect(dueFor(when, "America/New_York", begun)).to.deep.equal(new Date("2027-01-15T14:00:00Z"));
  });
});

describe("broadcasts", () => {
  let world: World;
  let other: SignedIn;
  let anna: Visitor;
  let ben: Visitor;
  let journeyId: string;

  before(async () => {
    world = await startWorld();
    other = await world.host.signIn(OTHER_OWNER);
    await other.call("POST", "/api/plugins/journeys/enable", { settings: {} });
    ({ journeyId } = await world.publish(
      journeyOf(
        [{ id: "m", kind: "message", content: { text: "Here is how.", buttons: [] }, exits: {} }],
        [{ id: "t", kind: "broadcast_button" }],
      ),
      "How it works",
    ));
    anna = await world.visitor("Anna <3");
    ben = await world.visitor("Ben");
    await anna.start();
    await ben.start();
    await world.host.until("both are known", async () => (await people()).length === 2);
  });
  after(() => world?.stop());

  const people = () =>
    world.rows<{ id: string; telegramId: number }>(
      `select id, telegram_id as "telegramId" from person where telegram_id is not null and tags = '{}'`,
    );
  const call = <Body = Broadcast>(method: string, path: string, body?: unknown, by = world.owner) =>
    by.call<Body>(method, `${API}${path}`, body);
  const draft = (plan: Partial<Plan>, name = "News") =>
    call("POST", "/broadcasts", { name, plan: { ...NEW_PLAN, ...plan } });
  const ended = (id: string, state = "done") =>
    world.host.until(`the broadcast is ${state}`, async () => {
      const found = await call("GET", `/broadcasts/${id}`);
      return found.state === state && found;
    });
  /** People who can be reached, whom nobody chats for: what is sent to them lies in the outbox. */
  const crowd = async (count: number, tag: string, zone = "UTC") => {
    await world.rows(
      `insert into person (tenant_id, id, telegram_id, first_name, tags, first_seen, timezone)
       select $1::uuid, gen_random_uuid(), taken + n, 'P' || n, array[$3::text], now(), $4::text
       from generate_series(1, $2::int) n, (select greatest(max(telegram_id), 900000000000) as taken from person) people`,
      [world.owner.tenantId, count, tag, zone],
    );
  };
  const tagged = (tag: string): Partial<Plan> => ({
    audience: { kind: "tags", match: "any", tags: [tag] },
    content: { text: "Hello {firstName}", buttons: [] },
    quiet: false,
    capped: false,
  });
  const setQuiet = async (settings: object) => {
    const path = "/api/plugins/journeys/settings";
    const { headers } = await world.owner.ask("GET", path);
    const etag = headers.get("etag") ?? "";
    const { status } = await world.owner.ask("PUT", path, { settings }, { "if-match": etag });
    expect(status).to.equal(200);
  };
  const outbox = (id: string) =>
    world.host.database.query<{ key: string; state: string }>(
      "select dedupe_key as key, state from host.outbox where dedupe_key like $1",
      [`broadcast:${id}:%`],
    );

  it("are counted, seen as somebody would, checked field by field, and tried on one person", async () => {
    const count = await call<AudienceCount>("POST", "/broadcast-audiences", {
      audience: { kind: "everybody" },
    });
    expect(count).to.deep.equal({ count: 2, seconds: 1 });
    const [first] = await world.rows<{ id: string }>("select id from person where telegram_id = $1", [
      anna.telegramId,
    ]);
    const content = {
      text: "Hello <b>{firstName}</b>",
      buttons: [{ id: "a", text: "More", does: "link", url: "nowhere" }],
    };
    const preview = await call<Preview>("POST", "/broadcast-previews", { content, person: first?.id });
    expect(preview.text).to.equal("Hello <b>Anna &lt;3</b>");
    expect(preview.problems.map(({ field }) => field)).to.deep.equal(["content.buttons.a"]);
    const { id } = await draft({ content: { text: "Hi {plan}", buttons: [] } });
    const refused = await world.owner.ask<{ code: string }>("POST", `${API}/broadcasts/${id}/start`);
    expect([refused.status, refused.body.code]).to.deep.equal([422, "broadcast.not_ready"]);
    const { id: good } = await draft({ content: { text: "Only for you, {firstName}", buttons: [] } });
    await call("POST", `/broadcasts/${good}/tests`, { person: first?.id });
    await anna.reads("Only for you, Anna <3");
    expect((await call("GET", `/broadcasts/${good}`)).progress.people).to.equal(0);
  });

  it("reach everybody once, count clicks, and let people into a journey by a button", async () => {
    const { id } = await draft({
      content: {
        text: "Hello {firstName}!",
        buttons: [
          { id: "how", text: "How?", does: "next" },
          { id: "site", text: "Site", does: "link", url: "https://example.com/?who={firstName}" },
        ],
      },
      doors: { how: journeyId },
    });
    await call("POST", `/broadcasts/${id}/start`);
    const { progress } = await ended(id);
    expect(progress).to.include({ people: 2, sent: 2, failed: 0, waiting: 0, queued: 0 });
    await anna.reads("Hello Anna <3!");
    await ben.reads("Hello Ben!");
    await ben.press("How?");
    await ben.reads("Hello Ben!", "Here is how.");
    const shown = (await anna.messages())
      .at(-1)
      ?.buttons.flat()
      .find(({ text }) => text === "Site");
    const [first] = await world.rows<{ id: string }>("select id from person where telegram_id = $1", [
      anna.telegramId,
    ]);
    const token = broadcastToken(id, first?.id ?? "", "site");
    expect(shown?.url).to.equal(`${world.host.url}/api/p/journeys/l/${token}`);
    const opened = await fetch(`${world.host.url}/api/p/journeys/l/${token}`, { redirect: "manual" });
    expect([opened.status, opened.headers.get("location")]).to.deep.equal([
      302,
      "https://example.com/?who=Anna%20%3C3",
    ]);
    const after = await call("GET", `/broadcasts/${id}`);
    expect(after.progress).to.include({ clicked: 2, entered: 1 });
    expect(after.buttons).to.deep.equal({ how: 1, site: 1 });
    const file = await world.owner.ask<unknown>("GET", `${API}/broadcasts/${id}/recipients?limit=1`);
    expect(file.body).to.have.nested.property("items[0].state", "sent");
  });

  it("skip who stopped, and wait for whom a colleague talks with, for quiet hours and for the cap", async () => {
    // Whatever time it is.
    const clock = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);
    await setQuiet({ quietFrom: clock(-1), quietUntil: clock(2), capMessages: 1 });
    await crowd(3, "care", "UTC");
    const members = await world.rows<{ id: string }>(
      "select id from person where tags = '{care}' order by id",
    );
    const [stopped, talking, often] = members.map(({ id }) => id);
    await world.rows("update person set stopped_at = now() where id = $1", [stopped ?? ""]);
    await world.rows("update person set taken_over_at = now(), taken_over_by = 'x' where id = $1", [
      talking ?? "",
    ]);
    await world.rows("update person set touches = array[now()] where id = $1", [often ?? ""]);
    const held = async (plan: Partial<Plan>) => {
      const { id } = await draft({ ...tagged("care"), ...plan });
      await call("POST", `/broadcasts/${id}/start`);
      const { progress } = await world.host.until("two are held", async () => {
        const found = await call("GET", `/broadcasts/${id}`);
        return Object.keys(found.progress.held).length === 2 && found;
      });
      await call("POST", `/broadcasts/${id}/cancel`);
      expect(progress).to.include({ people: 2, waiting: 2 });
      expect(progress.nextDueAt).to.be.a("string");
      return progress.held;
    };
    expect(await held({ quiet: false, capped: true })).to.deep.equal({ taken_over: 1, cap: 1 });
    expect(await held({ quiet: true, capped: false })).to.deep.equal({ taken_over: 1, quiet: 1 });
    await setQuiet({});
  });

  it("take back on a pause what nobody has begun, go on without sending twice, and end on a cancel", async () => {
    await crowd(1_300, "many");
    const { id } = await draft(tagged("many"));
    await call("POST", `/broadcasts/${id}/start`);
    await world.host.until("some are under way", async () => (await outbox(id)).length >= 500);
    const paused = await call("POST", `/broadcasts/${id}/pause`);
    expect(paused.state).to.equal("paused");
    expect(paused.progress.people).to.equal(1_300);
    expect(paused.progress.waiting).to.be.greaterThan(250);
    const before = (await outbox(id)).length;
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect((await outbox(id)).length, "nothing goes out while it is paused").to.equal(before);
    await call("POST", `/broadcasts/${id}/resume`);
    await world.host.until("it goes on", async () => (await outbox(id)).length > before);
    const cancelled = await call("POST", `/broadcasts/${id}/cancel`);
    expect(cancelled.progress.cancelled).to.be.greaterThan(0);
    const perPerson = new Map<string, number>();
    for (const { key, state } of await outbox(id)) {
      const person = key.split(":")[2] ?? "";
      if (state !== "expired") perPerson.set(person, (perPerson.get(person) ?? 0) + 1);
    }
    expect(Math.max(...perPerson.values()), "once a person").to.equal(1);
    expect((await world.owner.ask("POST", `${API}/broadcasts/${id}/resume`)).status).to.equal(409);
  });

  it("go on where a host that died between two batches left them: nobody is missed, nobody doubled", async () => {
    await crowd(20, "crash");
    const [first, second] = await Promise.all([draft(tagged("crash")), draft(tagged("crash"))]);
    // What the dead host had committed: half of the people gathered, three of their messages in the outbox.
    await world.rows(
      "update broadcast set state = 'sending', begun_at = now(), starts_at = now() + interval '1 hour' where id = $1",
      [first.id],
    );
    await world.rows(
      `with half as (
         insert into broadcast_recipient (tenant_id, broadcast_id, person_id, due_at)
         select tenant_id, $1::uuid, id, now() from person where tags = '{crash}' order by id limit 10 returning person_id)
       update broadcast set gathered_to = (select max(person_id::text)::uuid from half) where id = $1::uuid`,
      [first.id],
    );
    await world.rows("update broadcast set starts_at = now() where id = $1", [first.id]);
    await world.host.until(
      "all twenty are in the outbox",
      async () => (await outbox(first.id)).length === 20,
    );
    expect(new Set((await outbox(first.id)).map(({ key }) => key)).size).to.equal(20);
    const { progress } = await call("GET", `/broadcasts/${first.id}`);
    expect(progress.people).to.equal(20);
    await call("POST", `/broadcasts/${first.id}/cancel`);
    await call("DELETE", `/broadcasts/${second.id}`);
  });

  it("wait for each person's own clock, and can be taken back until then", async () => {
    await crowd(1, "zones", "America/New_York");
    const time = new Date(Date.now() + 6 * 3_600_000).toISOString().slice(0, 16);
    const { id } = await draft({ ...tagged("zones"), when: { kind: "local", time } });
    await call("POST", `/broadcasts/${id}/start`);
    await world.host.until(
      "gathered",
      async () => (await call("GET", `/broadcasts/${id}`)).gatheredAt !== null,
    );
    const [row] = await world.rows<{ due: Date }>(
      "select due_at as due from broadcast_recipient where broadcast_id = $1",
      [id],
    );
    expect(row?.due.getTime()).to.equal(wallInstant(time, "America/New_York"));
    await call("POST", `/broadcasts/${id}/cancel`);
    const later = await draft({ ...tagged("zones"), when: { kind: "at", at: iso(Date.now() + 3_600_000) } });
    expect((await call("POST", `/broadcasts/${later.id}/start`)).state).to.equal("scheduled");
    expect((await call("POST", `/broadcasts/${later.id}/unschedule`)).state).to.equal("draft");
  });

  it("are saved by one colleague at a time, read by viewers, and another tenant's business never", async () => {
    const made = await draft(tagged("many"), "Mine");
    const save = (etag: string) =>
      world.owner.ask(
        "PUT",
        `${API}/broadcasts/${made.id}`,
        { name: "Ours", plan: made.plan },
        { "if-match": etag },
      );
    expect((await save(made.etag)).status).to.equal(200);
    expect((await save(made.etag)).status).to.equal(412);
    const viewer = await world.host.signIn(VIEWER);
    expect((await viewer.ask("GET", `${API}/broadcasts/${made.id}`)).status).to.equal(200);
    expect((await viewer.ask("POST", `${API}/broadcasts/${made.id}/start`)).status).to.equal(403);
    expect((await other.ask("GET", `${API}/broadcasts/${made.id}`)).status).to.equal(404);
    expect((await other.ask("POST", `${API}/broadcasts/${made.id}/start`)).status).to.equal(404);
    const recipients = await call<{ items: Recipient[] }>(
      "GET",
      `/broadcasts/${made.id}/recipients`,
      undefined,
      other,
    );
    expect(recipients.items).to.deep.equal([]);
    const count = await call<AudienceCount>(
      "POST",
      "/broadcast-audiences",
      { audience: { kind: "everybody" } },
      other,
    );
    expect(count.count).to.equal(0);
  });
});
