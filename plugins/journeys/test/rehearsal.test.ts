import { expect } from "chai";
import type { Journey } from "../graph/journey.ts";
import type { RehearsalInput, Rehearsed } from "../rehearsal/api.ts";
import { rehearse, type Stage } from "../rehearsal/rehearsal.ts";
import { content, journeyOf, step } from "./drafts.ts";

const NOON = Date.parse("2027-03-01T12:00:00Z");
const ID = "0190f3a0-0000-7000-8000-000000000001";

const STAGE: Stage = {
  now: NOON,
  id: ID,
  facts: {
    timezone: "Europe/Berlin",
    quietHours: undefined,
    contributed: new Map(),
    stopWords: ["stop"],
    stopReply: "You will hear no more.",
  },
};

/** A test chat as the page holds it: the state travels as JSON. */
function chatOf(journey: Journey, facts: Partial<Stage["facts"]> = {}) {
  let state: Rehearsed["state"] | null = null;
  return (input: RehearsalInput): Rehearsed => {
    const answer = rehearse(journey, state, input, { ...STAGE, facts: { ...STAGE.facts, ...facts } });
    state = JSON.parse(JSON.stringify(answer.state));
    return answer;
  };
}

describe("the test chat", () => {
  it("shows messages as Telegram would, with the person's values escaped and buttons to press", () => {
    const say = chatOf(
      journeyOf([
        step.message(
          "hi",
          content("Hello <b>{firstName}</b>", {
            media: { kind: "photo", file: "files/cat.png" },
            buttons: [
              { id: "go", text: "Go", does: "next" },
              { id: "site", text: "Site", does: "link", url: "https://example.com/?n={firstName}" },
            ],
          }),
          { "button:go": "bye" },
        ),
        step.message("bye", "Bye"),
      ]),
    );
    const entered = say({ kind: "enter", person: { firstName: "A & B" } });
    expect(entered.messages).to.have.length(1);
    expect(entered.messages[0]).to.deep.include({
      step: "hi",
      html: "Hello <b>A &amp; B</b>",
      media: { kind: "photo", file: "files/cat.png" },
      buttons: [
        [
          { text: "Go", press: { step: "hi", button: "go" } },
          { text: "Site", url: "https://example.com/?n=A%20%26%20B" },
        ],
      ],
    });
    expect(entered.waits?.kind).to.equal("reply");
    const gone = say({ kind: "press", step: "hi", button: "go" });
    expect(gone.messages.map(({ html }) => html)).to.deep.equal(["Bye"]);
    expect(gone.ended).to.deep.equal({ state: "completed", outcome: "done" });
    expect(gone.waits).to.equal(null);
    expect(gone.trail.map(({ step, left }) => [step, left?.exit])).to.deep.equal([
      ["hi", "button:go"],
      ["bye", "next"],
    ]);
  });

  it("skips a delay and then a time-out, and its clock stays ahead", () => {
    const say = chatOf(
      journeyOf([
        step.delay("wait", { mode: "fixed", time: { amount: 2, unit: "days" } }, { next: "ask" }),
        step.question("ask", { timeout: { amount: 1, unit: "hours" } }, { timeout: "late" }),
        step.message("late", "Too late"),
      ]),
    );
    expect(say({ kind: "enter" }).waits).to.deep.equal({ kind: "delay", until: NOON + 172_800_000 });
    const asked = say({ kind: "skip" });
    expect(asked.at).to.equal(NOON + 172_800_000);
    expect(asked.waits).to.deep.equal({ kind: "reply", until: asked.at + 3_600_000, onDue: "timeout" });
    expect(say({ kind: "skip" }).messages.map(({ html }) => html)).to.deep.equal(["Too late"]);
  });

  it("holds a message back in the quiet hours once the person is silent, and skips that too", () => {
    const say = chatOf(
      journeyOf([
        step.delay("wait", { mode: "fixed", time: { amount: 12, unit: "hours" } }, { next: "hi" }),
        step.message("hi", "Good morning"),
      ]),
      { quietHours: { from: 22 * 60, until: 8 * 60 } },
    );
    say({ kind: "enter" });
    expect(say({ kind: "skip" }).waits).to.deep.equal({
      kind: "parked",
      until: Date.parse("2027-03-02T07:00:00Z"),
      why: "quiet",
    });
    expect(say({ kind: "skip" }).messages).to.have.length(1);
  });

  it("lets the tester answer for actions and facts, and shows what was changed about the person", () => {
    const say = chatOf(
      journeyOf([
        step.condition(
          "vip",
          {
            match: "all",
            rules: [{ about: "fact", plugin: "billing", fact: "plan", comparison: "is", value: "gold" }],
          },
          { yes: "act" },
        ),
        step.action("act", { prefix: "c", input: { to: "{firstName}" } }, { next: "tag", failed: "tag" }),
        step.tag("tag", { add: ["guest"] }, { next: "say" }),
        step.message("say", "Code {c_code}"),
      ]),
    );
    expect(say({ kind: "enter" }).state.call).to.deep.include({
      kind: "facts",
      facts: [{ plugin: "billing", fact: "plan" }],
    });
    const asked = say({ kind: "facts", values: { "billing/plan": "gold" } });
    expect(asked.state.call).to.deep.include({ kind: "action", action: "send", input: { to: "Alex" } });
    const done = say({ kind: "result", exit: "next", values: { code: "SPRING" } });
    expect(done.messages[0]?.html).to.equal("Code SPRING");
    expect(done.notes).to.deep.include({ kind: "tag", add: ["guest"], remove: [] });
    expect(done.state.person.tags).to.deep.equal(["guest"]);
    expect(done.state.call).to.equal(null);
  });

  it("shows the key that shares a number while one is asked for, again with the hint, and takes it away after", () => {
    const ask = content("Your number?", { buttons: [{ id: "no", text: "Rather not", does: "next" }] });
    const say = chatOf(
      journeyOf([
        step.question("ask", { answer: "phone", content: ask }, { next: "thanks", "button:no": "thanks" }),
        step.message("thanks", "Thanks", { next: "bye" }),
        step.message("bye", "Bye"),
      ]),
    );
    const keys = [[{ text: "Share my number", shares: "contact" }], [{ text: "Rather not" }]];
    expect(say({ kind: "enter" }).messages[0]).to.deep.include({ keys, buttons: [] });
    const hint = say({ kind: "answer", answer: { kind: "text", text: "why?" } });
    expect(hint.messages[0]?.keys).to.deep.equal(keys);
    const shared = say({ kind: "answer", answer: { kind: "contact", text: "+447700900123" } });
    expect(shared.messages.map((message) => message.keys)).to.deep.equal([[], undefined]);
    say({ kind: "enter" });
    const refused = say({ kind: "answer", answer: { kind: "text", text: "Rather not" } });
    expect(refused.trail[0]?.left?.exit).to.equal("button:no");
  });

  it("takes a picture, a place and a file as answers, with what was written along", () => {
    const say = chatOf(
      journeyOf([
        step.question("pic", { answer: "file", saveTo: { scope: "journey", name: "pic" } }, { next: "any" }),
        step.reply("any", { saveTo: { scope: "journey", name: "any" } }),
      ]),
    );
    say({ kind: "enter" });
    const words = say({ kind: "answer", answer: { kind: "text", text: "no picture" } });
    expect(words.waits?.kind).to.equal("reply");
    say({ kind: "answer", answer: { kind: "photo", text: "my chart", file: "chart.png" } });
    const placed = say({ kind: "answer", answer: { kind: "location", text: "51.5, -0.12" } });
    expect(placed.state.session.variables).to.deep.equal({ pic: "chart.png", any: "51.5, -0.12" });
  });

  it("begins anew on enter, and answers the same to the same state and input", () => {
    const journey = journeyOf([
      step.question("ask", { saveTo: { scope: "journey", name: "a" } }, { next: "e" }),
      step.end("e"),
    ]);
    const first = rehearse(journey, null, { kind: "enter" }, STAGE);
    const said: RehearsalInput = { kind: "answer", answer: { kind: "text", text: "yes" } };
    const once = rehearse(journey, first.state, said, STAGE);
    expect(rehearse(journey, first.state, said, STAGE)).to.deep.equal(once);
    expect(once.state.session.variables).to.deep.equal({ a: "yes" });
    expect(rehearse(journey, once.state, { kind: "enter" }, STAGE).state.session.variables).to.deep.equal({});
  });

  it("stops at a stop word with the answer to that, and at a goal that the walk reaches itself", () => {
    const say = chatOf(journeyOf([step.question("ask")]));
    say({ kind: "enter" });
    const stopped = say({ kind: "answer", answer: { kind: "text", text: " Stop " } });
    expect(stopped.messages.map(({ html }) => html)).to.deep.equal(["You will hear no more."]);
    expect(stopped.ended).to.deep.equal({ state: "stopped", outcome: "stopped by the person" });
    const goals = [{ kind: "tag_added" as const, tag: "buyer" }];
    const buys = chatOf(
      journeyOf([step.tag("tag", { add: ["buyer"] }, { next: "ask" }), step.question("ask")], { goals }),
    );
    const bought = buys({ kind: "enter" });
    expect(bought.ended).to.deep.equal({ state: "completed", outcome: "goal" });
    expect(bought.trail.at(-1)?.left?.exit).to.equal("completed");
  });

  it("tells a tester whose input fits nothing, without moving", () => {
    const say = chatOf(journeyOf([step.delay("wait", { mode: "fixed", time: { amount: 1, unit: "days" } })]));
    say({ kind: "enter" });
    const kept = say({ kind: "answer", answer: { kind: "text", text: "hm" } });
    expect(kept.notes).to.deep.equal([{ kind: "kept" }]);
    expect(kept.waits?.kind).to.equal("delay");
    expect(say({ kind: "press", step: "gone", button: "x" }).notes).to.deep.equal([{ kind: "over" }]);
  });
});
