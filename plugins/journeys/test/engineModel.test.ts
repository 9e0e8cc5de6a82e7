import { expect } from "chai";
import fc from "fast-check";
import { advance } from "../engine/advance.ts";
import type { Input, Move } from "../engine/move.ts";
import { dueOf, newSession, type Session, stateOf } from "../engine/session.ts";
import type { World } from "../engine/world.ts";
import { exitsOf } from "../graph/exits.ts";
import type { Journey } from "../graph/journey.ts";
import type { Step } from "../graph/step.ts";
import { content, journeyOf, step } from "./drafts.ts";
import { type Act, Model } from "./model.ts";
import { ANNA, NOON } from "./walker.ts";

const IDS = ["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"];
const WORDS = ["yes", "no", "7", "Go", "Red", "?"];
const TAGS = ["vip", "new"];
const go = { id: "go", text: "Go", does: "next" as const };

const seconds = fc.integer({ min: 1, max: 60 }).map((amount) => ({ amount, unit: "seconds" as const }));
const timeout = fc
  .option(seconds, { nil: undefined })
  .map((time) => (time === undefined ? {} : { timeout: time }));
const tags = fc.subarray(TAGS);

/** Steps of every kind, their exits still open. */
const bareStep = (id: string): fc.Arbitrary<Step> =>
  fc.oneof(
    fc.boolean().map((asks) => step.message(id, content(`text ${id}`, { buttons: asks ? [go] : [] }))),
    fc
      .tuple(fc.boolean(), fc.boolean(), fc.integer({ min: 1, max: 3 }), timeout)
      .map(([chooses, skips, tries, time]) =>
        step.question(id, {
          ...time,
          content: content(`ask ${id}`, { buttons: skips ? [go] : [] }),
          answer: chooses ? "choice" : "number",
          choices: [
            { id: "red", text: "Red" },
            { id: "blue", text: "Blue" },
          ].slice(0, chooses ? 2 : 0),
          tries,
          hint: "hint",
          saveTo: { scope: "journey", name: "answer" },
        }),
      ),
    timeout.map((time) => step.reply(id, { ...time, branches: [{ id: "b", words: ["yes"], match: "is" }] })),
    seconds.map((time) => step.delay(id, { mode: "fixed", time })),
    fc
      .constantFrom(...TAGS)
      .map((tag) => step.condition(id, { match: "all", rules: [{ about: "tag", tag, has: true }] })),
    fc.constant(step.split(id, { x: 1, y: 2 })),
    fc.tuple(tags, tags).map(([add, remove]) => step.tag(id, { add, remove })),
    fc.constant(step.set(id, { target: { scope: "journey", name: "n" }, does: "add", value: "1" })),
    fc.constant(step.action(id, { outcomes: [{ id: "o", title: "Other" }] })),
    fc.integer({ min: 1, max: 3 }).map((most) => step.goto(id, most)),
    fc.constant(step.end(id)),
  );

/** Its exits lead anywhere, nowhere, or to a step that is not there. */
const anyStep = (id: string): fc.Arbitrary<Step> =>
  bareStep(id).chain((bare) => {
    const keys = exitsOf(bare).map(({ key }) => key);
    const target = fc.option(
      fc.oneof(
        { weight: 30, arbitrary: fc.constantFrom(...IDS) },
        { weight: 1, arbitrary: fc.constant("gone") },
      ),
      {
        nil: undefined,
        freq: 5,
      },
    );
    return fc.tuple(...keys.map(() => target)).map((targets) => {
      const led = keys.flatMap((key, index) => {
        const to = targets[index];
        return to === undefined ? [] : [[key, to]];
      });
      return { ...bare, exits: Object.fromEntries(led) };
    });
  });

const anyJourney = fc
  .tuple(...IDS.map(anyStep))
  .map((steps) => journeyOf(steps, { quiet: false, capped: false, expiresAfterDays: 1 }));

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ does: fc.constant("say" as const), text: fc.constantFrom(...WORDS) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant("press" as const),
      step: fc.constantFrom(...IDS),
      button: fc.constantFrom("go", "red", "blue", "old"),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant("wait" as const),
      ms: fc.constantFrom(500, 30_000, 60_000, 86_400_000),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant("result" as const),
      exit: fc.constantFrom("next", "outcome:o", "failed"),
      stale: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("stop" as const) }) },
);

/** A walk by the engine, which every move is held against what must hold of all. */
class Checked {
  readonly journey: Journey;
  world: World = {
    now: NOON,
    timezone: "UTC",
    person: ANNA,
    facts: {},
    contributed: new Map(),
  };
  session: Session = newSession({
    id: "0190f3a0-0000-7000-8000-000000000001",
    journeyId: "j",
    personId: "anna",
  });
  last: Move | undefined;
  readonly left = new Set<number>();

  constructor(journey: Journey) {
    this.journey = journey;
  }

  take(input: Input): void {
    const before = this.session;
    const frozen = deepFreeze(structuredClone(before));
    const move = advance(this.journey, frozen, input, this.world);
    expect(advance(this.journey, structuredClone(before), input, this.world), "repeated").to.deep.equal(move);
    const stored: Session = JSON.parse(JSON.stringify(move.session));
    expect(stored, "as JSON").to.deep.equal(move.session);
    this.#checkSession(before, move.session);
    this.#checkVisits(before, move);
    for (const effect of move.effects) {
      if (effect.kind !== "tag") continue;
      const { person } = this.world;
      const kept = [...new Set([...person.tags, ...effect.add])].filter(
        (tag) => !effect.remove.includes(tag),
      );
      this.world = { ...this.world, person: { ...person, tags: kept } };
    }
    this.session = stored;
    this.last = move;
  }

  #checkSession(before: Session, after: Session): void {
    expect(after.seq).to.equal(before.seq + 1);
    if (before.end !== null) expect({ ...after, seq: before.seq }, "ended").to.deep.equal(before);
    expect(after.wait === null, "waits, or is over").to.equal(after.end !== null);
    expect(after.buffer, "collects nothing here").to.deep.equal([]);
    expect(after.kept.length).to.be.at.most(20);
    const due = dueOf(after);
    if (due !== undefined && after.step !== before.step) expect(due).to.be.above(this.world.now);
    if (after.end === null) expect(["active", "waiting_delay", "awaiting_reply"]).to.include(stateOf(after));
  }

  /** Stays are numbered without a gap; each is left once, and only the newest may not be. */
  #checkVisits(before: Session, { session, visits }: Move): void {
    const entered = visits.map(({ n }) => n).filter((n) => n > before.visits);
    expect(entered).to.deep.equal(entered.map((_, index) => before.visits + 1 + index));
    expect(session.visits).to.equal(before.visits + entered.length);
    for (const { n, left } of visits) {
      expect(n, "an older stay").to.be.at.least(before.visits);
      if (left === undefined) expect(n).to.equal(session.visits);
      else {
        expect(this.left.has(n), `stay ${n} left twice`).to.equal(false);
        this.left.add(n);
      }
    }
    if (session.end !== null && session.visits > 0)
      expect(this.left.has(session.visits), "left at the end").to.equal(true);
  }
}

function deepFreeze<Frozen>(value: Frozen): Frozen {
  if (typeof value === "object" && value !== null) {
    for (const each of Object.values(value)) deepFreeze(each);
    Object.freeze(value);
  }
  return value;
}

function inputOf(act: Act, { session, world }: Checked): Input {
  switch (act.does) {
    case "say":
      return { kind: "answer", answer: { at: world.now, kind: "text", text: act.text } };
    case "press":
      return { kind: "press", step: act.step, button: act.button, at: world.now };
    case "wait":
      return { kind: "due" };
    case "result": {
      const call = session.wait?.kind === "call" ? session.wait.call : 0;
      return { kind: "result", call: act.stale ? call - 1 : call, exit: act.exit };
    }
    case "stop":
      return { kind: "end", end: { state: "stopped", outcome: "stopped" } };
  }
}

/** The branch that the engine draws: the model takes its word for chance, and holds it to be the same each time. */
function branchIn(journey: Journey, split: Extract<Step, { kind: "split" }>): string {
  const alone = { ...journey, start: split.id, steps: [{ ...split, exits: {} }] };
  const walk = new Checked(alone);
  walk.take({ kind: "enter" });
  return walk.last?.visits[0]?.left?.exit.slice("variant:".length) ?? "";
}

describe("the interpreter, whatever the journey and whatever people do", () => {
  it("does as a small model of it does, moves by one, repeats itself, and keeps its trail whole", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyJourney, fc.array(anyAct, { maxLength: 25 }), (journey, acts) => {
        const walk = new Checked(journey);
        const model = new Model(journey, (split) => branchIn(journey, split));
        const agree = () => {
          const said = (walk.last?.effects ?? []).flatMap((each) =>
            each.kind === "send" ? [each.payload.text] : [],
          );
          expect(said).to.deep.equal(model.said);
          expect(walk.session.step).to.equal(model.at);
          expect(walk.session.end?.state ?? "").to.equal(model.ended);
          expect(walk.session.variables).to.deep.equal(Object.fromEntries(model.variables));
          expect([...walk.world.person.tags].sort()).to.deep.equal([...model.tags].sort());
          seen.add(walk.session.end?.state ?? walk.session.wait?.kind ?? "");
        };
        walk.take({ kind: "enter" });
        model.enter();
        agree();
        for (const act of acts) {
          if (act.does === "wait") walk.world = { ...walk.world, now: walk.world.now + act.ms };
          walk.take(inputOf(act, walk));
          model.do(act);
          agree();
        }
      }),
      { numRuns: 300 },
    );
    expect([...seen], "the test reaches every state").to.include.members([
      "delay",
      "reply",
      "call",
      "completed",
      "stopped",
      "expired",
      "failed",
    ]);
  });
});
