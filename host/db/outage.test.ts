import { setTimeout as sleep } from "node:timers/promises";
import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { quietLog, testDatabase } from "../../test/kit/database.ts";
import { eventually } from "../../test/kit/waiting.ts";
import { Wire } from "../../test/kit/wire.ts";
import { openDatabase } from "./database.ts";
import { Pool } from "./pool.ts";

const A = "01900000-0000-7000-8000-00000000000a";
const silent = { ...quietLog, warn: () => undefined };

async function failure(work: Promise<unknown>): Promise<{ code?: unknown; message: string; hint?: unknown }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error("did not fail");
}

describe("database that goes away", () => {
  it("is an outage with a clear error, after which pools, listeners and locks work again by themselves", async () => {
    const test = await testDatabase();
    const wire = new Wire(test.url);
    const database = await openDatabase({ ...test.config, databaseUrl: await wire.join() }, silent);
    try {
      const heard: string[] = [];
      await database.listen("news", (payload) => heard.push(payload));
      const held = await database.lock("leader");
      await Promise.all([1, 2, 3].map(() => database.tenant(A, () => sleep(20))));
      const during = failure(
        database.system(async (trx) => {
          await wire.cut();
          await trx.many("select 1");
        }),
      );
      expect((await during).code).to.equal("database.unavailable");
      for (const error of [
        await failure(database.query("select 1")),
        await failure(database.tenant(A, (trx) => trx.many("select 1"))),
      ]) {
        expect(PlatformError.is(error) && error.code).to.equal("database.unavailable");
        expect(error.hint).to.include("reconnects by itself");
      }
      expect(await held?.alive()).to.equal(false);
      await sleep(1_000);
      await wire.join();
      expect(await database.query("select 1 as a")).to.deep.equal([{ a: 1 }]);
      expect(await database.tenant(A, (trx) => trx.many("select 1 as a"))).to.deep.equal([{ a: 1 }]);
      await eventually(() => heard.length > 0);
      await database.query("select pg_notify('news', 'after')");
      await eventually(() => heard.length > 1);
      expect(heard).to.deep.equal(["", "after"]);
      expect(await (await database.lock("leader"))?.alive()).to.equal(true);
    } finally {
      await database.close();
      await wire.cut();
      await test.drop();
    }
  });

  it("gives up a server that is silent, instead of waiting for ever", async () => {
    const test = await testDatabase();
    const pool = new Pool({ name: "silent", address: () => test.url, max: 1, log: quietLog, silenceMs: 200 });
    try {
      const began = performance.now();
      const error = await failure(pool.transaction("begin", (trx) => trx.many("select pg_sleep(20)")));
      expect(error.code).to.equal("database.unavailable");
      expect(performance.now() - began).to.be.below(15_000);
      expect(await pool.query("select 1 as a")).to.deep.equal([{ a: 1 }]);
    } finally {
      await pool.close();
      await test.drop();
    }
  });

  it("was only an idle connection's death where the server is there: nobody notices", async () => {
    const test = await testDatabase();
    await Promise.all([1, 2, 3].map(() => test.database.query("select pg_sleep(0.02)")));
    await test.database.owner((trx) =>
      trx.run(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
      ),
    );
    expect(await test.database.system((trx) => trx.many("select 1 as a"))).to.deep.equal([{ a: 1 }]);
    await test.drop();
  });
});
