import { expect } from "chai";
import { holidaysOf } from "../calendar/holidays.ts";
import { TradingCalendar } from "../calendar/tradingCalendar.ts";
import { stateOf } from "../signals/feedState.ts";

const metals = new TradingCalendar("metals");
const forex = new TradingCalendar("forex");
const crypto = new TradingCalendar("crypto");
const HOUR = 3_600_000;

const open = (calendar: TradingCalendar, ...times: string[]) =>
  times.map((time) => calendar.isOpen(Date.parse(time)));

describe("trading calendars", () => {
  it("open gold from Sunday 18:00 to Friday 17:00 in New York, with an hour's break each day", () => {
    expect(open(metals, "2024-01-14T22:59:00Z", "2024-01-14T23:00:00Z")).to.deep.equal([false, true]);
    expect(open(metals, "2024-01-16T21:59:00Z", "2024-01-16T22:00:00Z")).to.deep.equal([true, false]);
    expect(open(metals, "2024-01-16T22:59:00Z", "2024-01-16T23:00:00Z")).to.deep.equal([false, true]);
    expect(
      open(metals, "2024-01-19T21:59:00Z", "2024-01-19T22:00:00Z", "2024-01-20T12:00:00Z"),
    ).to.deep.equal([true, false, false]);
  });

  it("keep New York's clock through both changes of the year", () => {
    // 10 March and 3 November 2024: Sunday's opening moves by an hour in UTC.
    expect(open(metals, "2024-03-10T21:59:00Z", "2024-03-10T22:00:00Z")).to.deep.equal([false, true]);
    expect(open(metals, "2024-03-08T21:59:00Z", "2024-03-08T22:00:00Z")).to.deep.equal([true, false]);
    expect(open(metals, "2024-03-15T20:59:00Z", "2024-03-15T21:00:00Z")).to.deep.equal([true, false]);
    expect(open(metals, "2024-11-03T22:59:00Z", "2024-11-03T23:00:00Z")).to.deep.equal([false, true]);
    expect(open(metals, "2024-11-01T20:59:00Z", "2024-11-01T21:00:00Z")).to.deep.equal([true, false]);
  });

  it("keep currencies open through the break, and coins always", () => {
    expect(open(forex, "2024-01-16T22:30:00Z", "2024-01-19T22:00:00Z", "2024-01-21T22:00:00Z")).to.deep.equal(
      [true, false, true],
    );
    expect(open(crypto, "2024-01-20T12:00:00Z", "2024-12-25T12:00:00Z")).to.deep.equal([true, true]);
  });

  it("close for holidays with the evening before, and early on the half ones", () => {
    const christmas = [
      "2025-12-24T18:44:00Z",
      "2025-12-24T18:45:00Z",
      "2025-12-25T20:00:00Z",
      "2025-12-25T23:00:00Z",
    ];
    expect(open(metals, ...christmas)).to.deep.equal([true, false, false, true]);
    // Good Friday 2024: closed from Thursday 17:00 to Sunday 18:00 in New York.
    expect(
      open(metals, "2024-03-28T20:59:00Z", "2024-03-28T22:30:00Z", "2024-03-29T15:00:00Z"),
    ).to.deep.equal([true, false, false]);
    expect(
      open(metals, "2024-11-28T19:29:00Z", "2024-11-28T19:30:00Z", "2024-11-28T23:00:00Z"),
    ).to.deep.equal([true, false, true]);
  });

  it("know the moving days of any year", () => {
    const dates = new Map(
      [2024, 2025, 2026].flatMap((year) => holidaysOf(year).map((day) => [`${year} ${day.name}`, day.date])),
    );
    expect(dates.get("2024 Good Friday")).to.equal("2024-03-29");
    expect(dates.get("2025 Good Friday")).to.equal("2025-04-18");
    expect(dates.get("2026 Good Friday")).to.equal("2026-04-03");
    expect(dates.get("2024 Thanksgiving (US)")).to.equal("2024-11-28");
    expect(dates.get("2026 Independence Day (US)")).to.equal("2026-07-03");
    expect(dates.get("2025 Summer bank holiday (UK)")).to.equal("2025-08-25");
    expect(dates.get("2026 Boxing Day (UK)")).to.equal(undefined);
  });

  it("follow the installation's own days, which go before the rules", () => {
    const own = new TradingCalendar("metals", [
      { calendar: "metals", date: "2024-01-17", effect: "closed", name: "Outage" },
      { calendar: "metals", date: "2024-01-15", effect: "open", name: "Traded on" },
      { calendar: "forex", date: "2024-01-18", effect: "closed", name: "Another market's" },
    ]);
    expect(open(own, "2024-01-17T15:00:00Z", "2024-01-18T15:00:00Z")).to.deep.equal([false, true]);
    expect(open(metals, "2024-01-15T20:00:00Z")).to.deep.equal([false]);
    expect(open(own, "2024-01-15T20:00:00Z")).to.deep.equal([true]);
  });

  it("say when a closed market opens next", () => {
    const next = metals.nextOpen(Date.parse("2024-01-20T12:00:00Z"));
    expect(next && new Date(next).toISOString()).to.equal("2024-01-21T23:00:00.000Z");
  });
});

describe("the state of a feed", () => {
  const state = (now: string, close: string, calendar = metals) =>
    stateOf(Date.parse(now), Date.parse(close), calendar).state;

  it("is stale only for time in which the market trades", () => {
    expect(state("2024-01-16T15:20:00Z", "2024-01-16T15:00:00Z")).to.equal("live");
    expect(state("2024-01-16T15:21:00Z", "2024-01-16T15:00:00Z")).to.equal("stale");
    expect(state("2024-01-20T12:00:00Z", "2024-01-19T22:00:00Z")).to.equal("closed");
    expect(state("2024-01-21T23:10:00Z", "2024-01-19T22:00:00Z")).to.equal("live");
    expect(state("2024-01-21T23:25:00Z", "2024-01-19T22:00:00Z")).to.equal("stale");
    expect(state("2024-01-20T12:00:00Z", "2024-01-19T12:00:00Z")).to.equal("stale");
    expect(state("2024-01-20T12:00:00Z", "2024-01-20T11:00:00Z", crypto)).to.equal("stale");
  });

  it("tells of a long silence in the unit that a person would use", () => {
    const silent = (close: string) =>
      stateOf(Date.parse("2024-01-20T12:00:00Z"), Date.parse(close), crypto).detail;
    expect(silent("2024-01-20T11:00:00Z")).to.include("No new candle for 60 min:");
    expect(silent("2024-01-19T12:00:00Z")).to.include("for 24 hours:");
    expect(silent("2023-01-20T12:00:00Z")).to.include("for 365 days:");
  });

  it("counts the trading time of a long silence quickly", () => {
    expect(forex.tradedBetween(Date.parse("2004-01-01"), Date.parse("2024-01-01"), HOUR)).to.equal(HOUR);
  });
});
