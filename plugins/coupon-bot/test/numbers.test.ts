import type { Transaction } from "@promostack/core";
import { expect } from "chai";
import { SteerableClock } from "../../../host/clock/steerableClock.ts";
import { OTHER_OWNER, OWNER, type Person, startTestHost, type TestHost } from "../../../test/kit/host.ts";
import type {
  CodeNumbers,
  DayNumbers,
  ErrorNumbers,
  HourNumbers,
  InvalidCode,
  Numbers,
  TemplateNumbers,
} from "../numbers/api.ts";
import { noteCheck, notePicture } from "../uses/noting.ts";

const API = "/api/p/coupon-bot";
const T1 = "019a0000-0000-7000-8000-000000000001";
const T2 = "019a0000-0000-7000-8000-000000000002";
type Line = [at: string, person: string | null, code: string, outcome: string, reasonOrTemplate?: string];

/**
 * Seven days in Berlin, Monday 23 to Sunday 29 March 2026: at UTC+1 until the clocks go forward on Sunday at 02:00 (01:00Z). The period
 * before is 16 to 22 March. Somebody without a name is a visitor of the public page.
 */
const SPRING: Line[] = [
  ["2026-03-16T09:00Z", "anna", "SPRING", "valid"],
  ["2026-03-16T09:01Z", "anna", "SPRING", "sent", T1],
  ["2026-03-22T22:59Z", "ben", "HELLO", "invalid", "unknown"], // Sunday 23:59: the period before
  ["2026-03-22T23:00Z", "ben", "SPRING", "valid"], // Monday 00:00
  ["2026-03-22T23:05Z", "ben", "SPRING", "sent", T1], // Mon 0h
  ["2026-03-23T10:00Z", "anna", "SPRNG", "invalid", "unknown"], // Mon 11h
  ["2026-03-24T10:00Z", "carla", "SPRNG", "invalid", "unknown"], // Tue 11h
  ["2026-03-24T10:10Z", "carla", "SPRING", "valid"],
  ["2026-03-24T10:11Z", "carla", "SPRING", "sent", T2], // Tue 11h
  ["2026-03-24T10:12Z", "carla", "SPRING", "failed", T2], // Tue 11h
  ["2026-03-25T08:00Z", null, "SUMMER", "valid"],
  ["2026-03-25T08:01Z", null, "SUMMER", "made", T1], // Wed 9h
  ["2026-03-25T08:02Z", null, "-SALE", "invalid", "expired"], // Wed 9h
  ["2026-03-26T12:00Z", "dora", "SPRING", "unsure", "timeout"], // Thu 13h
  ["2026-03-29T00:30Z", "anna", "SPRING", "sent", T1], // Sun 1h, before the change
  ["2026-03-29T01:30Z", "anna", "SPRING", "sent", T1], // Sun 3h: there is no 2h
  ["2026-03-29T21:59Z", "emil", "SPRING", "sent", T1], // Sun 23h
  ["2026-03-29T22:00Z", "emil", "SPRING", "sent", T1], // Monday 30 March: after it
];

/** New York, Sunday 1 November 2026: 25 hours from 04:00Z; 01:30 comes at 05:30Z and at 06:30Z. */
const AUTUMN: Line[] = [
  ["2026-11-01T03:59Z", "ned", "FALL", "sent", T1], // Saturday 23:59
  ["2026-11-01T05:30Z", "ned", "FALL", "sent", T1], // Sun 1h
  ["2026-11-01T06:30Z", "ned", "FALL", "sent", T1], // Sun 1h again
  ["2026-11-02T04:59Z", "olga", "FALL", "sent", T1], // Sun 23h
  ["2026-11-02T05:00Z", "olga", "FALL", "sent", T1], // Monday 0h
  ["2026-03-24T10:00Z", "anna", "SPRNG", "invalid", "unknown"], // in the other tenant's days
];

/** Who came back. Berlin, Monday 5 to Sunday 11 January 2026: 2026-01-04T23:00Z to 2026-01-11T23:00Z. */
const RETURNS: Line[] = [
  ["2026-01-03T10:00Z", "d1-edge", "A", "valid"],
  ["2026-01-04T10:00Z", "d1-edge", "A", "valid"], // after 24 h: came back
  ["2026-01-05T10:00Z", "d1-miss", "A", "valid"],
  ["2026-01-06T09:59Z", "d1-miss", "A", "valid"], // a minute too early
  ["2026-01-07T10:00Z", "d1-miss", "A", "valid"], // after 48 h: too late
  ["2026-01-08T10:00Z", "d1-in", "A", "valid"],
  ["2026-01-09T20:00Z", "d1-in", "A", "invalid", "unknown"], // 34 h: came back, though in vain
  ["2026-01-10T10:00Z", "d1-open", "A", "valid"], // its window ends on 12 January
  ["2025-12-22T10:00Z", "d7-edge", "A", "valid"],
  ["2025-12-29T10:00Z", "d7-edge", "A", "valid"], // after 7 days: came back
  ["2025-12-23T10:00Z", "d7-miss", "A", "valid"],
  ["2026-01-06T10:00Z", "d7-miss", "A", "valid"], // after 14 days: too late
  ["2025-12-15T10:00Z", "d7-before", "A", "valid"], // its window ended on 29 December: the period before
  ["2025-11-06T10:00Z", "d30-edge", "A", "valid"],
  ["2025-12-06T10:00Z", "d30-edge", "A", "valid"], // after 30 days: came back
  ["2025-11-07T10:00Z", "d30-in", "A", "valid"],
  ["2026-01-05T10:00Z", "d30-in", "A", "valid"], // 59 days: came back
  ["2025-11-08T10:00Z", "d30-miss", "A", "valid"],
  ["2026-05-08T11:00Z", "now-over", "A", "valid"], // 48 h are over an hour before now
  ["2026-05-08T13:00Z", "now-open", "A", "valid"], // in an hour
];
const NOW = new Date("2026-05-10T12:00:00Z");

describe("numbers of the coupon bot, counted by hand", () => {
  let host: TestHost;
  let berlin: Person;
  let newYork: Person;

  before(async () => {
    const clock = new SteerableClock({ at: NOW, rate: 0 });
    host = await startTestHost({ clock, background: false, variables: { LOG_LEVEL: "silent" } });
    [berlin, newYork] = await Promise.all([host.signIn(OWNER), host.signIn(OTHER_OWNER)]);
    for (const [person, timezone] of [
      [berlin, "Europe/Berlin"],
      [newYork, "America/New_York"],
    ] as const) {
      await person.call("PATCH", "/api/tenants/current", { timezone });
      for (const plugin of ["journeys", "coupon-bot"])
        await person.call("POST", `/api/plugins/${plugin}/enable`, { settings: {} });
    }
    await happened(berlin, [...SPRING, ...RETURNS]);
    await happened(newYork, AUTUMN);
  });
  after(() => host?.stop());

  const happened = ({ tenantId }: Person, lines: readonly Line[]) =>
    host.database.tenant(
      tenantId,
      async (trx) => {
        for (const line of lines) await note(trx, tenantId, line);
      },
      "p_coupon_bot",
    );
  const spring = (path: string, more = "") =>
    berlin.call<{ items: never[] }>("GET", `${API}${path}?from=2026-03-23&to=2026-03-29${more}`);
  const numbers = (person: Person, query: string) => person.call<Numbers>("GET", `${API}/numbers?${query}`);
  const listed = async <Item>(path: string, more = ""): Promise<Item[]> => (await spring(path, more)).items;

  it("are right in sum, beside the period before, for one tenant", async () => {
    const { totals, before, zone, ever } = await numbers(berlin, "from=2026-03-23&to=2026-03-29");
    expect({ zone, ever }).to.deep.equal({ zone: "Europe/Berlin", ever: true });
    expect(totals).to.deep.equal({
      uses: 11, // every line of the seven days but the three valid codes
      pictures: 6, // 5 sent, 1 made
      successRate: 6 / 11,
      people: 5, // ben, anna, carla, dora, emil
      newPeople: 3, // carla, dora, emil
      accepted: 3,
      refused: 3, // SPRNG twice, -SALE; whoever could not be checked is neither
      acceptedRate: 0.5,
    });
    expect(before).to.deep.equal({
      ...{ uses: 2, pictures: 1, successRate: 0.5, people: 2, newPeople: 2 },
      ...{ accepted: 1, refused: 1, acceptedRate: 0.5 },
    });
  });

  it("are right by day and by hour, through the night when clocks go forward", async () => {
    expect(await listed<DayNumbers>("/numbers/days")).to.deep.equal(
      [
        ["2026-03-23", 2, 1, 2, 1, 1, 1],
        ["2026-03-24", 3, 1, 1, 1, 1, 0],
        ["2026-03-25", 2, 1, 0, 1, 1, 0],
        ["2026-03-26", 1, 0, 1, 0, 0, 0],
        ["2026-03-27", 0, 0, 0, 0, 0, 0],
        ["2026-03-28", 0, 0, 0, 0, 0, 0],
        ["2026-03-29", 3, 3, 2, 0, 0, 1],
      ].map(([day, uses, pictures, people, accepted, refused, usesBefore]) => ({
        ...{ day, uses, pictures, people, accepted, refused, usesBefore },
      })),
    );
    expect(await listed<HourNumbers>("/numbers/hours")).to.deep.equal(
      [
        [1, 0, 1],
        [1, 11, 1],
        [2, 11, 3],
        [3, 9, 2],
        [4, 13, 1],
        [7, 1, 1],
        [7, 3, 1],
        [7, 23, 1],
      ].map(([weekday, hour, uses]) => ({ weekday, hour, uses })),
    );
  });

  it("are right on the day of 25 hours", async () => {
    const query = "from=2026-11-01&to=2026-11-01";
    const { totals, before } = await numbers(newYork, query);
    expect([totals.uses, totals.people, before.uses]).to.deep.equal([3, 2, 1]);
    const { items } = await newYork.call("GET", `${API}/numbers/hours?${query}`);
    expect(items).to.deep.equal([
      { weekday: 7, hour: 1, uses: 2 },
      { weekday: 7, hour: 23, uses: 1 },
    ]);
  });

  it("name templates, codes and errors, the most frequent first", async () => {
    expect(await listed<TemplateNumbers>("/numbers/templates")).to.deep.equal([
      { template: T1, name: "", pictures: 5, failed: 0, people: 3, share: 5 / 6 }, // ben, anna, emil
      { template: T2, name: "", pictures: 1, failed: 1, people: 1, share: 1 / 6 },
    ]);
    const codes = await listed<CodeNumbers>("/numbers/codes");
    expect(codes.map(({ code, pictures, people, share }) => [code, pictures, people, share])).to.deep.equal([
      ["SPRING", 5, 4, 5 / 6], // ben, carla, anna, emil
      ["SUMMER", 1, 0, 1 / 6],
    ]);
    const errors = await listed<ErrorNumbers>("/numbers/errors");
    expect(errors.map(({ outcome, reason, uses, share }) => [outcome, reason, uses, share])).to.deep.equal([
      ["invalid", "unknown", 2, 2 / 11],
      ["failed", "render", 1, 1 / 11],
      ["invalid", "expired", 1, 1 / 11],
      ["unsure", "timeout", 1, 1 / 11],
    ]);
  });

  it("narrow to the public page or to a template", async () => {
    const shown = async (more: string) => {
      const { totals } = await numbers(berlin, `from=2026-03-23&to=2026-03-29${more}`);
      return [totals.uses, totals.pictures, totals.people, totals.newPeople, totals.acceptedRate];
    };
    expect(await shown("&source=public")).to.deep.equal([2, 1, 0, 0, 0.5]);
    expect(await shown("&source=chat")).to.deep.equal([9, 5, 5, 3, 0.5]);
    expect(await shown(`&template=${T2}`)).to.deep.equal([2, 1, 1, 0, null]);
  });

  it("count who came back once their window is over, to the minute", async () => {
    const { retention } = await numbers(berlin, "from=2026-01-05&to=2026-01-11");
    expect(retention).to.deep.equal([
      { window: "d1", people: 3, returned: 2, rate: 2 / 3, rateBefore: null },
      { window: "d7", people: 2, returned: 1, rate: 1 / 2, rateBefore: 0 },
      { window: "d30", people: 3, returned: 2, rate: 2 / 3, rateBefore: null },
    ]);
    const today = await numbers(berlin, "from=2026-05-04&to=2026-05-10");
    expect(today.retention[0]).to.deep.include({ people: 1, returned: 0 });
  });

  it("list codes that were not valid, searched, paged and as a file whose formulas are disarmed", async () => {
    const shown = (items: readonly InvalidCode[]) =>
      items.map(({ code, times, people, reason }) => [code, times, people, reason]);
    const all = await listed<InvalidCode>("/invalid-codes");
    expect(shown(all)).to.deep.equal([
      ["SPRNG", 2, 2, "unknown"],
      ["-SALE", 1, 0, "expired"],
    ]);
    expect(shown(await listed("/invalid-codes", "&q=sprn"))).to.have.lengthOf(1);
    const first = await berlin.call<{ next: string }>(
      "GET",
      `${API}/invalid-codes?from=2026-03-23&to=2026-03-29&limit=1`,
    );
    expect(shown(await listed("/invalid-codes", `&limit=1&after=${first.next}`))).to.deep.equal([
      ["-SALE", 1, 0, "expired"],
    ]);
    const file = await fetch(
      `${host.url}${API}/invalid-codes?from=2026-03-23&to=2026-03-29&format=csv&x-tenant=${berlin.tenantId}`,
      { headers: { authorization: `Bearer ${berlin.token}` } },
    );
    const lines = (await file.text()).split("\r\n");
    expect(lines[2]).to.match(/^'-SALE,1,0,expired,/);
  });

  it("refuse a period that ends before it begins", async () => {
    const { status, body } = await berlin.ask("GET", `${API}/numbers?from=2026-03-29&to=2026-03-23`);
    expect([status, body.code]).to.deep.equal([422, "numbers.period"]);
  });
});

async function note(trx: Transaction, tenantId: string, [at, person, code, outcome, more = ""]: Line) {
  const source: "chat" | "public" = person === null ? "public" : "chat";
  const event = { tenantId, person, code, source, at: new Date(at) };
  switch (outcome) {
    case "valid":
    case "invalid":
    case "unsure":
      return noteCheck(trx, { ...event, outcome, reason: more, validator: "list" });
    case "sent":
    case "made":
    case "failed": {
      const reason = outcome === "failed" ? "render" : "";
      return notePicture(trx, { ...event, outcome, reason, templateId: more, version: 1, size: "square" });
    }
    default:
      throw new RangeError(`No outcome is called ${outcome}.`);
  }
}
