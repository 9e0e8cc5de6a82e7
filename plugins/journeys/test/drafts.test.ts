import { expect } from "chai";
import { SteerableClock } from "../../../host/clock/steerableClock.ts";
import {
  OTHER_OWNER,
  OWNER,
  type Person,
  startTestHost,
  type TestHost,
  VIEWER,
} from "../../../test/kit/host.ts";
import type {
  Closed,
  Folders,
  JourneyDetail,
  JourneyPage,
  PeopleInside,
  SavedDraft,
  Version,
  VersionDetail,
  VersionPage,
} from "../drafts/api.ts";
import type { StoredMedia } from "../drafts/mediaFiles.ts";
import type { Journey } from "../graph/journey.ts";

const API = "/api/p/journeys";

describe("journeys from draft to version, over HTTP", () => {
  let host: TestHost;
  let owner: Person;
  let other: Person;

  before(async () => {
    const clock = new SteerableClock({ at: new Date("2027-03-01T09:00:00Z"), rate: 0 });
    host = await startTestHost({ clock, background: false });
    [owner, other] = [await host.signIn(OWNER), await host.signIn(OTHER_OWNER)];
    for (const person of [owner, other]) await person.call("POST", "/api/plugins/journeys/enable", {});
  });

  after(() => host?.stop());

  const begin = (name: string, person = owner) =>
    person.call<JourneyDetail>("POST", `${API}/journeys`, { name, from: { kind: "blank" } });
  const read = (id: string) => owner.call<JourneyDetail>("GET", `${API}/journeys/${id}`);
  const save = (id: string, draft: Journey, etag: string, person = owner) =>
    person.ask<SavedDraft & Refusal>("PUT", `${API}/journeys/${id}/draft`, { draft }, { "if-match": etag });
  const publish = (id: string, etag: string, note = "") =>
    owner.ask<Version & Refusal>("POST", `${API}/journeys/${id}/versions`, { note }, { "if-match": etag });
  /** A journey that has been saved and published with one greeting. */
  const published = async (name: string, code: string) => {
    const { id, etag } = await begin(name);
    const saved = await save(id, greeting(code, "Hello"), etag);
    await publish(id, saved.body.etag);
    return id;
  };
  const triggers = (id: string) =>
    host.database.query<{ kind: string; key: string }>(
      "select kind, key from p_journeys.trigger where journey_id = $1 order by kind, key",
      [id],
    );
  /** People who wait at the first step of what is live. */
  const walkers = async (id: string, people: number) => {
    // As the plugin writes: what counts walks looks for its tables on the path.
    await host.database.query(
      `begin;
       set local search_path to p_journeys;
       with born as (
         insert into person (tenant_id, id, first_seen)
         select j.tenant_id, gen_random_uuid(), now() from journey j, generate_series(1, ${people}) where j.id = '${id}'
         returning id)
       insert into session (tenant_id, id, journey_id, version_id, person_id, reentry, entered_by, step, state, body, seq, due_at,
         entered_at, moved_at)
       select j.tenant_id, gen_random_uuid(), j.id, j.live_version, b.id, 'once', 'api', 'hello', 'waiting_delay',
         '${JSON.stringify(BODY)}', 1, 'infinity', now(), now() from journey j, born b where j.id = '${id}';
       commit`,
    );
  };

  it("a new journey is empty, with a link of its own, and keeps what is saved although it is not complete", async () => {
    const { id, draft, etag, state } = await begin("Spring sale");
    expect(state).to.equal("draft");
    expect(draft.triggers).to.have.length(1);
    expect(draft.triggers[0])
      .to.have.property("code")
      .that.matches(/^spring-sale-[0-9a-f]{4}$/);
    const half = greeting("spring", "");
    const saved = await save(id, half, etag);
    expect(saved.status).to.equal(200);
    expect((await read(id)).draft).to.deep.equal(half);
  });

  it("a draft that is no journey is refused, and one without If-Match too", async () => {
    const { id, draft, etag } = await begin("Odd");
    const broken = { ...draft, steps: [{ id: "a", kind: "shout", x: 0, y: 0, exits: {} }] };
    expect(
      (await owner.ask("PUT", `${API}/journeys/${id}/draft`, { draft: broken }, { "if-match": etag })).status,
    ).to.equal(400);
    expect((await owner.ask("PUT", `${API}/journeys/${id}/draft`, { draft })).status).to.equal(428);
  });

  it("of two who save over the same draft the second is told, with both versions", async () => {
    const { id, etag } = await begin("Two hands");
    const mine = greeting("hands", "Mine");
    const theirs = greeting("hands", "Theirs");
    await save(id, theirs, etag);
    const refused = await save(id, mine, etag);
    expect(refused.status).to.equal(412);
    expect(refused.body.code).to.equal("edit.conflict");
    expect(refused.body.details).to.deep.include({ yours: { draft: mine } });
    expect(refused.body.details).to.have.nested.property("theirs.draft.steps[0].content.text", "Theirs");
    const again = await save(id, mine, String(Object(refused.body.details).etag));
    expect(again.status).to.equal(200);
  });

  it("publishing makes an immutable version and its triggers; saving afterwards changes neither", async () => {
    const { id, etag } = await begin("Publish");
    const saved = await save(id, greeting("publish-me", "Hello", ["Sale", "sale ", "deal"]), etag);
    const version = await publish(id, saved.body.etag, "First");
    expect(version.status).to.equal(201);
    expect(version.body).to.include({ number: 1, note: "First", live: true, publishedBy: "Olivia Aurum" });
    expect(await triggers(id)).to.deep.equal([
      { kind: "deep_link", key: "publish-me" },
      { kind: "keyword", key: "deal" },
      { kind: "keyword", key: "sale" },
    ]);
    const later = await save(id, greeting("changed", "Later"), saved.body.etag);
    expect(later.body.changed).to.equal(true);
    const stored = await owner.call<VersionDetail>("GET", `${API}/journeys/${id}/versions/1`);
    expect(stored.document.steps[0]).to.have.nested.property("content.text", "Hello");
    expect(await triggers(id)).to.have.length(3);
    expect(await read(id)).to.include({ state: "live", version: 1, changed: true });
  });

  it("of two who publish the same draft at once both get one version", async () => {
    const { id, etag } = await begin("At once");
    const saved = await save(id, greeting("at-once", "Hello"), etag);
    const answers = await Promise.all([publish(id, saved.body.etag), publish(id, saved.body.etag)]);
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 201]);
    expect(answers.map(({ body }) => body.number)).to.deep.equal([1, 1]);
    const { items } = await owner.call<VersionPage>("GET", `${API}/journeys/${id}/versions`);
    expect(items).to.have.length(1);
  });

  it("a draft that somebody else has changed meanwhile is not published, nor one with errors", async () => {
    const { id, etag, draft } = await begin("Refused");
    const empty = await publish(id, etag);
    expect(empty.status).to.equal(422);
    expect(empty.body.code).to.equal("journey.problems");
    expect(Object(empty.body.details).problems).to.be.an("array").that.is.not.empty;
    await save(id, draft, etag);
    expect((await publish(id, etag)).status).to.equal(412);
    expect(await triggers(id)).to.deep.equal([]);
  });

  it("goes back to an earlier version: its triggers let people in, the draft stays", async () => {
    const id = await published("Back", "back-one");
    const { etag } = await read(id);
    const saved = await save(id, greeting("back-two", "Second"), etag);
    await publish(id, saved.body.etag);
    expect(await triggers(id)).to.deep.equal([{ kind: "deep_link", key: "back-two" }]);
    const live = await owner.call<Version>("PUT", `${API}/journeys/${id}/live`, { number: 1 });
    expect(live).to.include({ number: 1, live: true });
    expect(await triggers(id)).to.deep.equal([{ kind: "deep_link", key: "back-one" }]);
    const now = await read(id);
    expect(now).to.include({ version: 1, changed: true, versions: 2 });
    expect(now.draft.triggers[0]).to.have.property("code", "back-two");
    expect((await owner.ask("PUT", `${API}/journeys/${id}/live`, { number: 9 })).status).to.equal(404);
  });

  it("unpublishing lets people finish, or stops them, and says how many", async () => {
    const [finishing, stopping] = [await published("Finish", "f"), await published("Stop", "s")];
    const elsewhere = await published("Elsewhere", "e");
    await walkers(finishing, 3);
    await walkers(stopping, 2);
    await host.database.query(
      `insert into p_journeys.waiting_entry (tenant_id, person_id, journey_id, id, entered_by, created_at)
       select tenant_id, person_id, $2, gen_random_uuid(), 'api', now() from p_journeys.session where journey_id = $1`,
      [stopping, elsewhere],
    );
    const inside = await owner.call<PeopleInside>("GET", `${API}/journeys/${stopping}/people-inside`);
    expect(inside).to.deep.include({ total: 2, steps: [{ step: "hello", people: 2 }] });
    expect(
      await owner.call<Closed>("DELETE", `${API}/journeys/${finishing}/live?inside=finish`),
    ).to.deep.equal({
      stopped: 0,
      finishing: 3,
    });
    expect(await owner.call<Closed>("DELETE", `${API}/journeys/${stopping}/live?inside=stop`)).to.deep.equal({
      stopped: 2,
      finishing: 0,
    });
    expect(await triggers(stopping)).to.deep.equal([]);
    expect(await read(finishing)).to.include({ state: "draft", inside: 3 });
    const ended = await host.database.query(
      "select state, due_at, outcome from p_journeys.session where journey_id = $1 and ended_at is not null",
      [stopping],
    );
    expect(ended).to.deep.equal(Array(2).fill({ state: "stopped", due_at: null, outcome: "journey closed" }));
    // Whoever waited for another journey is in it now.
    expect(await read(elsewhere)).to.include({ walks: 2 });
    expect((await owner.ask("DELETE", `${API}/journeys/${stopping}/live?inside=stop`)).status).to.equal(409);
  });

  it("is archived and restored when nobody can enter, and deleted with people inside only where that was said", async () => {
    const id = await published("Old", "old");
    const patch = (body: object) => owner.ask<JourneyDetail>("PATCH", `${API}/journeys/${id}`, body);
    expect((await patch({ archived: true })).status).to.equal(409);
    await walkers(id, 2);
    await owner.call("DELETE", `${API}/journeys/${id}/live?inside=finish`);
    expect((await patch({ archived: true })).body.state).to.equal("archived");
    const shown = async (query: string) =>
      (await owner.call<JourneyPage>("GET", `${API}/journeys${query}`)).items.some((each) => each.id === id);
    expect([await shown(""), await shown("?state=archived")]).to.deep.equal([false, true]);
    expect((await patch({ archived: false })).body.state).to.equal("draft");
    const refused = await owner.ask<Refusal>("DELETE", `${API}/journeys/${id}`);
    expect(refused).to.have.nested.property("body.details.people", 2);
    expect(await owner.call("DELETE", `${API}/journeys/${id}?inside=stop`)).to.deep.equal({
      stopped: 2,
      walks: 2,
    });
    expect((await owner.ask("GET", `${API}/journeys/${id}`)).status).to.equal(404);
  });

  it("is renamed, moved to a folder, found there and duplicated with a link of its own", async () => {
    const { id } = await begin("Find me");
    const moved = await owner.call<JourneyDetail>("PATCH", `${API}/journeys/${id}`, {
      name: "Found",
      folder: "Launch",
    });
    expect(moved).to.include({ name: "Found", folder: "Launch" });
    const copy = await owner.call<JourneyDetail>("POST", `${API}/journeys`, {
      from: { kind: "journey", id },
    });
    expect(copy).to.include({ name: "Found (copy)", folder: "Launch" });
    expect(copy.draft.triggers).not.to.deep.equal(moved.draft.triggers);
    const { items } = await owner.call<JourneyPage>("GET", `${API}/journeys?folder=Launch&q=found&sort=name`);
    expect(items.map(({ name }) => name)).to.deep.equal(["Found", "Found (copy)"]);
    const folders = await owner.call<Folders>("GET", `${API}/folders`);
    expect(folders.items).to.deep.equal([{ name: "Launch", journeys: 2 }]);
  });

  it("begins with a template, and with a file that was exported, also in another workspace", async () => {
    const begun = await owner.call<JourneyDetail>("POST", `${API}/journeys`, {
      from: { kind: "template", template: "welcome" },
    });
    expect(begun.draft.steps).to.have.length.above(5);
    const file = await owner.call("GET", `${API}/journeys/${begun.id}/export`);
    const imported = await other.call<JourneyDetail>("POST", `${API}/journeys`, {
      from: { kind: "file", file },
    });
    expect(imported.name).to.equal(begun.name);
    expect(imported.draft.steps).to.deep.equal(begun.draft.steps);
    await other.call("DELETE", `${API}/journeys/${imported.id}`);
    const odd = { from: { kind: "file", file: { hello: "there" } } };
    const refused = await owner.ask<Refusal>("POST", `${API}/journeys`, odd);
    expect(refused).to.deep.include({ status: 400 });
    expect(refused.body.code).to.equal("import.not_a_journey");
  });

  it("takes files for messages, and shows them to the tenant that they belong to only", async () => {
    const png =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const stored = await owner.call<StoredMedia>("POST", `${API}/media`, { name: "dot.png", content: png });
    expect(stored.media).to.include({ kind: "photo", name: "dot.png" });
    const query = `?file=${encodeURIComponent(stored.media.file)}`;
    const { url } = await owner.call<{ url: string }>("GET", `${API}/media${query}`);
    const shown = await fetch(new URL(url, host.url));
    expect(shown.headers.get("content-type")).to.equal("image/png");
    expect((await other.ask("GET", `${API}/media${query}`)).status).to.equal(404);
    expect((await owner.ask("POST", `${API}/media`, { name: "none", content: "" })).status).to.equal(400);
  });

  it("another tenant sees nothing of it and can do nothing to it; a viewer reads and does not write", async () => {
    const id = await published("Private", "private");
    const { etag } = await read(id);
    const tries = await Promise.all([
      other.ask("GET", `${API}/journeys/${id}`),
      other.ask("PUT", `${API}/journeys/${id}/draft`, { draft: greeting("x", "x") }, { "if-match": etag }),
      other.ask("POST", `${API}/journeys/${id}/versions`, {}, { "if-match": etag }),
      other.ask("DELETE", `${API}/journeys/${id}/live?inside=stop`),
      other.ask("DELETE", `${API}/journeys/${id}?inside=stop`),
      other.ask("GET", `${API}/journeys/${id}/versions/1`),
      other.ask("POST", `${API}/journeys`, { from: { kind: "journey", id } }),
    ]);
    expect(tries.map(({ status }) => status)).to.deep.equal(Array(7).fill(404));
    expect((await other.call<JourneyPage>("GET", `${API}/journeys`)).items).to.deep.equal([]);
    const viewer = await host.signIn(VIEWER);
    expect((await viewer.ask("GET", `${API}/journeys/${id}`)).status).to.equal(200);
    expect((await save(id, greeting("x", "x"), etag, viewer)).status).to.equal(403);
  });

  it("tells the audit log who published, went back, unpublished and deleted", async () => {
    const { items } = await owner.call<{ items: { action: string }[] }>("GET", "/api/audit?limit=100");
    const actions = new Set(items.map(({ action }) => action));
    for (const action of ["created", "published", "rolled-back", "unpublished", "changed", "deleted"])
      expect(actions, action).to.include(`journeys.journey.${action}`);
  });
});

/** What the engine keeps of a walk that waits. */
const BODY = {
  wait: { kind: "delay", due: 0 },
  variables: {},
  tries: 0,
  jumps: {},
  buffer: [],
  kept: [],
  visits: 1,
};

interface Refusal {
  code?: string;
  details?: unknown;
}

function greeting(code: string, text: string, words: string[] = []): Journey {
  return {
    format: 1,
    start: "hello",
    triggers: [
      { id: "t1", kind: "deep_link", code },
      ...(words.length > 0 ? [{ id: "t2", kind: "keyword" as const, words, match: "is" as const }] : []),
    ],
    rules: {
      reentry: "once",
      whenBusy: "wait",
      priority: 50,
      quiet: true,
      capped: true,
      expiresAfterDays: 30,
      goals: [],
    },
    steps: [{ id: "hello", kind: "message", x: 0, y: 0, exits: {}, content: { text, buttons: [] } }],
  };
}
