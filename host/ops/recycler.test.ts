import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { Recycler } from "./recycler.ts";

describe("Recycling", () => {
  let test: TestDatabase;
  const began = Date.parse("2026-03-02T10:00:00Z");
  const startedAt = new Date(began).toISOString();
  const replica = (self: string, old: number, now: number, others: string[] = ["one", "two"]) =>
    new Recycler({
      database: test.database,
      old: () => old,
      replicas: async () => others.map((id) => ({ id, startedAt })),
      self,
      after: 10,
      log: quietLog,
      now: () => began + now,
    });

  beforeEach(async () => {
    test = await testDatabase();
  });
  afterEach(() => test.drop());

  it("waits until enough has added up, and for a replica that has just come up", async () => {
    expect(await replica("one", 9, 600_000).look()).to.equal(false);
    expect(await replica("one", 10, 30_000).look()).to.equal(false);
    expect(await replica("one", 10, 600_000).look()).to.equal(true);
  });

  it("lets one replica go at a time", async () => {
    const one = replica("one", 10, 600_000);
    expect(await one.look()).to.equal(true);
    await one.due;
    expect(await replica("two", 50, 600_000).look()).to.equal(false);
  });

  it("lets a process that is alone go later", async () => {
    expect(await replica("one", 39, 600_000, ["one"]).look()).to.equal(false);
    expect(await replica("one", 40, 600_000, ["one"]).look()).to.equal(true);
  });
});
