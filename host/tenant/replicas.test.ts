import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { Replicas } from "./replicas.ts";

describe("The list of replicas", () => {
  let test: TestDatabase;
  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());

  it("shows who is alive and who leads, and nobody who left or died", async () => {
    const { database } = test;
    const facts = () => ({ version: "1.2.3", heldGenerations: 0, releases: {} });
    const first = new Replicas({ database, leads: () => true, facts, log: quietLog });
    const second = new Replicas({ database, leads: () => false, facts, log: quietLog });
    await first.start();
    await second.start();
    const both = await second.list();
    expect(both.map(({ id, leader }) => [id, leader])).to.deep.equal([
      [first.id, true],
      [second.id, false],
    ]);
    await second.stop();
    expect((await first.list()).map(({ id }) => id)).to.deep.equal([first.id]);
    await database.query("update host.replica set alive_at = now() - interval '1 minute'");
    expect(await second.list()).to.deep.equal([]);
    await first.stop();
  });

  it("says of each which release it runs, its memory, and the code that it still holds", async () => {
    const { database } = test;
    const one = new Replicas({
      database,
      leads: () => true,
      facts: () => ({ version: "1.2.3", heldGenerations: 4, releases: { shop: ["1.1.0"] } }),
      log: quietLog,
    });
    await one.start();
    const older = "0190a000-0000-7000-8000-000000000001";
    await database.query(
      "insert into host.replica (id, started_at, alive_at, leader) values ($1, now(), now(), false)",
      [older],
    );
    const [before, now] = await one.list();
    expect(before).to.include({ id: older, version: null, memoryBytes: null, heldGenerations: null });
    expect(now).to.include({ id: one.id, version: "1.2.3", heldGenerations: 4 });
    expect(now?.memoryBytes).to.be.within(10e6, 100e9);
    expect(await one.runOnly("shop", "1.1.0"), "a process that does not say what it runs").to.equal(false);
    await database.query("delete from host.replica where id = $1", [older]);
    expect(await one.runOnly("shop", "1.1.0")).to.equal(true);
    expect(await one.runOnly("shop", "1.2.0")).to.equal(false);
    expect(await one.runOnly("bakery", "1.0.0"), "what runs nowhere").to.equal(true);
    await one.stop();
  });
});
