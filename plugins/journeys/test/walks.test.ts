import { expect } from "chai";
import { journeyOf, startWorld, type World } from "./world.ts";

const text = (words: string) => ({ text: words, buttons: [] });

describe("a walk through a journey, by a real bot", () => {
  let world: World;

  before(async () => {
    world = await startWorld();
  });

  after(() => world?.stop());

  it("is entered by its link and walked to the end: message, question, answer, branch, end", async () => {
    await world.publish(
      journeyOf(
        [
          { id: "hello", kind: "message", content: text("Hello {firstName|there}!"), exits: { next: "ask" } },
          {
            id: "ask",
            kind: "question",
            content: text("How old are you?"),
            answer: "number",
            least: 1,
            tries: 3,
            saveTo: { scope: "person", name: "age" },
            exits: { next: "grown" },
          },
          {
            id: "grown",
            kind: "condition",
            when: {
              match: "all",
              rules: [{ about: "variable", name: "age", comparison: "atLeast", value: 18 }],
            },
            exits: { yes: "adult", no: "minor" },
          },
          {
            id: "adult",
            kind: "message",
            content: text("{age}: welcome <b>in</b>."),
            exits: { next: "tag" },
          },
          { id: "minor", kind: "message", content: text("Come back later."), exits: {} },
          { id: "tag", kind: "tag", add: ["adult"], remove: [], exits: { next: "done" } },
          { id: "done", kind: "end", outcome: "welcomed" },
        ],
        [{ id: "t", kind: "deep_link", code: "spring" }],
      ),
    );
    const anna = await world.visitor("Anna <3");
    await anna.start("spring");
    await anna.reads("Hello Anna <3!", "How old are you?");
    await anna.write("I will not tell");
    await anna.reads("Please answer with a number.");
    await anna.write("33");
    await anna.reads("33: welcome in.");
    const [session] = await world.rows<{ state: string; outcome: string; enteredBy: string }>(
      `select s.state, s.outcome, s.entered_by as "enteredBy" from session s`,
    );
    expect(session).to.deep.equal({ state: "completed", outcome: "welcomed", enteredBy: "deep_link:spring" });
    const [person] = await world.rows<{ tags: string[]; fields: object; source: string }>(
      "select tags, fields, source from person where telegram_id = $1",
      [anna.telegramId],
    );
    expect(person).to.deep.equal({ tags: ["adult"], fields: { age: 33 }, source: "spring" });
  });

  it("goes on by itself when a delay is over, and by a button's own branch", async () => {
    await world.publish(
      journeyOf(
        [
          { id: "one", kind: "message", content: text("One moment."), exits: { next: "wait" } },
          {
            id: "wait",
            kind: "delay",
            wait: { mode: "fixed", time: { amount: 1, unit: "seconds" } },
            quiet: false,
            exits: { next: "two" },
          },
          {
            id: "two",
            kind: "message",
            content: {
              text: "Tea or coffee?",
              buttons: [
                { id: "tea", text: "Tea", does: "next" },
                { id: "coffee", text: "Coffee", does: "next" },
              ],
            },
            exits: { "button:tea": "t", "button:coffee": "c" },
          },
          { id: "t", kind: "message", content: text("Tea it is."), exits: {} },
          { id: "c", kind: "message", content: text("Coffee it is."), exits: {} },
        ],
        [{ id: "k", kind: "keyword", words: ["drink"], match: "word" }],
      ),
    );
    const ben = await world.visitor("Ben");
    await ben.write("I am drinking");
    await ben.write("I would like a drink!");
    await ben.reads("One moment.", "Tea or coffee?");
    const answer = await ben.press("Coffee");
    expect(answer.text, "nothing to say").to.equal(undefined);
    await ben.reads("Coffee it is.");
    const late = await ben.press("Tea");
    expect(late.text).to.contain("over");
  });

  it("ends when the person says stop, and says nothing more until they start again", async () => {
    await world.publish(
      journeyOf(
        [
          {
            id: "a",
            kind: "question",
            content: text("Name?"),
            answer: "text",
            tries: 1,
            exits: { next: "b" },
          },
          { id: "b", kind: "message", content: text("Thanks."), exits: {} },
        ],
        [{ id: "c", kind: "command", command: "join" }],
      ),
    );
    const cleo = await world.visitor("Cleo");
    await cleo.write("/join");
    await cleo.reads("Name?");
    await cleo.write("STOP");
    await cleo.reads("You will hear no more from us. Send /start if you change your mind.");
    await cleo.write("/join");
    await cleo.start();
    await cleo.write("/join");
    await cleo.reads("Name?");
    expect((await cleo.messages()).filter(({ text: words }) => words === "Name?")).to.have.length(2);
  });

  it("goes on in the version that the person entered, while the journey is edited, rolled back and unpublished", async () => {
    const { owner } = world;
    const API = "/api/p/journeys/journeys";
    const versioned = (thanks: string) =>
      journeyOf(
        [
          {
            id: "a",
            kind: "question",
            content: text("Ready?"),
            answer: "text",
            tries: 1,
            exits: { next: "b" },
          },
          { id: "b", kind: "message", content: text(thanks) },
        ],
        [{ id: "t", kind: "deep_link", code: "edits" }],
      );
    const begun = await owner.call<{ id: string; etag: string }>("POST", API, {
      name: "Edited",
      from: { kind: "blank" },
    });
    const journey = `${API}/${begun.id}`;
    let { etag } = begun;
    const publish = async (thanks: string) => {
      const draft = versioned(thanks);
      const saved = await owner.ask<{ etag: string }>(
        "PUT",
        `${journey}/draft`,
        { draft },
        { "if-match": etag },
      );
      etag = saved.body.etag;
      const made = await owner.ask("POST", `${journey}/versions`, { note: "" }, { "if-match": etag });
      expect(made.status).to.be.below(300);
    };
    const enter = async (name: string) => {
      const person = await world.visitor(name);
      await person.start("edits");
      await person.reads("Ready?");
      return person;
    };
    await publish("One.");
    const first = await enter("First");
    await publish("Two.");
    const second = await enter("Second");
    await owner.call("PUT", `${journey}/live`, { number: 1 });
    const third = await enter("Third");
    await owner.call("DELETE", `${journey}/live?inside=finish`);
    for (const [person, thanks] of [
      [first, "One."],
      [second, "Two."],
      [third, "One."],
    ] as const) {
      await person.write("yes");
      await person.reads("Ready?", thanks);
    }
  });
});
