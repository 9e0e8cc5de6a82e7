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
    const first = new Replicas({ database, leads: () => true, log: quietLog });
    const second = new Replicas({ database, leads: () => false, log: quietLog });
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
});
