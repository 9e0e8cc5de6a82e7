import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import type { HeldLock } from "../db/database.ts";
import { Leader } from "./leader.ts";

const log = { ...quietLog, warn: () => undefined };

async function until(what: string, holds: () => boolean, withinMs = 15_000): Promise<void> {
  const began = Date.now();
  while (!holds()) {
    if (Date.now() - began > withinMs) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

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
    await until("both know", () => a.state !== "unknown" && b.state !== "unknown");
    expect([a.state, b.state].sort()).to.deep.equal(["following", "leading"]);
  });

  it("is followed at once by another when it steps down", async () => {
    const a = join();
    await until("a leads", () => a.leading);
    const b = join({ retryMs: 50 });
    await until("b follows", () => b.state === "following");
    await a.stop();
    await until("b leads", () => b.leading, 5_000);
    expect(a.leading).to.equal(false);
  });

  // test/fault/leader.test.ts kills a leading host, with the usual timing: another leads within 15 seconds.
  it("ceases to lead when its connection is cut, and another leads at its next try", async () => {
    const a = join();
    await until("a leads", () => a.leading);
    const heard: boolean[] = [];
    a.onChange((leading) => heard.push(leading));
    const b = join({ retryMs: 300 });
    await until("b follows", () => b.state === "following");
    // The machine of the leader dies: its session ends, and it does not come back to the election.
    await cutLock();
    const stopped = a.stop();
    await until("b leads", () => b.leading, 2_000);
    await stopped;
    expect(heard).to.deep.equal([false]);
  });

  it("notices the loss within its checking time even where nobody tells it", async () => {
    const a = join({ checkMs: 100 });
    await until("a leads", () => a.leading);
    const changes: boolean[] = [];
    a.onChange((leading) => changes.push(leading));
    await cutLock();
    await until("a noticed", () => changes.includes(false), 2_000);
    await until("a leads again", () => a.leading, 2_000);
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
    await until("it leads", () => leader.leading);
    await until("it follows", () => leader.state === "following", 1_000);
  });

  async function cutLock(): Promise<void> {
    await test.database.owner((trx) =>
      trx.many(
        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid() and database = (select oid from pg_database where datname = current_database())",
      ),
    );
  }
});
