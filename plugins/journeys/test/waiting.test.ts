import { expect } from "chai";
import type { StepOf } from "../graph/step.ts";
import { content, journeyOf, step } from "./drafts.ts";
import { NOON, Walker } from "./walker.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const at = (iso: string) => Date.parse(iso);
const QUIET = { from: 22 * 60, until: 8 * 60 };
type Until = Extract<StepOf<"delay">["wait"], { mode: "until" }>;

describe("what a walk waits for", () => {
  describe("a delay", () => {
    const until = (now: string, time: string, own: Partial<Until> = {}, zone = "Europe/Berlin") =>
      new Walker(journeyOf([step.delay("d", { mode: "until", time, zone: "tenant", ...own })]), {
        now: at(now),
        timezone: zone,
      }).enter().due;

    it("of a fixed time ends to the millisecond, and not before", () => {
      const wait = { mode: "fixed" as const, time: { amount: 90, unit: "minutes" as const } };
      const walk = new Walker(journeyOf([step.delay("d", wait, { next: "e" }), step.end("e")])).enter();
      expect(walk.due).to.equal("2027-03-01T13:30:00.000Z");
      expect(walk.after(90 * MINUTE - 1).place).to.equal("d");
      expect(walk.after(1).place).to.equal("done");
    });

    it("of a random time stays within its bounds, differs from person to person, and is the same when repeated", () => {
      const wait = {
        mode: "random" as const,
        from: { amount: 1, unit: "hours" as const },
        to: { amount: 3, unit: "hours" as const },
      };
      const journey = journeyOf([step.delay("d", wait)]);
      const ends = Array.from({ length: 300 }, (_, index) => {
        const walk = new Walker(journey);
        walk.session = { ...walk.session, id: `session ${index}` };
        return Date.parse(walk.enter().due) - NOON;
      });
      expect(Math.min(...ends)).to.be.within(HOUR, 1.2 * HOUR);
      expect(Math.max(...ends)).to.be.within(2.8 * HOUR, 3 * HOUR);
      expect(new Walker(journey).enter().due).to.equal(new Walker(journey).enter().due);
    });

    it("until a time of day ends today where it is still to come, else tomorrow", () => {
      expect(until("2027-03-01T07:00:00Z", "09:00")).to.equal("2027-03-01T08:00:00.000Z");
      expect(until("2027-03-01T08:00:00Z", "09:00")).to.equal("2027-03-02T08:00:00.000Z");
    });

    it("until a time of day keeps to the wall clock on the days that change it", () => {
      expect(until("2027-03-27T12:00:00Z", "09:00"), "spring").to.equal("2027-03-28T07:00:00.000Z");
      expect(until("2027-10-30T12:00:00Z", "09:00"), "autumn").to.equal("2027-10-31T08:00:00.000Z");
      expect(until("2027-03-28T00:59:00Z", "03:15"), "just after the jump").to.equal(
        "2027-03-28T01:15:00.000Z",
      );
    });

    it("until half past two ends when the clocks jump over it, and the first of the two times that they show it", () => {
      expect(until("2027-03-27T20:00:00Z", "02:30")).to.equal("2027-03-28T01:00:00.000Z");
      expect(until("2027-10-30T20:00:00Z", "02:30")).to.equal("2027-10-31T00:30:00.000Z");
      expect(until("2027-10-31T00:45:00Z", "02:30"), "between the two").to.equal("2027-11-01T01:30:00.000Z");
      expect(until("2027-03-28T01:00:00Z", "02:30"), "at the jump").to.equal("2027-03-29T00:30:00.000Z");
      // Lord Howe Island moves its clocks by half an hour.
      expect(until("2027-10-02T12:00:00Z", "02:15", {}, "Australia/Lord_Howe")).to.equal(
        "2027-10-02T15:30:00.000Z",
      );
    });

    it("until a time of day on some weekdays skips the others, by the zone's own calendar", () => {
      // 2027-03-01 is a Monday; in Auckland it is Tuesday by then.
      expect(until("2027-03-01T12:00:00Z", "09:00", { weekdays: [1] })).to.equal("2027-03-08T08:00:00.000Z");
      expect(until("2027-03-01T12:00:00Z", "09:00", { weekdays: [5, 6] })).to.equal(
        "2027-03-05T08:00:00.000Z",
      );
      expect(until("2027-03-01T12:00:00Z", "09:00", { weekdays: [2] }, "Pacific/Auckland")).to.equal(
        "2027-03-01T20:00:00.000Z",
      );
    });

    it("until a time of the person's goes by their zone, or by the tenant's where it is not known", () => {
      const wait: Until = { mode: "until", time: "09:00", zone: "person" };
      const journey = journeyOf([step.delay("d", wait)]);
      const world = { timezone: "Europe/Berlin" };
      expect(new Walker(journey, world, { timezone: "America/New_York" }).enter().due).to.equal(
        "2027-03-01T14:00:00.000Z",
      );
      expect(new Walker(journey, world).enter().due).to.equal("2027-03-02T08:00:00.000Z");
    });

    it("ends no earlier than the quiet hours where it says so", () => {
      const wait = { mode: "fixed" as const, time: { amount: 11, unit: "hours" as const } };
      const due = (quiet: boolean) =>
        new Walker(journeyOf([step.delay("d", wait, {}, quiet)]), { quietHours: QUIET }).enter().due;
      expect(due(true)).to.equal("2027-03-02T08:00:00.000Z");
      expect(due(false)).to.equal("2027-03-01T23:00:00.000Z");
    });
  });

  describe("quiet hours", () => {
    const NIGHT = at("2027-03-01T23:00:00Z");
    const journey = journeyOf([step.message("hi", "Hi", { next: "ask" }), step.question("ask")]);
    const night = (rules = {}, world = {}, person = {}) =>
      new Walker(
        { ...journey, rules: { ...journey.rules, ...rules } },
        { now: NIGHT, quietHours: QUIET, ...world },
        person,
      ).enter();

    it("hold a message back to their end, and the walk goes on from the same stay", () => {
      const walk = night();
      expect(walk.said).to.deep.equal([]);
      expect(walk.session.wait).to.deep.equal({
        kind: "parked",
        due: at("2027-03-02T08:00:00Z"),
        why: "quiet",
      });
      walk.after(9 * HOUR);
      expect(walk.said).to.deep.equal(["Hi", "ask?"]);
      expect(walk.session.visits).to.equal(2);
    });

    it("go by the person's zone", () => {
      expect(night({}, {}, { timezone: "America/Los_Angeles" }).said).to.deep.equal(["Hi", "ask?"]);
    });

    it("end by the wall clock on a day that changes it", () => {
      const walk = night({}, { now: at("2027-03-27T22:00:00Z"), timezone: "Europe/Berlin" });
      expect(walk.due).to.equal("2027-03-28T06:00:00.000Z");
    });

    it("hold nothing back in a conversation, nor for a journey that has none", () => {
      expect(night({}, { lastHeard: NIGHT - 29 * MINUTE }).said).to.deep.equal(["Hi", "ask?"]);
      expect(night({}, { lastHeard: NIGHT - 30 * MINUTE }).said).to.deep.equal([]);
      expect(night({ quiet: false }).said).to.deep.equal(["Hi", "ask?"]);
    });

    it("keep what the person writes meanwhile", () => {
      const walk = night().say("hello?");
      expect(walk.place).to.equal("hi");
      expect(walk.session.kept).to.have.length(1);
    });
  });

  describe("the cap of messages", () => {
    const journey = journeyOf([step.message("one", "1", { next: "two" }), step.message("two", "2")]);
    const capped = (world = {}, rules = {}) =>
      new Walker({ ...journey, rules: { ...journey.rules, ...rules } }, { capUntil: NOON + HOUR, ...world });

    it("puts a message off to when it lets one through", () => {
      const walk = capped().enter();
      expect(walk.session.wait).to.deep.equal({ kind: "parked", due: NOON + HOUR, why: "cap" });
      expect(walk.last?.effects).to.deep.equal([]);
      walk.world = { ...walk.world, capUntil: undefined };
      expect(walk.after(HOUR).said).to.deep.equal(["1", "2"]);
    });

    it("counts one touch a move, however many messages", () => {
      const walk = capped({ capUntil: undefined }).enter();
      expect(walk.last?.effects.map(({ kind }) => kind)).to.deep.equal(["touch", "send", "send"]);
    });

    it("lets answers through and counts none, nor those of a journey that is not capped", () => {
      const talking = capped({ lastHeard: NOON }).enter();
      expect(talking.last?.effects.map(({ kind }) => kind)).to.deep.equal(["send", "send"]);
      const free = capped({}, { capped: false }).enter();
      expect(free.last?.effects.map(({ kind }) => kind)).to.deep.equal(["send", "send"]);
    });
  });

  describe("facts that texts name", () => {
    const journey = journeyOf([
      step.message("hi", content("You are {plan|free}", { buttons: [] }), { next: "e" }),
      step.end("e"),
    ]);
    const contributed = new Map([["plan", { plugin: "billing", fact: "plan" }]]);

    it("are asked for once, and filled in when they are there", () => {
      const walk = new Walker(journey, { contributed }).enter();
      expect(walk.session.wait).to.deep.equal({ kind: "call", call: 1 });
      walk.world = { ...walk.world, facts: { "billing/plan": "gold" } };
      expect(walk.take({ kind: "facts", call: 1 }).said).to.deep.equal(["You are gold"]);
    });

    it("are not asked for where the walk or the person has a value of that name", () => {
      const walk = new Walker(journey, { contributed }, { fields: { plan: "silver" } }).enter();
      expect(walk.said).to.deep.equal(["You are silver"]);
    });

    it("that nobody could fetch leave what the text says instead", () => {
      const walk = new Walker(journey, { contributed, facts: { "billing/plan": null } }).enter();
      expect(walk.said).to.deep.equal(["You are free"]);
    });
  });

  it("is over where the walk ends: nothing falls due after that", () => {
    const walk = new Walker(
      journeyOf([step.question("ask", { timeout: { amount: 1, unit: "days" } })]),
    ).enter();
    walk.take({ kind: "end", end: { state: "stopped", outcome: "x" } });
    expect(walk.after(DAY).last?.visits).to.deep.equal([]);
  });
});
