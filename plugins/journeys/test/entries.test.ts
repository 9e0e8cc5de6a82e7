import { expect } from "chai";
import type { Journey } from "../graph/journey.ts";
import { journeyOf, startWorld, type Visitor, type World } from "./world.ts";

const say = (text: string) => ({ text, buttons: [] });

describe("who enters a journey", () => {
  let world: World;

  before(async () => {
    world = await startWorld();
  });

  after(() => world?.stop());

  /** Asks, and thanks for the answer. */
  function asking(
    word: string,
    rules: Partial<Journey["rules"]> = {},
    trigger: "keyword" | "link" = "keyword",
  ) {
    return journeyOf(
      [
        {
          id: "a",
          kind: "question",
          content: say(`${word}?`),
          answer: "text",
          tries: 1,
          exits: { next: "b" },
        },
        { id: "b", kind: "message", content: say(`${word}!`) },
      ],
      [
        trigger === "link"
          ? { id: "t", kind: "deep_link", code: word }
          : { id: "t", kind: "keyword", words: [word], match: "is" },
      ],
      rules,
    );
  }

  const sessionsOf = (person: Visitor) =>
    world.rows<{ state: string; outcome: string | null; name: string }>(
      `select s.state, s.outcome, j.name from session s join journey j on j.tenant_id = s.tenant_id and j.id = s.journey_id
       join person p on p.tenant_id = s.tenant_id and p.id = s.person_id where p.telegram_id = $1 order by s.entered_at, s.id`,
      [person.telegramId],
    );

  it("once: nobody a second time, whatever the end of the first", async () => {
    await world.publish(asking("once", { reentry: "once" }));
    const anna = await world.visitor("Anna");
    await anna.write("once");
    await anna.reads("once?");
    await anna.write("yes");
    await anna.reads("once!");
    await anna.write("once");
    await world.host.until("the second word to be taken", () => taken(anna, 3));
    expect(await sessionsOf(anna)).to.have.length(1);
  });

  it("after completion: again when the last walk is over, not during it", async () => {
    await world.publish(asking("again", { reentry: "after_completion" }, "link"));
    const ben = await world.visitor("Ben");
    await ben.start("again");
    await ben.reads("again?");
    await ben.start("again");
    await world.host.until("the second start to be taken", () => taken(ben, 2));
    expect(await sessionsOf(ben), "still the first walk").to.have.length(1);
    await ben.write("well");
    await ben.reads("again!");
    await ben.start("again");
    await ben.reads("again?");
    expect((await sessionsOf(ben)).map(({ state }) => state)).to.deep.equal(["completed", "awaiting_reply"]);
  });

  it("restart: the walk under way ends as stopped, and a new one begins", async () => {
    await world.publish(asking("anew", { reentry: "restart" }, "link"));
    const cleo = await world.visitor("Cleo");
    await cleo.start("anew");
    await cleo.reads("anew?");
    await cleo.start("anew");
    await cleo.reads("anew?", "anew?");
    expect((await sessionsOf(cleo)).map(({ state, outcome }) => [state, outcome])).to.deep.equal([
      ["stopped", "restarted"],
      ["awaiting_reply", null],
    ]);
  });

  it("who is in another journey waits, is refused, or changes over, as the journey says", async () => {
    await world.publish(asking("first", {}, "link"), "first");
    await world.publish(asking("waits", { whenBusy: "wait" }, "link"), "waits");
    await world.publish(asking("refuses", { whenBusy: "refuse" }, "link"), "refuses");
    await world.publish(asking("replaces", { whenBusy: "replace" }, "link"), "replaces");
    const dora = await world.visitor("Dora");
    await dora.start("first");
    await dora.reads("first?");
    await dora.start("waits");
    await dora.start("refuses");
    await world.host.until("both to be taken", () => taken(dora, 3));
    expect((await sessionsOf(dora)).map(({ name }) => name)).to.deep.equal(["first"]);
    await dora.write("done");
    await dora.reads("first!", "waits?");
    await dora.start("replaces");
    await dora.reads("replaces?");
    expect((await sessionsOf(dora)).map(({ name, outcome }) => [name, outcome])).to.deep.equal([
      ["first", "done"],
      ["waits", "replaced by another journey"],
      ["replaces", null],
    ]);
  });

  it("of several that would take a word, the one of the higher priority does, of equals the newer", async () => {
    await world.publish(asking("both", { priority: 90 }), "high");
    await world.publish(asking("both", { priority: 10 }), "low");
    await world.publish(asking("same", { priority: 50 }), "older");
    await world.publish(asking("same", { priority: 50 }), "newer");
    const emil = await world.visitor("Emil");
    await emil.write("both");
    await emil.reads("both?");
    await emil.write("yes");
    await emil.reads("both!");
    await emil.write("same");
    await emil.reads("same?");
    expect((await sessionsOf(emil)).map(({ name }) => name)).to.deep.equal(["high", "newer"]);
  });

  it("a tag lets in, and ends another walk whose goal it is", async () => {
    await world.publish(
      journeyOf(
        [
          { id: "a", kind: "tag", add: ["buyer"], remove: [], exits: { next: "b" } },
          { id: "b", kind: "message", content: say("Tagged."), exits: {} },
        ],
        [{ id: "t", kind: "deep_link", code: "buy" }],
        { whenBusy: "replace" },
      ),
      "tags",
    );
    await world.publish(
      journeyOf(
        [{ id: "a", kind: "message", content: say("Thanks for buying."), exits: {} }],
        [{ id: "t", kind: "tag_added", tag: "buyer" }],
      ),
      "buyers",
    );
    const fay = await world.visitor("Fay");
    await fay.start("buy");
    await fay.reads("Tagged.", "Thanks for buying.");
    expect((await sessionsOf(fay)).map(({ name, state }) => [name, state])).to.deep.equal([
      ["tags", "completed"],
      ["buyers", "completed"],
    ]);
  });

  it("who blocks the bot walks no further, and may come back", async () => {
    await world.publish(asking("block", {}, "link"), "block");
    const gus = await world.visitor("Gus");
    await gus.start("block");
    await gus.reads("block?");
    await gus.block(true);
    await world.host.until("the walk to end", async () => (await sessionsOf(gus))[0]?.state === "stopped");
    expect((await sessionsOf(gus))[0]?.outcome).to.equal("blocked the bot");
    await gus.block(false);
    await gus.start("block");
    await gus.reads("block?");
  });

  it("two updates of one person at once make one walk", async () => {
    const hal = await world.visitor("Hal");
    await Promise.all([hal.start("first"), hal.start("first"), hal.start("first")]);
    await hal.reads("first?");
    await world.host.until("all to be taken", () => taken(hal, 3));
    expect(await sessionsOf(hal)).to.have.length(1);
  });

  it("a walk that cannot move fails with its reason, and holds up nobody", async () => {
    const { versionId } = await world.publish(
      journeyOf(
        [
          {
            id: "w",
            kind: "delay",
            wait: { mode: "fixed", time: { amount: 1, unit: "seconds" } },
            quiet: false,
            exits: { next: "b" },
          },
          { id: "b", kind: "message", content: say("Moved."), exits: {} },
        ],
        [{ id: "t", kind: "deep_link", code: "soon" }],
      ),
      "soon",
    );
    const [kim, lou] = [await world.visitor("Kim"), await world.visitor("Lou")];
    await kim.start("soon");
    await world.host.until("Kim to wait", async () => (await sessionsOf(kim))[0]?.state === "waiting_delay");
    await world.rows(
      `update session s set version_id = gen_random_uuid() from person p
       where p.id = s.person_id and p.telegram_id = $1 and s.version_id = $2 returning 1`,
      [kim.telegramId, versionId],
    );
    await lou.start("soon");
    await lou.reads("Moved.");
    await world.host.until("Kim's walk to fail", async () => (await sessionsOf(kim))[0]?.state === "failed");
    const [row] = await world.rows<{ error: string }>("select error from session where state = 'failed'");
    expect(row?.error).to.contain("deleted");
  });

  it("a clock that jumps ahead ends what was due, once", async () => {
    await world.publish(
      journeyOf(
        [
          { id: "a", kind: "message", content: say("See you in a week."), exits: { next: "w" } },
          {
            id: "w",
            kind: "delay",
            wait: { mode: "fixed", time: { amount: 7, unit: "days" } },
            quiet: false,
            exits: { next: "b" },
          },
          { id: "b", kind: "message", content: say("A week has passed."), exits: {} },
        ],
        [{ id: "t", kind: "deep_link", code: "week" }],
        { quiet: false },
      ),
      "week",
    );
    const ida = await world.visitor("Ida");
    await ida.start("week");
    await ida.reads("See you in a week.");
    const now = world.host.clock.now().getTime();
    await world.owner.call("PUT", "/api/clock", { at: new Date(now + 8 * 86_400_000).toISOString() });
    await ida.reads("See you in a week.", "A week has passed.");
    await world.owner.call("PUT", "/api/clock", { at: new Date(now + 40 * 86_400_000).toISOString() });
    await ida.start("week");
    await ida.reads("See you in a week.", "A week has passed.", "See you in a week.");
    expect((await sessionsOf(ida)).map(({ state }) => state)).to.deep.equal(["completed", "waiting_delay"]);
  });

  /** True when so many of the person's messages are in the conversation. */
  async function taken(person: Visitor, messages: number): Promise<boolean> {
    const [row] = await world.rows<{ count: number }>(
      `select count(*)::int as count from chat_message c join person p on p.tenant_id = c.tenant_id and p.id = c.person_id
       where p.telegram_id = $1 and c.author = 'person'`,
      [person.telegramId],
    );
    return (row?.count ?? 0) >= messages;
  }
});
