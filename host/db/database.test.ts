import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { Transaction } from "@promostack/core";
import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { eventually } from "../../test/kit/waiting.ts";
import { type Database, openDatabase } from "./database.ts";
import { isUniqueViolation } from "./failure.ts";
import { Pool } from "./pool.ts";
import { checkRowSecurity } from "./rowSecurity.ts";

const A = "01900000-0000-7000-8000-00000000000a";
const B = "01900000-0000-7000-8000-00000000000b";

async function failure(work: Promise<unknown>): Promise<{ code?: unknown; message: string; hint?: unknown }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error("did not fail");
}

describe("database", () => {
  let test: TestDatabase;
  let database: Database;

  before(async () => {
    test = await testDatabase({ DATABASE_POOL: "3" });
    database = test.database;
    await database.owner(async (trx) => {
      await trx.run(
        "create table host.note (tenant_id uuid not null, id int not null, text text, primary key (tenant_id, id))",
      );
      await trx.run("select host.secure('host.note')");
    });
  });
  beforeEach(async () => {
    await database.query("delete from host.note");
    for (const tenant of [A, B]) {
      await database.tenant(tenant, (trx) => trx.run("insert into note values ($1, 1, 'mine')", [tenant]));
    }
  });
  after(() => test?.drop());

  describe("keeps tenants apart", () => {
    const ofA = <Result>(work: (trx: Transaction) => Promise<Result>) => database.tenant(A, work);

    it("when a query forgets its condition", async () => {
      const rows = await ofA((trx) => trx.many<{ tenant_id: string }>("select * from note"));
      expect(rows.map((row) => row.tenant_id)).to.deep.equal([A]);
      expect(await ofA((trx) => trx.run("update note set text = 'changed'"))).to.equal(1);
      expect(await ofA((trx) => trx.run("delete from note"))).to.equal(1);
      expect(await database.query("select * from host.note where text = 'mine'")).to.have.length(1);
    });

    it("when a query writes another's id", async () => {
      const insert = ofA((trx) => trx.run("insert into note values ($1, 2, 'planted')", [B]));
      expect((await failure(insert)).message).to.include("row-level security");
      const move = ofA((trx) => trx.run("update note set tenant_id = $1", [B]));
      expect((await failure(move)).message).to.include("row-level security");
    });

    it("and shows nothing where no tenant is set", async () => {
      const none = await ofA(async (trx) => {
        await trx.run("select set_config('app.tenant', '', true)");
        return trx.many("select * from note");
      });
      expect(none).to.deep.equal([]);
      expect((await failure(database.tenant("", (trx) => trx.many("select 1")))).code).to.equal(
        "tenant.invalid",
      );
      expect((await failure(database.tenant("'; drop", (trx) => trx.many("select 1")))).code).to.equal(
        "tenant.invalid",
      );
    });

    for (const attempt of [
      "alter table host.note disable row level security",
      "alter table host.note no force row level security",
      "drop policy tenant on host.note",
      "create policy mine on host.note using (true)",
      "set role promostack_system",
      "set session authorization promostack_system",
      "create table host.mine (id int)",
      "create schema mine",
      "truncate host.note",
      "alter role promostack_app bypassrls",
      "select * from host.secret",
      "select * from host.person",
      "update host.tenant set plan = 'gold'",
      "update host.audit set action = 'nothing'",
      "update host.tenant_users set role = 'owner'",
    ]) {
      it(`and refuses the tenant role: ${attempt}`, async () => {
        expect((await failure(ofA((trx) => trx.run(attempt)))).message).to.match(
          /permission denied|must be (owner|superuser)/,
        );
      });
    }

    it("and turning row security off only makes a query fail", async () => {
      const off = ofA(async (trx) => {
        await trx.run("set local row_security = off");
        return trx.many("select * from note");
      });
      expect((await failure(off)).message).to.include("row-level security");
    });

    it("in every table of the host, whichever room made it", async () => {
      const problems = await database.owner((trx) =>
        checkRowSecurity(trx, "host", { platformTablesAllowed: true }),
      );
      // A tenant reads its own row there, found by its id.
      expect(problems.filter((problem) => !problem.startsWith("host.tenant has no tenant_id"))).to.deep.equal(
        [],
      );
    });

    it("while the host sees all of them", async () => {
      expect(await database.query("select * from host.note")).to.have.length(2);
      expect(await database.system((trx) => trx.many("select * from note"))).to.have.length(2);
    });
  });

  describe("runs transactions", () => {
    it("that are undone when their function throws, whose connection is whole afterwards", async () => {
      const work = database.tenant(A, async (trx) => {
        await trx.run("delete from note");
        throw new Error("changed my mind");
      });
      expect((await failure(work)).message).to.equal("changed my mind");
      expect(await database.tenant(A, (trx) => trx.many("select 1 from note"))).to.have.length(1);
    });

    it("that do not pretend to commit what a swallowed error had undone", async () => {
      const work = database.tenant(A, async (trx) => {
        await trx.run("delete from note");
        await trx.run("select nonsense").catch(() => 0);
      });
      expect((await failure(work)).code).to.equal("database.rolled_back");
    });

    it("of which nothing is left in the session: safe behind a pooler", async () => {
      await database.tenant(A, (trx) => trx.one("select $1::int", [1]));
      const [state] = await database.query(
        `select (select count(*) from pg_prepared_statements) as statements, current_setting('app.tenant', true) as tenant`,
      );
      expect(state).to.deep.equal({ statements: 0, tenant: null });
      const fresh = { statements: 0, tenant: "", path: '"$user", public' };
      // Each transaction may get any of the pool's connections: all of them are looked at.
      const left = await Promise.all(
        [1, 2, 3].map(() =>
          database.tenant(A, async (trx) => {
            await trx.run("rollback; begin");
            await sleep(20);
            return trx.one(
              `select (select count(*) from pg_prepared_statements) as statements,
                 coalesce(current_setting('app.tenant', true), '') as tenant, current_setting('search_path') as path`,
            );
          }),
        ),
      );
      expect(left).to.deep.equal([fresh, fresh, fresh]);
    });

    it("that cannot be used when they are over", async () => {
      const leaked = await database.tenant(A, async (trx) => trx);
      expect((await failure(leaked.many("select 1"))).code).to.equal("database.transaction_over");
    });

    it("whose errors keep what PostgreSQL said of a broken constraint", async () => {
      const error = await failure(
        database.tenant(A, (trx) => trx.run("insert into note values ($1, 1, 'again')", [A])),
      );
      expect(isUniqueViolation(error, "note_pkey")).to.equal(true);
      expect(isUniqueViolation(error, "other")).to.equal(false);
    });

    it("and answers one row, none, or an error for more", async () => {
      expect(await database.query("select 1 as a where false")).to.deep.equal([]);
      expect(await database.system((trx) => trx.one("select 1 as a where false"))).to.equal(undefined);
      const many = database.system((trx) => trx.one("select generate_series(1, 2)"));
      expect((await failure(many)).code).to.equal("database.too_many_rows");
    });
  });

  it("gives back values in the types that values.ts promises", async () => {
    const [row] = await database.query<Record<string, unknown>>(
      `select 9007199254740991::int8 as big, array[1, null]::int8[] as bigs, 1.10::numeric as price,
         '2024-03-31T01:30:00Z'::timestamptz as at, '2024-03-31'::date as day, '{"a": [1]}'::jsonb as json, '\\x01'::bytea as bytes`,
    );
    expect(row).to.deep.equal({
      big: 9007199254740991,
      bigs: [1, null],
      price: "1.10",
      at: new Date("2024-03-31T01:30:00Z"),
      day: "2024-03-31",
      json: { a: [1] },
      bytes: Buffer.from([1]),
    });
    expect((await failure(database.query("select 9007199254740993::int8"))).message).to.include(
      "select the column as text",
    );
  });

  it("takes texts, arrays, dates, bytes and null as parameters", async () => {
    const at = new Date("2024-06-01T12:00:00.123Z");
    const [row] = await database.query(
      "select $1::text[] as list, $2::timestamptz as at, $3::bytea as bytes, $4::text as nothing, $5::jsonb as json",
      [["a", 'b"c'], at, new Uint8Array([1, 2]), null, JSON.stringify([1])],
    );
    expect(row).to.deep.equal({
      list: ["a", 'b"c'],
      at,
      bytes: Buffer.from([1, 2]),
      nothing: null,
      json: [1],
    });
  });

  it("says so when every connection is in use", async () => {
    const pool = new Pool({
      name: "small",
      address: () => test.url,
      max: 2,
      log: quietLog,
      acquireTimeoutMs: 200,
    });
    try {
      const letGo = new AbortController();
      const holders = [1, 2].map(() => pool.transaction("begin", () => once(letGo.signal, "abort")));
      await eventually(() => pool.stats().size === 2 && pool.stats().free === 0);
      const waiting = failure(pool.query("select 1"));
      expect(pool.stats()).to.deep.equal({ pool: "small", size: 2, free: 0, waiting: 1 });
      const error = await waiting;
      letGo.abort();
      expect(error.code).to.equal("database.busy");
      expect(error.message).to.include("All 2 connections of the small pool");
      await Promise.all(holders);
      expect(await pool.query("select 1 as a")).to.deep.equal([{ a: 1 }]);
    } finally {
      await pool.close();
    }
  });

  it("hears notices of a committed transaction, on each channel once, until it is told to stop", async () => {
    const heard: string[] = [];
    const one = await database.listen("one", (payload) => heard.push(`one ${payload}`));
    const two = await database.listen("two", (payload) => heard.push(`two ${payload}`));
    await database.tenant(A, (trx) => trx.run("select pg_notify('one', 'a')"));
    await database.query("select pg_notify('two', 'b')");
    await database
      .system((trx) => trx.run("select pg_notify('one', 'never')").then(() => Promise.reject(new Error())))
      .catch(() => 0);
    await eventually(() => heard.length >= 2);
    await one.dispose();
    await database.query("select pg_notify('one', 'late')");
    await sleep(50);
    expect(heard).to.deep.equal(["one a", "two b"]);
    await two.dispose();
  });

  it("gives a lock to one at a time, and knows when it is lost", async () => {
    const other = await openDatabase(test.config, quietLog);
    try {
      const held = await database.lock("leader");
      expect(await held?.alive()).to.equal(true);
      expect(await other.lock("leader")).to.equal(undefined);
      expect(await database.lock("leader")).to.equal(undefined);
      await database.owner((trx) =>
        trx.run(
          // Of this database only: other files' tests run on the same server.
          `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()
             and database = (select oid from pg_database where datname = current_database())`,
        ),
      );
      expect(await held?.alive()).to.equal(false);
      const next = await other.lock("leader");
      expect(await next?.alive()).to.equal(true);
      await next?.release();
      const last = await database.lock("leader");
      expect(last).to.not.equal(undefined);
      await last?.release();
      await held?.release();
    } finally {
      await other.close();
    }
  });
});
