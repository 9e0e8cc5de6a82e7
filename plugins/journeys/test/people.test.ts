import { expect } from "chai";
import { OTHER_OWNER, type Person as SignedIn, VIEWER } from "../../../test/kit/host.ts";
import type { Entered, Erased, Tagged, Undone } from "../people/actsApi.ts";
import type { Happening, PeopleCount, PeopleOptions, Person, PersonRow, Walk } from "../people/api.ts";
import type { FieldUse, Reached, TagUse } from "../people/fieldsApi.ts";
import type { Segment, SegmentLook } from "../people/segmentsApi.ts";
import { TABLES } from "../people/tenantData.ts";
import { personOfUser } from "../run/people.ts";
import { journeyOf, startWorld, type Visitor, type World } from "./world.ts";

const API = "/api/p/journeys";
const said = (text: string) => ({ text, buttons: [] });

interface Items<Item> {
  items: Item[];
  next?: string;
}

describe("people", () => {
  let world: World;
  let viewer: SignedIn;
  let other: SignedIn;
  let anna: Visitor;
  let journeyId: string;

  before(async () => {
    world = await startWorld();
    viewer = await world.host.signIn(VIEWER);
    other = await world.host.signIn(OTHER_OWNER);
    await other.call("POST", "/api/plugins/journeys/enable", { settings: {} });
    ({ journeyId } = await world.publish(
      journeyOf(
        [
          {
            id: "ask",
            kind: "question",
            title: "Where from?",
            content: said("Where do you live?"),
            answer: "text",
            tries: 3,
            saveTo: { scope: "person", name: "city" },
            exits: { next: "again" },
          },
          {
            id: "again",
            kind: "question",
            content: said("And what do you do?"),
            answer: "text",
            tries: 3,
            saveTo: { scope: "journey", name: "work" },
            exits: { next: "last" },
          },
          {
            id: "last",
            kind: "question",
            content: said("Shall we call you?"),
            answer: "text",
            tries: 3,
            exits: {},
          },
        ],
        [{ id: "t", kind: "deep_link", code: "spring" }],
        { reentry: "restart" },
      ),
      "Welcome",
    ));
    anna = await world.visitor("Anna");
    await anna.start("spring");
    await anna.reads("Where do you live?");
    await anna.write("Lisbon");
    await anna.reads("And what do you do?");
    await anna.write("Gardens");
    await anna.reads("Shall we call you?");
  });
  after(() => world?.stop());

  const get = <Body>(path: string, by: SignedIn = world.owner) => by.call<Body>("GET", `${API}${path}`);
  const post = <Body>(path: string, body: unknown) => world.owner.call<Body>("POST", `${API}${path}`, body);
  const statusOf = async (by: SignedIn, method: string, path: string, body?: unknown) =>
    (await by.ask(method, `${API}${path}`, body)).status;
  const personOf = async (visitor: Visitor) => {
    const { items } = await get<Items<PersonRow>>(`/people?q=${visitor.telegramId}`);
    const [found] = items;
    if (found === undefined) throw new Error("Nobody found.");
    return found;
  };

  it("stand in the list with where they are, found by name, id, tag, source and journey", async () => {
    expect(await personOf(anna)).to.deep.include({
      firstName: "Anna",
      source: "spring",
      reach: "reachable",
      journey: "Welcome",
      tags: [],
    });
    const counts = await Promise.all(
      ["q=ann", "source=spring", `journey=${journeyId}`, "reach=blocked", "q=nobody", "tag=vip"].map(
        (query) => get<PeopleCount>(`/people-counts?${query}`),
      ),
    );
    expect(counts.map(({ count }) => count)).to.deep.equal([1, 1, 1, 0, 0, 0]);
    const { sources, journeys } = await get<PeopleOptions>("/people-options");
    expect(sources).to.include("spring");
    expect(journeys[0]?.steps[0]).to.deep.equal({ id: "ask", title: "Where from?" });
  });

  it("have a page: fields, what was said both ways, and the walk with its steps and variables", async () => {
    const { id } = await personOf(anna);
    const person = await get<Person>(`/people/${id}`);
    expect(person.fields).to.deep.equal({ city: "Lisbon" });
    const { items } = await get<Items<Happening>>(`/people/${id}/timeline`);
    expect(items.map(({ kind, text }) => `${kind} ${text}`)).to.deep.include.members([
      "sent Where do you live?",
      "wrote Lisbon",
      "entered deep_link:spring",
    ]);
    const first = await get<Items<Happening>>(`/people/${id}/timeline?limit=3`);
    const second = await get<Items<Happening>>(`/people/${id}/timeline?limit=200&after=${first.next}`);
    expect([...first.items, ...second.items].map((each) => each.id)).to.deep.equal(
      items.map((each) => each.id),
    );
    const [walk] = (await get<Items<Walk>>(`/people/${id}/walks`)).items;
    expect(walk).to.deep.include({ journey: "Welcome", version: 1, variables: { work: "Gardens" } });
    expect(walk?.trail.map(({ title, exit }) => [title, exit])).to.deep.equal([
      ["Where from?", "next"],
      ["Question", "next"],
      ["Question", null],
    ]);
  });

  it("are tagged and have fields set by hand, checked by the field's type; a journey begins by the tag", async () => {
    await post("/person-fields", { name: "age", label: "Age", type: "number", options: [] });
    await world.publish(
      journeyOf(
        [{ id: "hi", kind: "message", content: said("Welcome to the club."), exits: {} }],
        [{ id: "t", kind: "tag_added", tag: "club" }],
        { whenBusy: "replace" },
      ),
      "Club",
    );
    const { id } = await personOf(anna);
    const patch = (body: unknown) =>
      world.owner.ask<Person & Record<string, unknown>>("PATCH", `${API}/people/${id}`, body);
    const wrong = await patch({ fields: { age: "old" } });
    expect([wrong.status, wrong.body]).to.have.nested.property("[1].details.fields[0].field", "fields.age");
    const { body } = await patch({
      addTags: ["club", "vip"],
      fields: { age: "7654321", city: null },
      timezone: "Europe/Lisbon",
    });
    expect(body).to.deep.include({
      tags: ["club", "vip"],
      fields: { age: 7654321 },
      timezone: "Europe/Lisbon",
    });
    await anna.reads("Welcome to the club.");
    expect((await patch({ timezone: "Mars/North" })).status).to.equal(422);
    const { items } = await world.owner.call<Items<Record<string, unknown>>>(
      "GET",
      "/api/audit?action=journeys.person.changed",
    );
    expect(JSON.stringify(items)).to.contain("age").and.not.contain("7654321");
  });

  it("are let into a journey and stopped in it by a colleague", async () => {
    const { id } = await personOf(anna);
    await post(`/people/${id}/entries`, { journey: journeyId });
    await anna.reads("Where do you live?");
    const [walk] = (await get<Items<Walk>>(`/people/${id}/walks`)).items;
    expect(walk).to.include({ state: "awaiting_reply", enteredBy: "colleague" });
    const stop = `/people/${id}/walks/${walk?.id}`;
    expect(await statusOf(world.owner, "DELETE", stop)).to.equal(204);
    expect(await statusOf(world.owner, "DELETE", stop)).to.equal(409);
    const entered = await post<Entered>("/people-entries", { journey: journeyId, ids: [id] });
    expect(entered).to.deep.equal({ entered: 1, waiting: 0, refused: 0 });
  });

  it("are tagged many at once, part after part, and untagged again by an undo: only those who were changed", async () => {
    await world.rows(
      `insert into person (tenant_id, id, first_name, source, tags, first_seen)
       select $1, gen_random_uuid(), 'P' || n, 'crowd', case when n <= 100 then '{early}'::text[] else '{}' end, now() from generate_series(1, 5200) n`,
      [world.owner.tenantId],
    );
    const tag = { did: "tag", tag: "early", filter: { source: "crowd" } };
    const first = await post<Tagged>("/people-tags", tag);
    const second = await post<Tagged>("/people-tags", { ...tag, act: first.act, after: first.next });
    expect([first.changed + second.changed, second.next]).to.deep.equal([5_100, undefined]);
    const tags = (await get<Items<TagUse>>("/tags")).items;
    expect(tags.find((each) => each.tag === "early")?.people).to.equal(5_200);
    const undo = () => world.owner.call<Undone>("DELETE", `${API}/people-tags/${first.act}`);
    expect([(await undo()).more, (await undo()).more]).to.deep.equal([true, false]);
    expect(await get<PeopleCount>("/people-counts?tag=early")).to.include({ count: 100 });
    expect(await statusOf(world.owner, "POST", "/people-tags", { did: "tag", tag: "x" })).to.equal(422);
  });

  it("are segmented: counted while one edits, kept, filtered by, and followed by a rename of what they ask for", async () => {
    const rules = {
      match: "all",
      rules: [
        { about: "tag", tag: "early", has: true },
        {
          match: "any",
          rules: [
            { about: "source", comparison: "is", value: "crowd" },
            { about: "reach", is: "blocked", has: true },
          ],
        },
      ],
    };
    const look = await post<SegmentLook>("/segment-looks", { rules });
    expect([look.count, look.reachable, look.people.length]).to.deep.equal([100, 0, 8]);
    const kept = await post<Segment>("/segments", { name: "Early", rules });
    expect(await statusOf(world.owner, "POST", "/segments", { name: "early", rules })).to.equal(409);
    const renamed = await world.owner.call<Reached>("PATCH", `${API}/tags/early`, { to: "first" });
    expect(renamed).to.deep.equal({ people: 100, segments: 1 });
    expect(await get<PeopleCount>(`/people-counts?segment=${kept.id}`)).to.include({ count: 100 });
    const save = (etag: string) =>
      world.owner.ask(
        "PUT",
        `${API}/segments/${kept.id}`,
        { name: "All", rules: { match: "all", rules: [] } },
        { "if-match": etag },
      );
    const late = await save(kept.etag);
    expect(late.status).to.equal(412);
    expect(late.body).to.have.nested.property("details.theirs.rules.rules[0].tag", "first");
    expect((await save((await get<Segment>(`/segments/${kept.id}`)).etag)).status).to.equal(200);
    const wrong = { match: "all", rules: [{ about: "tag", tag: "a'; drop table person", has: true }] };
    expect(await statusOf(world.owner, "POST", "/segment-looks", { rules: wrong })).to.equal(400);
  });

  it("have fields that are renamed and deleted with everybody who has them, and the numbers are told", async () => {
    const { id } = await personOf(anna);
    const renamed = await world.owner.call<Reached>("PATCH", `${API}/person-fields/age`, {
      name: "years",
      label: "Years",
      type: "number",
      options: [],
    });
    expect(renamed).to.deep.equal({ people: 1, segments: 0 });
    expect((await get<Person>(`/people/${id}`)).fields).to.deep.include({ years: 7654321 });
    await post("/person-fields", { name: "city", label: "City", type: "text", options: [] });
    const { items } = await get<Items<FieldUse>>("/person-fields");
    expect(items.find(({ name }) => name === "city")).to.deep.include({ people: 0, journeys: ["Welcome"] });
    expect(items.find(({ name }) => name === "years")).to.deep.include({ people: 1, journeys: [] });
    expect(await world.owner.call<Reached>("DELETE", `${API}/person-fields/years`)).to.include({ people: 1 });
    expect((await get<Person>(`/people/${id}`)).fields).not.to.have.property("years");
  });

  it("are the same people when somebody who was imported by username is met", async () => {
    const [imported] = await world.rows<{ id: string }>(
      `insert into person (tenant_id, id, username, source, tags, first_seen)
       values ($1, gen_random_uuid(), 'gil_1', 'import', '{fair}', now()) returning id`,
      [world.owner.tenantId],
    );
    const user = { id: 777, first_name: "Gil", username: "Gil_1" };
    const met = await world.host.database.tenant(
      world.owner.tenantId,
      (trx) => personOfUser(trx, world.owner.tenantId, user, "spring", new Date()),
      "p_journeys",
    );
    expect(met).to.deep.include({ id: imported?.id, telegramId: "777", tags: ["fair"], source: "import" });
  });

  it("leave as a file with a column for each field, formulas disarmed", async () => {
    const { id } = await personOf(anna);
    await world.owner.call("PATCH", `${API}/people/${id}`, { fields: { note: '=1+1, "so"' } });
    const answer = await fetch(`${world.host.url}${API}/people-exports?q=Anna`, {
      headers: { authorization: `Bearer ${world.owner.token}`, "x-tenant": world.owner.tenantId },
    });
    const [header, line] = (await answer.text()).replace("\uFEFF", "").split("\r\n");
    expect(header).to.equal(
      "telegram_id,username,first_name,last_name,language,timezone,source,tags,state,first_seen,last_heard,note",
    );
    expect(line).to.contain('"club, vip",reachable').and.contain(`"'=1+1, ""so"""`);
  });

  it("are another tenant's business never, and a viewer only reads", async () => {
    const { id } = await personOf(anna);
    expect((await get<Items<PersonRow>>("/people", other)).items).to.deep.equal([]);
    expect((await get<Items<PersonRow>>(`/people/${id}/timeline`, other)).items).to.deep.equal([]);
    expect(await statusOf(other, "GET", `/people/${id}`)).to.equal(404);
    expect(await statusOf(other, "DELETE", `/people/${id}`)).to.equal(404);
    expect(await statusOf(other, "PATCH", `/people/${id}`, { addTags: ["x"] })).to.equal(404);
    expect(await statusOf(viewer, "GET", `/people/${id}`)).to.equal(200);
    const filter = {};
    for (const [method, path, body] of [
      ["PATCH", `/people/${id}`, { addTags: ["x"] }],
      ["DELETE", `/people/${id}`, undefined],
      ["POST", "/people-tags", { did: "tag", tag: "x", filter }],
      ["POST", "/people-erasures", { filter }],
      ["POST", "/segments", { name: "S", rules: { match: "all", rules: [] } }],
      ["DELETE", "/tags/first", undefined],
      ["GET", "/people-exports", undefined],
    ] as const)
      expect(await statusOf(viewer, method, path, body), path).to.equal(403);
  });

  it("are erased with everything about them: no table knows them, and what is counted stays", async () => {
    const { id, telegramId } = await personOf(anna);
    const before = await world.rows(
      "select journey_id, state = 'completed' as done, count(*) from session group by 1, 2 order by 1, 2",
    );
    const visits = await world.rows<{ count: number }>("select count(*) from visit");
    expect(await statusOf(world.owner, "DELETE", `/people/${id}`)).to.equal(204);
    for (const table of Object.keys(TABLES)) {
      const rows = await world.rows(
        `select * from ${table} t where t::text ilike any(array['%' || $1 || '%', '%' || $2 || '%', '%lisbon%', '%gardens%'])`,
        [id, telegramId ?? ""],
      );
      expect(rows, table).to.deep.equal([]);
    }
    expect(
      await world.rows("select payload from host.outbox where chat = $1 and method = 'sendMessage'", [
        telegramId ?? "",
      ]),
    ).to.deep.equal([]);
    expect(
      await world.rows(
        "select journey_id, state = 'completed' as done, count(*) from session group by 1, 2 order by 1, 2",
      ),
    ).to.deep.equal(before);
    expect(await world.rows("select count(*) from visit")).to.deep.equal(visits);
    expect(await world.rows("select from session where ended_at is null")).to.deep.equal([]);
    const part = await post<Erased>("/people-erasures", { filter: { source: "crowd" } });
    expect(part.erased).to.equal(200);
    expect(part.next).to.be.a("string");
  });

  it("are exported and purged with every table of the plugin", async () => {
    const rows = await world.rows<{ name: string }>(
      "select relname::text as name from pg_class where relnamespace = 'p_journeys'::regnamespace and relkind = 'r' order by 1",
    );
    expect(rows.map(({ name }) => name)).to.deep.equal(Object.keys(TABLES).sort());
  });
});
