import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { eventually } from "../../test/kit/waiting.ts";
import type { HeldLock } from "../db/database.ts";
import { Leader } from "./leader.ts";

const log = { ...quietLog, warn: () => undefined };

describe("Leader", () => {
  let test: TestDatabase;
  const leaders: Leader[] = [];
  const join = (options: { retryMs?: number; checkMs?: number } = {}) => {
    const leader = new Leader({ database: test.database, log, ...options });
    leaders.push(leader);
    leader.start();
    return leader;
  };

  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());
  afterEach(async () => {
    for (const leader of leaders.splice(0)) await leader.stop();
  });

  it("elects one of several", async () => {
    const [a, b] = [join({ retryMs: 50 }), join({ retryMs: 50 })];
    await eventually(() => a.state !== "unknown" && b.state !== "unknown", "both know");
    expect([a.state, b.state].sort()).to.deep.equal(["following", "leading"]);
  });

  it("is followed at once by another when it steps down", async () => {
    const a = join();
    await eventually(() => a.leading, "a leads");
    const b = join({ retryMs: 50 });
    await eventually(() => b.state === "following", "b follows");
    await a.stop();
    await eventually(() => b.leading, "b leads");
    expect(a.leading).to.equal(false);
  });

  // test/fault/leader.test.ts kills a leading host, with the usual timing: another leads within 15 seconds.
  it("ceases to lead when its connection is cut, and another leads at its next try", async () => {
    const a = join();
    await eventually(() => a.leading, "a leads");
    const heard: boolean[] = [];
    a.onChange((leading) => heard.push(leading));
    const b = join({ retryMs: 300 });
    await eventually(() => b.state === "following", "b follows");
    // The machine of the leader dies: its session ends, and it does not come back to the election.
    await cutLock();
    const stopped = a.stop();
    await eventually(() => b.leading, "b leads");
    await stopped;
    expect(heard).to.deep.equal([false]);
  });

  it("notices the loss within its checking time even where nobody tells it", async () => {
    const a = join({ checkMs: 100 });
    await eventually(() => a.leading, "a leads");
    const changes: boolean[] = [];
    a.onChange((leading) => changes.push(leading));
    await cutLock();
    await eventually(() => changes.includes(false), "a noticed");
    await eventually(() => a.leading, "a leads again");
  });

  it("does not lead on a lock that no longer answers", async () => {
    const silent: HeldLock = { alive: () => new Promise(() => undefined), release: async () => undefined };
    const locks: (HeldLock | undefined)[] = [silent];
    const leader = new Leader({
      database: { lock: async () => locks.shift() },
      log,
      checkMs: 50,
      retryMs: 50,
    });
    leaders.push(leader);
    leader.start();
    await eventually(() => leader.leading, "it leads");
    await eventually(() => leader.state === "following", "it follows");
  });

  async function cutLock(): Promise<void> {
    await test.database.owner((trx) =>
      trx.many(
        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid() and database = (select oid from pg_database where datname = current_database())",
      ),
    );
  }
});
