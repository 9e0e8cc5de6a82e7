import { PlatformError } from "@promostack/core";
import { expect } from "chai";
import { quietLog, type TestDatabase, testDatabase } from "../../test/kit/database.ts";
import { CallLog } from "./callLog.ts";

describe("the log of calls into plugins", () => {
  let test: TestDatabase;
  let tenantId: string;

  before(async () => {
    test = await testDatabase();
    const [made] = await test.database.query<{ id: string }>(
      "insert into host.tenant (id, slug, name, timezone) values (gen_random_uuid(), 'logged', 'Logged', 'UTC') returning id",
    );
    tenantId = made?.id ?? "";
  });
  after(() => test.drop());

  const call = { plugin: "shop", version: "1.0.0", milliseconds: 2.5 };
  const failure = (message: string) => ({
    phase: "route" as const,
    what: "GET /things",
    error: new PlatformError(message, { code: "shop.broken", plugin: "shop", phase: "route" }),
  });
  const hours = () =>
    test.database.query(
      "select calls::int, errors::int, milliseconds from host.plugin_hour where plugin_id = 'shop'",
    );
  const errors = () =>
    test.database.query<{ times: number; message: string; trace: string }>(
      "select times::int, message, trace from host.plugin_error where plugin_id = 'shop'",
    );

  it("adds up what several processes write, by the hour", async () => {
    for (const log of [new CallLog(test.database, quietLog), new CallLog(test.database, quietLog)]) {
      log.ended({ ...call, tenantId });
      log.ended({ ...call, tenantId: undefined });
      await log.flush();
      await log.flush();
    }
    expect(await hours()).to.deep.equal([{ calls: 4, errors: 0, milliseconds: 10 }]);
  });

  it("keeps failures from one place as one, with their count, the newest words and no secret", async () => {
    const log = new CallLog(test.database, quietLog);
    for (const words of ["first", "then 123456789:AAEhBP0av28fakeTokenfakeTokenfakeToken1"])
      log.ended({ ...call, tenantId }, failure(words));
    await log.flush();
    log.ended({ ...call, tenantId }, { ...failure("elsewhere"), what: "GET /others" });
    await log.flush();
    const found = await errors();
    expect(found.map(({ times }) => times).sort()).to.deep.equal([1, 2]);
    const many = found.find(({ times }) => times === 2);
    expect(many?.message)
      .to.match(/^then /)
      .and.not.contain("fakeToken");
    expect(many?.trace).to.contain("callLog.test.ts");
  });

  it("loses nothing while the database is away", async () => {
    let away = true;
    const database = {
      query: async <Row extends object>(...of: Parameters<typeof test.database.query>): Promise<Row[]> => {
        if (away) throw new Error("away");
        return test.database.query<Row>(...of);
      },
    };
    const log = new CallLog(database, { ...quietLog, warn: () => undefined });
    const other = { ...call, plugin: "other", tenantId: "0190a000-0000-7000-8000-000000000009" };
    log.ended(other);
    await log.flush();
    log.ended(other);
    away = false;
    await log.flush();
    expect(
      await test.database.query("select calls::int from host.plugin_hour where plugin_id = 'other'"),
    ).to.deep.equal([{ calls: 2 }]);
  });

  it("forgets what is old", async () => {
    await test.database.query("update host.plugin_error set last_at = now() - interval '61 days'");
    await new CallLog(test.database, quietLog).forget();
    expect(await errors()).to.deep.equal([]);
    expect(await hours()).to.have.length(1);
  });
});
