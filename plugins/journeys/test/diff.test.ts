import { expect } from "chai";
import { diffJourneys } from "../graph/diff.ts";
import { content, journeyOf, step } from "./drafts.ts";

const link = (url: string) => ({ id: "b", text: "Open", does: "link" as const, url });
const BEFORE = journeyOf([
  step.message("a", content("Hello", { buttons: [link("https://a.com")] }), { next: "b" }),
  step.delay("b", { mode: "fixed", time: { amount: 1, unit: "days" } }, { next: "c" }),
  step.question(
    "c",
    { answer: "choice", choices: [{ id: "x", text: "Yes" }], saveTo: { scope: "journey", name: "n" } },
    { next: "d" },
  ),
  step.end("d", "done"),
]);

const after = (change: (journey: typeof BEFORE) => void) => {
  const journey = structuredClone(BEFORE);
  change(journey);
  return diffJourneys(BEFORE, journey);
};

describe("the difference of two versions", () => {
  it("is none where steps only moved on the canvas", () => {
    const moved = {
      ...BEFORE,
      steps: [...BEFORE.steps].reverse().map((each) => ({ ...each, x: 900, y: 5 })),
    };
    expect(diffJourneys(BEFORE, moved)).to.deep.equal([]);
  });

  it("names the fields that changed, with what stood there and what stands there now", () => {
    const { steps } = structuredClone(BEFORE);
    steps[0] = step.message("a", content("Hello you", { buttons: [link("https://b.com")], silent: true }), {
      next: "b",
    });
    steps[1] = step.delay("b", { mode: "fixed", time: { amount: 2, unit: "days" } }, { next: "c" });
    expect(diffJourneys(BEFORE, { ...BEFORE, steps })).to.deep.equal([
      {
        of: "step",
        id: "a",
        change: "changed",
        name: "Message: Hello you",
        details: [
          { field: "Text", before: "Hello", after: "Hello you" },
          { field: "Button b: address", before: "https://a.com", after: "https://b.com" },
          { field: "Silent", after: "yes" },
        ],
      },
      {
        of: "step",
        id: "b",
        change: "changed",
        name: "Delay",
        details: [{ field: "Time", before: "1 day", after: "2 days" }],
      },
    ]);
  });

  it("says how words are looked for", () => {
    const keyword = (match: "word" | "contains") => ({
      ...BEFORE,
      triggers: [{ id: "k", kind: "keyword" as const, words: ["no"], match }],
    });
    const [change] = diffJourneys(keyword("contains"), keyword("word"));
    expect(change?.details).to.deep.equal([
      { field: "Match", before: "contains it", after: "has it as a word" },
    ]);
  });

  it("tells where an exit leads now, by the steps' names", () => {
    const [change] = after(({ steps }) => {
      Object.assign(steps[2] ?? {}, { exits: { next: "a", "choice:x": "d" } });
    });
    expect(change?.details).to.deep.equal([
      { field: "Exit “Next”", before: "End: done", after: "Message: Hello" },
      { field: "Exit “Yes”", after: "End: done" },
    ]);
  });

  it("names steps and triggers that came and went, rules, and the beginning", () => {
    const found = after((journey) => {
      journey.steps = [...journey.steps.slice(0, 3), step.tag("e", { add: ["vip"], remove: ["new"] })];
      Object.assign(journey.steps[2] ?? {}, { exits: {} });
      journey.triggers = [{ id: "t2", kind: "keyword", words: ["hi", "hey"], match: "is" }];
      journey.rules = { ...journey.rules, priority: 60, quiet: false };
      journey.start = "b";
    });
    expect(found.map(({ of, change, name }) => `${of} ${change}: ${name}`)).to.deep.equal([
      "start changed: Beginning",
      "rules changed: Rules",
      "trigger added: Keyword “hi”, “hey”",
      "trigger removed: Link “hello”",
      "step changed: Question: c?",
      "step added: Tags: +vip −new",
      "step removed: End: done",
    ]);
    expect(found[0]?.details).to.deep.equal([
      { field: "First step", before: "Message: Hello", after: "Delay" },
    ]);
    expect(found[1]?.details).to.deep.equal([
      { field: "Priority", before: "50", after: "60" },
      { field: "Quiet hours", before: "yes", after: "no" },
    ]);
    expect(found[4]?.details).to.deep.equal([{ field: "Exit “Next”", before: "End: done" }]);
  });

  it("is the other way round from the other side", () => {
    const changed = { ...BEFORE, steps: BEFORE.steps.slice(1) };
    expect(diffJourneys(BEFORE, changed).map(({ change }) => change)).to.deep.equal(["removed"]);
    expect(diffJourneys(changed, BEFORE).map(({ change }) => change)).to.deep.equal(["added"]);
  });
});
