import { expect } from "chai";
import { type Journey, NEW_RULES } from "../graph/journey.ts";
import type { Step } from "../graph/step.ts";
import { asText, copies, stepsFrom } from "../ui/editor/model/copying.ts";
import { addSteps, changeStep, connect, connections, removeSteps, START } from "../ui/editor/model/edits.ts";
import { newIds } from "../ui/editor/model/ids.ts";
import { inOrder } from "../ui/editor/model/walkOrder.ts";

describe("edits of a journey", () => {
  it("the first step is where it starts; removing a step removes every way to it", () => {
    let journey = addSteps(EMPTY, [message("a", { next: "b" }), message("b", { next: "a" })]);
    expect(journey.start).to.equal("a");
    journey = removeSteps(journey, new Set(["a"]));
    expect(journey).to.deep.include({ start: "", steps: [message("b")] });
  });

  it("a way that leads from an exit which the step has no longer is gone with it", () => {
    const button = { id: "yes", text: "Yes", does: "next" as const };
    const asked: Step = {
      ...message("a", { "button:yes": "b" }),
      content: { text: "Hm?", buttons: [button] },
    };
    const journey = addSteps(EMPTY, [asked, message("b")]);
    expect(connections(journey).map(({ exit }) => exit)).to.deep.equal(["start", "button:yes"]);
    const bare = changeStep(journey, { ...asked, content: { text: "Hm?", buttons: [] } });
    expect(bare.steps[0]?.exits).to.deep.equal({});
  });

  it("connects and disconnects exits and the start, and leaves the given journey as it was", () => {
    const journey = addSteps(EMPTY, [message("a"), message("b")]);
    const connected = connect(connect(journey, { step: "a", exit: "next" }, "b"), START, "b");
    expect(connections(connected)).to.deep.equal([
      { ...START, to: "b" },
      { step: "a", exit: "next", to: "b" },
    ]);
    expect(connections(connect(connected, { step: "a", exit: "next" }, undefined))).to.have.length(1);
    expect(journey.steps[0]?.exits).to.deep.equal({});
  });

  it("copies have ids of their own, steps and buttons alike; ways between them stay, others are left out", () => {
    const button = { id: "go", text: "Go", does: "next" as const };
    const first: Step = {
      ...message("a", { next: "b", "button:go": "c" }),
      content: { text: "", buttons: [button] },
    };
    const pasted = stepsFrom(asText([first, message("b", { next: "c" })])) ?? [];
    const [one, two] = copies(pasted, newIds(addSteps(EMPTY, [first])), { x: 5, y: 7 });
    expect(one?.id).not.to.equal("a");
    expect(one).to.include({ x: 5, y: 7 });
    expect(one?.exits).to.deep.equal({ next: two?.id });
    expect(two?.exits).to.deep.equal({});
    const renamed = one?.kind === "message" ? one.content.buttons[0]?.id : undefined;
    expect(renamed).to.match(/^[a-z0-9]{6}$/);
  });

  it("a clipboard with anything else is not taken for steps", () => {
    for (const text of ["", "Hello", '{"steps":[]}', '{"promostack/journey-steps@1":[{"id":1}]}'])
      expect(stepsFrom(text), text).to.equal(undefined);
  });

  it("lists steps as they are walked, through circles, and what nobody reaches last", () => {
    const steps = [
      message("lost"),
      message("c", { next: "a" }),
      message("b", { next: "c" }),
      message("a", { next: "b" }),
    ];
    expect(inOrder({ ...EMPTY, start: "a", steps }).map(({ id }) => id)).to.deep.equal([
      "a",
      "b",
      "c",
      "lost",
    ]);
  });
});

const EMPTY: Journey = { format: 1, start: "", triggers: [], rules: NEW_RULES, steps: [] };

function message(id: string, exits: Record<string, string> = {}): Extract<Step, { kind: "message" }> {
  return { id, kind: "message", x: 0, y: 0, exits, content: { text: "", buttons: [] } };
}
