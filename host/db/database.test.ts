import { expect } from "chai";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";

const A = "01900000-0000-7000-8000-00000000000a";
const B = "01900000-0000-7000-8000-00000000000b";

describe("database", () => {
  let test: TestDatabase;

  before(async () => {
    test = await testDatabase();
    await test.database.owner(async (trx) => {
      await trx.run(
        "create table host.note (tenant_id uuid not null, id int not null, text text, primary key (tenant_id, id))",
      );
      await trx.run("select host.secure('host.note')");
    });
    for (const tenant of [A, B]) {
      await test.database.tenant(tenant, (trx) =>
        trx.run("insert into note values ($1, 1, 'mine')", [tenant]),
      );
    }
  });
  after(() => test?.drop());

  it("shows a tenant its own rows, whatever the query forgot", async () => {
    const rows = await test.database.tenant(A, (trx) =>
      trx.many<{ tenant_id: string }>("select * from note"),
    );
    expect(rows.map((row) => row.tenant_id)).to.deep.equal([A]);
  });
});
