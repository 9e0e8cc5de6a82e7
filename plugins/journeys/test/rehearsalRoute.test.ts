import { expect } from "chai";
import { OTHER_OWNER, VIEWER } from "../../../test/kit/host.ts";
import type { Rehearsed } from "../rehearsal/api.ts";
import { journeyOf, step } from "./drafts.ts";
import { startWorld, type World } from "./world.ts";

const DRAFT = journeyOf([
  step.question("ask", { saveTo: { scope: "journey", name: "city" } }, { next: "wait" }),
  step.delay("wait", { mode: "fixed", time: { amount: 3, unit: "days" } }, { next: "say" }),
  step.message("say", "Still in {city}?"),
]);

describe("the test chat over HTTP", () => {
  let world: World;
  let path: string;

  before(async () => {
    world = await startWorld();
    const { journeyId } = await world.publish(DRAFT);
    path = `/api/p/journeys/journeys/${journeyId}/rehearsal`;
  });

  after(() => world?.stop());

  it("walks the stored draft, or the one on the page, and writes and sends nothing", async () => {
    const entered = await world.owner.call<Rehearsed>("POST", path, {
      state: null,
      input: { kind: "enter" },
    });
    expect(entered.messages.map(({ html }) => html)).to.deep.equal(["ask?"]);
    const told = await world.owner.call<Rehearsed>("POST", path, {
      state: entered.state,
      input: { kind: "answer", answer: { kind: "text", text: "Lima" } },
    });
    expect(told.waits?.kind).to.equal("delay");
    const onPage = { ...DRAFT, steps: [...DRAFT.steps.slice(0, 2), step.message("say", "Now {city}")] };
    const skip = { journey: onPage, state: told.state, input: { kind: "skip" } };
    const skipped = await world.owner.call<Rehearsed>("POST", path, skip);
    expect(skipped.messages.map(({ html }) => html)).to.deep.equal(["Now Lima"]);
    expect(skipped.ended?.state).to.equal("completed");
    expect(await world.rows("select from session")).to.have.length(0);
  });

  it("is open to viewers, and to nobody of another tenant", async () => {
    const enter = { state: null, input: { kind: "enter" } };
    const viewer = await world.host.signIn(VIEWER);
    expect((await viewer.ask("POST", path, enter)).status).to.equal(200);
    const other = await world.host.signIn(OTHER_OWNER);
    await other.call("POST", "/api/plugins/journeys/enable", { settings: {} });
    expect((await other.ask("POST", path, enter)).status).to.equal(404);
  });

  it("refuses a time zone that there is not, and a state that nobody made", async () => {
    const enter = { kind: "enter", person: { timezone: "Mars/Olympus" } };
    expect((await world.owner.ask("POST", path, { state: null, input: enter })).status).to.equal(400);
    expect((await world.owner.ask("POST", path, { state: {}, input: { kind: "skip" } })).status).to.equal(
      400,
    );
  });
});
