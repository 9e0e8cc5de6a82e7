import type { Transaction } from "@promostack/core";
import { expect } from "chai";
import { OTHER_OWNER, OWNER, type Person, startTestHost, type TestHost } from "../../../test/kit/host.ts";
import { exportTenant, purgeTenant, TABLES } from "../tenantData.ts";
import { forgetUsers } from "../uses/erasing.ts";
import { noteCheck, notePicture } from "../uses/noting.ts";
import type { CheckNote, PictureNote } from "../uses/use.ts";

const AT = new Date("2026-03-01T10:00:00Z");
const later = (minutes: number) => new Date(AT.getTime() + minutes * 60_000);

describe("uses of the coupon bot", () => {
  let host: TestHost;
  let owner: Person;
  let other: Person;

  before(async () => {
    host = await startTestHost({ background: false, variables: { LOG_LEVEL: "silent" } });
    [owner, other] = await Promise.all([host.signIn(OWNER), host.signIn(OTHER_OWNER)]);
  });
  after(() => host?.stop());

  const of = <Result>({ tenantId }: Person, work: (trx: Transaction) => Promise<Result>) =>
    host.database.tenant(tenantId, work, "p_coupon_bot");
  const check = (who: Person, note: Partial<CheckNote>) =>
    of(who, (trx) =>
      noteCheck(trx, {
        ...{ tenantId: who.tenantId, person: "7001", code: "SPRING", outcome: "valid", reason: "" },
        ...{ validator: "list", source: "chat", at: AT, ...note },
      }),
    );
  const picture = (who: Person, note: Partial<PictureNote>) =>
    of(who, (trx) =>
      notePicture(trx, {
        ...{ tenantId: who.tenantId, person: "7001", code: "SPRING", templateId: "t1", version: 1 },
        ...{ size: "square", outcome: "sent", reason: "", source: "chat", at: AT, ...note },
      }),
    );
  const people = (who: Person) =>
    of(who, (trx) =>
      trx.many(
        `select person, first_at as first, last_at as last, codes, pictures, last_code as "lastCode" from use_person order by person`,
      ),
    );

  it("are kept by person, in whichever order they are told", async () => {
    await check(owner, { at: later(5), code: "SUMMER" });
    await check(owner, { at: AT, outcome: "invalid", reason: "unknown", code: "MY-NAME" });
    await picture(owner, { at: later(6), code: "SUMMER" });
    await picture(owner, { at: later(7), code: "SUMMER", outcome: "failed", reason: "render" });
    await check(owner, { person: null, source: "public", code: "SPRING", at: later(8) });
    await check(other, { person: "7001", code: "THEIRS" });
    expect(await people(owner)).to.deep.equal([
      { person: "7001", first: AT, last: later(7), codes: 1, pictures: 1, lastCode: "SUMMER" },
    ]);
    expect(await people(other)).to.deep.equal([
      { person: "7001", first: AT, last: AT, codes: 1, pictures: 0, lastCode: "THEIRS" },
    ]);
  });

  it("stay, by nobody, when somebody is erased: what they typed that was no code goes", async () => {
    await of(owner, (trx) => forgetUsers(trx, ["7001"]));
    expect(
      await of(owner, (trx) => trx.many("select person, outcome, code from use order by at")),
    ).to.deep.equal([
      { person: null, outcome: "invalid", code: null },
      { person: null, outcome: "valid", code: "SUMMER" },
      { person: null, outcome: "sent", code: "SUMMER" },
      { person: null, outcome: "failed", code: "SUMMER" },
      { person: null, outcome: "valid", code: "SPRING" },
    ]);
    expect(await people(owner)).to.deep.equal([]);
    expect(await people(other)).to.have.lengthOf(1);
  });

  it("leave with the tenant, page by page, and go with it; every table is among those that do", async () => {
    await of(owner, (trx) =>
      trx.run(
        `insert into use (tenant_id, at, id, source, code, outcome)
         select $1, $2::timestamptz + i * interval '1 microsecond', gen_random_uuid(), 'public', 'C' || i, 'valid' from generate_series(1, 1100) i`,
        [owner.tenantId, AT],
      ),
    );
    const held = {
      db: <Result>(work: (trx: Transaction) => Promise<Result>) => of(owner, work),
      storage: { delete: async () => undefined },
    };
    const codes = new Set<unknown>();
    for await (const row of exportTenant(held)) codes.add(row.code);
    // SUMMER, SPRING, null and 1,100 others.
    expect(codes.size).to.equal(1103);
    await purgeTenant(held);
    expect(await of(owner, (trx) => trx.many("select from use"))).to.have.lengthOf(0);
    expect(await of(other, (trx) => trx.many("select from use"))).to.have.lengthOf(1);
    const tables = await host.database.system((trx) =>
      trx.many<{ name: string }>(
        "select relname::text as name from pg_class where relnamespace = 'p_coupon_bot'::regnamespace and relkind = 'r' order by 1",
      ),
    );
    expect(tables.map(({ name }) => name)).to.deep.equal(TABLES.map(({ name }) => name).sort());
  });
});
