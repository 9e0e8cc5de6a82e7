import { expect } from "chai";
import { chance } from "../engine/chance.ts";
import { problemsOf } from "../graph/check/problems.ts";
import { exitsOf } from "../graph/exits.ts";
import type { Journey } from "../graph/journey.ts";
import type { RehearsalInput, Rehearsed } from "../rehearsal/api.ts";
import { rehearse, type Stage } from "../rehearsal/rehearsal.ts";
import { TEMPLATES, templateById } from "../templates/templates.ts";

const FACTS = {
  timezone: "Europe/Berlin",
  quietHours: { from: 22 * 60, until: 8 * 60 },
  contributed: new Map(),
  stopWords: ["stop"],
  stopReply: "",
};

/** Walks a journey to its end, choosing by a number what a person does: the same number, the same walk. */
function walked(journey: Journey, seed: number): Rehearsed {
  const id = `0190f3a0-0000-7000-8000-${String(seed).padStart(12, "0")}`;
  const stage: Stage = { now: Date.parse("2027-03-01T12:00:00Z"), id, facts: FACTS };
  const tags = journey.triggers.flatMap((trigger) => (trigger.kind === "tag_added" ? [trigger.tag] : []));
  let at = rehearse(journey, null, { kind: "enter", person: { tags } }, stage);
  for (let turn = 0; turn < 80 && at.ended === null; turn += 1)
    at = rehearse(journey, at.state, inputFor(journey, at, Math.floor(chance(seed, turn) * 1_000)), stage);
  return at;
}

const WORDS = ["anna@example.com", "10", "8", "3", "?", "I should like to learn it"];

/** Presses a button of what the person has seen, skips the time, or writes something. */
function inputFor({ steps }: Journey, { waits, trail, state }: Rehearsed, luck: number): RehearsalInput {
  const asked = waits?.kind === "reply";
  const seen = steps.filter(({ id }) =>
    asked ? id === state.session.step : trail.some(({ step }) => step === id),
  );
  const presses = seen.flatMap((step) =>
    exitsOf(step).flatMap(({ key }) => {
      const [part, button] = key.split(":");
      const pressed = part === "button" || (part === "choice" && asked);
      return pressed && button !== undefined ? [{ kind: "press" as const, step: step.id, button }] : [];
    }),
  );
  const press = presses[luck % (presses.length + (asked ? 2 : 4))];
  if (press !== undefined) return press;
  const text = WORDS[luck % 7];
  return text === undefined || !asked ? { kind: "skip" } : { kind: "answer", answer: { kind: "text", text } };
}

describe("templates", () => {
  it("are at least eight, each with an id and a name of its own", () => {
    expect(TEMPLATES.length).to.be.at.least(8);
    expect(new Set(TEMPLATES.map(({ id }) => id)).size).to.equal(TEMPLATES.length);
    expect(new Set(TEMPLATES.map(({ name }) => name)).size).to.equal(TEMPLATES.length);
  });

  it("are found by their ids, and nothing else is", () => {
    expect(templateById("quiz").name).to.equal("Quiz with two openings");
    expect(() => templateById("nothing")).to.throw("There is no template nothing.");
  });

  for (const { id, journey, name, summary } of TEMPLATES) {
    describe(name, () => {
      it("can be published: nothing speaks against it but tags that nobody has yet", () => {
        const known = { live: [], tags: [], variables: [], channels: [], actions: [], facts: [], events: [] };
        const found = problemsOf(journey, { ...known, stopWords: ["stop", "unsubscribe"] });
        expect(found.filter(({ message }) => !message.startsWith("Nobody has the tag"))).to.deep.equal([]);
        expect(summary).to.match(/\.$/);
        expect(id).to.match(/^[a-z-]+$/);
      });

      it("ends, whatever people do, and there are people for each of its steps", () => {
        const visited = new Set<string>();
        for (let seed = 0; seed < 200; seed += 1) {
          const { ended, trail } = walked(journey, seed);
          expect(ended?.state, `walk ${seed}, at ${trail.at(-1)?.step}`).to.be.oneOf([
            "completed",
            "expired",
          ]);
          for (const visit of trail) visited.add(visit.step);
        }
        const missed = journey.steps.map((step) => step.id).filter((step) => !visited.has(step));
        // Those who are VIP, or back, got or lost a tag from outside meanwhile.
        expect(missed.filter((step) => !["member", "is", "isback"].includes(step))).to.deep.equal([]);
      });

      it("ends each of its ways at an outcome with a name", () => {
        const outcomes = new Set<string>();
        for (let seed = 0; seed < 100; seed += 1) outcomes.add(walked(journey, seed).ended?.outcome ?? "");
        const named = journey.steps.flatMap((step) => (step.kind === "end" ? [step.outcome] : []));
        // Whoever never presses the one button of a message.
        named.push("no reply");
        expect([...outcomes].filter((outcome) => !named.includes(outcome))).to.deep.equal([]);
      });
    });
  }
});
