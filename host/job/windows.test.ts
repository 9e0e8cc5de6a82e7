import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import fc from "fast-check";
import { dueWindows, nextWindow, type Schedule } from "./windows.ts";

const at = (text: string) => new Date(text);
const iso = (windows: Date[]) => windows.map((window) => window.toISOString().slice(0, 16));

describe("dueWindows", () => {
  const quarterly = { schedule: "*/15 * * * *" };

  it("answers every window in (after, now], oldest first", () => {
    const windows = dueWindows({
      ...quarterly,
      after: at("2024-01-02T10:00:00Z"),
      now: at("2024-01-02T10:30:00Z"),
      catchUp: "each",
    });
    expect(iso(windows)).to.deep.equal(["2024-01-02T10:15", "2024-01-02T10:30"]);
  });

  it("answers only the newest missed window for latest", () => {
    const query = { ...quarterly, catchUp: "latest" as const, after: at("2024-01-01T00:00:00Z") };
    expect(iso(dueWindows({ ...query, now: at("2024-01-09T10:44:59Z") }))).to.deep.equal([
      "2024-01-09T10:30",
    ]);
    expect(iso(dueWindows({ ...query, now: at("2024-01-09T10:45:00Z") }))).to.deep.equal([
      "2024-01-09T10:45",
    ]);
  });

  it("answers nothing before the first window after a job was first seen", () => {
    for (const catchUp of ["latest", "each"] as const)
      expect(
        dueWindows({
          ...quarterly,
          after: at("2024-01-02T10:01:00Z"),
          now: at("2024-01-02T10:14:59Z"),
          catchUp,
        }),
      ).to.deep.equal([]);
  });

  it("bounds a long catch-up, so that the rest follows in the next look", () => {
    const query = {
      schedule: "* * * * *",
      catchUp: "each" as const,
      now: at("2024-03-01T00:00:00Z"),
      limit: 3,
    };
    expect(iso(dueWindows({ ...query, after: at("2024-01-01T00:00:00Z") }))).to.deep.equal([
      "2024-01-01T00:01",
      "2024-01-01T00:02",
      "2024-01-01T00:03",
    ]);
  });

  it("refuses what is no schedule of five fields, naming it", () => {
    for (const schedule of ["* * * *", "*/5 * * * * *", "61 * * * *", "0 0 30 2 *", "soon"])
      expect(() => nextWindow({ schedule }, at("2024-01-01T00:00:00Z")))
        .to.throw(schedule)
        .that.satisfies(PlatformError.is);
    expect(() => nextWindow({ schedule: "* * * * *", timezone: "Mars/Base" }, new Date())).to.throw(
      "Mars/Base",
    );
  });
});

describe("dueWindows where clocks change", () => {
  const days = (schedule: Schedule, from: string, to: string) =>
    iso(dueWindows({ ...schedule, after: at(from), now: at(to), catchUp: "each" }));

  const cases = [
    { zone: "Europe/London", gap: "30 1 * * *", skipped: "2024-03-31", moved: "2024-03-31T01:30" },
    { zone: "America/New_York", gap: "30 2 * * *", skipped: "2024-03-10", moved: "2024-03-10T07:30" },
  ];
  for (const { zone, gap, skipped, moved } of cases)
    it(`runs a local time that does not exist once in ${zone}`, () => {
      const schedule = { schedule: gap, timezone: zone };
      expect(days(schedule, `${skipped}T00:00:00Z`, `${skipped}T23:00:00Z`)).to.deep.equal([moved]);
    });

  const repeated = [
    { zone: "Europe/London", day: "2024-10-27", first: "2024-10-27T00:30", inside: "2024-10-27T01:10:00Z" },
    {
      zone: "America/New_York",
      day: "2024-11-03",
      first: "2024-11-03T05:30",
      inside: "2024-11-03T06:10:00Z",
    },
  ];
  for (const { zone, day, first, inside } of repeated) {
    const schedule = { schedule: "30 1 * * *", timezone: zone };
    it(`runs a local time that exists twice once, the first time, in ${zone}`, () => {
      expect(days(schedule, `${day}T00:00:00Z`, `${day}T23:00:00Z`)).to.deep.equal([first]);
      const latest = { ...schedule, after: at(`${day}T00:00:00Z`), catchUp: "latest" as const };
      expect(iso(dueWindows({ ...latest, now: at(`${day}T12:00:00Z`) }))).to.deep.equal([first]);
    });

    it(`does not run it again for who looks from inside the repeated hour in ${zone}`, () => {
      for (const from of [inside, `${first}:00Z`])
        expect(days(schedule, from, `${day}T23:00:00Z`)).to.deep.equal([]);
    });

    it(`keeps a schedule of every quarter in step with real time in ${zone}`, () => {
      const every = { schedule: "*/15 * * * *", timezone: zone };
      expect(days(every, `${day}T00:00:00Z`, `${day}T10:00:00Z`)).to.have.length(40);
    });
  }
});

describe("dueWindows in a zone that moves by half an hour", () => {
  const days = (schedule: string, after: string, now: string) =>
    iso(
      dueWindows({
        schedule,
        timezone: "Australia/Lord_Howe",
        after: at(after),
        now: at(now),
        catchUp: "each",
      }),
    );

  it("runs what exists twice once: on 7 April 2024, 2:00 at +11 goes back to 1:30 at +10:30", () => {
    expect(days("45 1 * * *", "2024-04-05T15:00:00Z", "2024-04-07T15:50:00Z")).to.deep.equal([
      "2024-04-06T14:45",
      "2024-04-07T15:15",
    ]);
  });

  it("runs what does not exist once: on 6 October 2024, 2:00 at +10:30 goes forward to 2:30", () => {
    expect(days("15 2 * * *", "2024-10-05T12:00:00Z", "2024-10-06T16:00:00Z")).to.deep.equal([
      "2024-10-05T15:45",
      "2024-10-06T15:15",
    ]);
  });
});

describe("dueWindows, whatever the times of looking", () => {
  const schedules = fc.constantFrom<Schedule>(
    { schedule: "*/15 * * * *" },
    { schedule: "*/5 * * * *" },
    { schedule: "20 6 * * 1-5", timezone: "Europe/London" },
    { schedule: "30 1 * * *", timezone: "America/New_York" },
    { schedule: "15,45 1,2 * * *", timezone: "Europe/London" },
    { schedule: "0 */2 * * *", timezone: "America/New_York" },
    { schedule: "10 2 * * 0", timezone: "Australia/Lord_Howe" },
  );
  // Around changes of clocks, where a mistake would show.
  const starts = fc.constantFrom(
    "2024-03-09T20:00:00Z",
    "2024-03-30T20:00:00Z",
    "2024-10-26T20:00:00Z",
    "2024-11-02T20:00:00Z",
    "2024-04-06T08:00:00Z",
  );
  const looks = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 });

  it("covers every window exactly once with each", () => {
    fc.assert(
      fc.property(schedules, starts, looks, (schedule, start, minutes) => {
        let after = at(start);
        let now = after.getTime();
        const seen: Date[] = [];
        for (const step of minutes) {
          now += step * 60_000;
          const due = dueWindows({ ...schedule, after, now: new Date(now), catchUp: "each" });
          seen.push(...due);
          after = due.at(-1) ?? after;
        }
        const whole = dueWindows({ ...schedule, after: at(start), now: new Date(now), catchUp: "each" });
        expect(iso(seen)).to.deep.equal(iso(whole));
        const latest = dueWindows({ ...schedule, after: at(start), now: new Date(now), catchUp: "latest" });
        expect(iso(latest)).to.deep.equal(iso(whole.slice(-1)));
      }),
      { numRuns: 60 },
    );
  });
});
