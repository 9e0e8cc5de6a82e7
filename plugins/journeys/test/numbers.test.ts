import { expect } from "chai";
import { OTHER_OWNER, type Person, VIEWER } from "../../../test/kit/host.ts";
import type {
  ExitNumbers,
  LinkNumbers,
  NumbersOverview,
  StepNumbers,
  VariantNumbers,
} from "../numbers/api.ts";
import { wilson } from "../numbers/wilson.ts";
import { linkToken } from "../run/tenantFacts.ts";
import { content, journeyOf, step } from "./drafts.ts";
import { startWorld, type Visitor, type World } from "./world.ts";

/** Asks until somebody says yes; twice round, then a link. */
const JOURNEY = journeyOf(
  [
    step.split("half", { a: 1, b: 1 }, { "variant:a": "ask", "variant:b": "ask" }),
    step.question(
      "ask",
      {
        answer: "choice",
        choices: [
          { id: "yes", text: "Yes" },
          { id: "no", text: "No" },
        ],
        content: content("Buy?"),
      },
      { "choice:yes": "link", "choice:no": "again", next: "again", invalid: "lost" },
    ),
    step.goto("again", 1, { next: "ask", over: "lost" }),
    step.message(
      "link",
      content("Here you are", {
        buttons: [{ id: "shop", text: "Shop", does: "link", url: "https://example.com/?n={firstName}" }],
      }),
      { next: "won" },
    ),
    step.end("won", "bought"),
    step.end("lost", "said no"),
  ],
  {},
  [{ id: "t", kind: "deep_link", code: "buy" }],
);

describe("numbers of a journey", () => {
  let world: World;
  let other: Person;
  let journeyId: string;
  let base: string;

  const get = <Body>(path = "", person: Person = world.owner) => person.call<Body>("GET", `${base}${path}`);
  const steps = async (query = "") => {
    const { items } = await get<{ items: StepNumbers[] }>(`/steps${query}`);
    return Object.fromEntries(
      items.map(({ step, walks, stays, inside, ended }) => [step, [walks, stays, inside, ended]]),
    );
  };
  const enter = async (name: string): Promise<Visitor> => {
    const visitor = await world.visitor(name);
    await visitor.start("buy");
    await visitor.reads("Buy?");
    return visitor;
  };

  before(async () => {
    world = await startWorld();
    other = await world.host.signIn(OTHER_OWNER);
    await other.call("POST", "/api/plugins/journeys/enable", { settings: {} });
    ({ journeyId } = await world.publish(JOURNEY));
    base = `/api/p/journeys/journeys/${journeyId}/numbers`;
    const buyer = await enter("Anna & Co");
    await buyer.press("Yes");
    await buyer.reads("Here you are");
    const hesitant = await enter("Bo");
    await hesitant.write("No");
    await hesitant.reads("Buy?", "Buy?");
    await hesitant.write("No");
    const silent = await enter("Cy");
    await silent.messages();
    await world.host.until("Bo's end", async () => (await get<NumbersOverview>()).outcomes.length === 2);
  });

  after(() => world?.stop());

  it("count who began, who is inside, and how the others ended", async () => {
    const { version, versions, entered, inside, outcomes } = await get<NumbersOverview>();
    expect([version, versions.length, versions[0]?.live, entered, inside]).to.deep.equal([1, 1, true, 3, 1]);
    expect(outcomes.map(({ state, outcome, walks }) => [state, outcome, walks])).to.have.deep.members([
      ["completed", "bought", 1],
      ["completed", "said no", 1],
    ]);
  });

  it("count a walk once at a step, however often it comes there, and where it stands and ended", async () => {
    expect(await steps()).to.deep.equal({
      half: [3, 3, 0, 0],
      ask: [3, 4, 1, 0],
      again: [1, 2, 0, 0],
      link: [1, 1, 0, 0],
      lost: [1, 1, 0, 1],
      won: [1, 1, 0, 1],
    });
  });

  it("agree with what is counted stay by stay", async () => {
    const counted = await world.rows(
      "select step, sum(stays)::int as stays, sum(walks)::int as walks from visit_count where exit = '' group by 1 order by 1",
    );
    const stays = await world.rows(
      "select step, count(*)::int as stays, count(distinct session_id)::int as walks from visit group by 1 order by 1",
    );
    expect(counted).to.deep.equal(stays);
    const left = await world.rows(
      "select step, exit, sum(stays)::int as stays, sum(walks)::int as walks from visit_count where exit <> '' group by 1, 2 order by 1, 2",
    );
    const exits = await world.rows(
      `select step, exit, count(*)::int as stays, count(distinct session_id)::int as walks from visit
       where exit is not null group by 1, 2 order by 1, 2`,
    );
    expect(left).to.deep.equal(exits);
  });

  it("tell by which ways walks left a step, by their titles", async () => {
    const { items } = await get<{ items: ExitNumbers[] }>("/exits");
    const asked = items.filter(({ step }) => step === "ask");
    expect(asked.map(({ title, to, stays }) => [title, to, stays])).to.deep.include.members([
      ["Yes", "link", 1],
      ["No", "again", 2],
    ]);
    expect(asked.find(({ title }) => title === "No")?.share).to.be.closeTo(2 / 3, 1e-9);
  });

  it("measure how long walks stay at a step", async () => {
    const { items } = await get<{ items: StepNumbers[] }>("/steps");
    const ask = items.find(({ step }) => step === "ask");
    expect(ask?.median).to.be.within(0, 60);
    expect(ask?.p90).to.be.at.least(ask?.median ?? 0);
    expect(items[0]?.share).to.equal(1);
  });

  it("give each branch of a split its rate and the interval of uncertainty", async () => {
    const { items } = await get<{ items: VariantNumbers[] }>("/splits");
    expect(items.map(({ variant }) => variant)).to.deep.equal(["a", "b"]);
    expect(items.reduce((sum, { walks }) => sum + walks, 0)).to.equal(3);
    expect(items.reduce((sum, { completed }) => sum + completed, 0)).to.equal(2);
    const [split] = await world.rows<{ counted: number; joined: number }>(
      `select (select sum(walks)::int from split_count) as counted, (select count(*)::int from session s
         join visit v on v.session_id = s.id and v.exit like 'variant:%' where s.ended_at is not null) as joined`,
    );
    expect(split).to.deep.equal({ counted: 2, joined: 2 });
    for (const { walks, completed, completedShare, completedLow, completedHigh } of items)
      expect({ share: completedShare, low: completedLow, high: completedHigh }).to.deep.equal(
        wilson(completed, walks),
      );
  });

  it("know Wilson's interval", () => {
    const { low, high } = wilson(10, 100);
    expect([low, high].map((each) => each.toFixed(4))).to.deep.equal(["0.0552", "0.1744"]);
    expect(wilson(0, 0)).to.deep.equal({ share: 0, low: 0, high: 1 });
    expect(wilson(5, 5).high).to.be.at.most(1);
  });

  it("lead a counted link on to its address with the person's variables, and count the click", async () => {
    const [walk] = await world.rows<{ id: string }>("select session_id as id from visit where step = 'link'");
    const follow = (token: string) =>
      fetch(`${world.host.url}/api/p/journeys/l/${token}`, { redirect: "manual" });
    const token = linkToken(walk?.id ?? "", "link", "shop");
    for (let click = 0; click < 2; click += 1) {
      const answer = await follow(token);
      expect([answer.status, answer.headers.get("location")]).to.deep.equal([
        302,
        "https://example.com/?n=Anna%20%26%20Co",
      ]);
    }
    const { items } = await get<{ items: LinkNumbers[] }>("/links");
    expect(items).to.have.length(1);
    expect(items[0]).to.deep.include({ step: "link", text: "Shop", clicks: 2, people: 1, share: 1 });
    for (const gone of [
      "nonsense",
      linkToken(walk?.id ?? "", "link", "other"),
      linkToken(journeyId, "link", "shop"),
    ]) {
      const answer = await follow(gone);
      expect(answer.status).to.equal(404);
      expect(await answer.text()).to.contain("leads nowhere any more");
    }
  });

  it("keep to the days and the version that are asked for", async () => {
    expect((await get<NumbersOverview>("?to=2020-01-01")).entered).to.equal(0);
    expect((await get<NumbersOverview>("?from=2020-01-01")).entered).to.equal(3);
    expect((await get<NumbersOverview>("?version=1")).entered).to.equal(3);
    expect((await world.owner.ask("GET", `${base}?version=7`)).status).to.equal(404);
  });

  it("come as a file, and to nobody of another tenant", async () => {
    const viewer = await world.host.signIn(VIEWER);
    const headers = { authorization: `Bearer ${viewer.token}`, "x-tenant": viewer.tenantId };
    const file = await fetch(`${world.host.url}${base}/steps?format=csv`, { headers });
    expect(file.headers.get("content-disposition")).to.contain("funnel.csv");
    expect((await file.text()).split("\n")[0]).to.contain("step,name,kind,walks,share");
    for (const path of ["", "/steps", "/exits", "/splits", "/links"])
      expect((await other.ask("GET", `${base}${path}`)).status, path).to.equal(404);
  });
});
