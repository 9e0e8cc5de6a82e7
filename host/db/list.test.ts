import { Conditions, type ListQuery, listPage, listShape, PlatformError } from "@promostack/core";
import { expect } from "chai";
import fc from "fast-check";
import { type TestDatabase, testDatabase } from "../../test/kit/database.ts";

interface Row {
  id: string;
}

const SHAPE = listShape({
  sorts: {
    name: { sql: "lower(name)", type: "text" },
    result: { sql: "result", type: "float8", nullable: true },
    at: { sql: "at", type: "timestamptz" },
    count: { sql: "count", type: "bigint" },
    id: { sql: "id", type: "uuid" },
  },
  id: { sql: "id", type: "uuid" },
  first: { sort: "at", order: "desc" },
  search: ["name", "note"],
});
/** Few values among sixty rows: pages end in the middle of equals. Microseconds are more than a Date holds. */
const FROM = `(
  select md5(n::text)::uuid as id, (array['Ada', 'ada', 'Élodie', E'two\\nlines', '%_"''\\'])[n % 5 + 1] as name,
    case when n % 4 = 0 then null else (n % 3) / 3.0::float8 end as result,
    timestamptz '2026-01-01 10:00:00.123456Z' + (n % 6) * interval '1 microsecond' as at,
    (n % 2)::bigint as count, case when n % 7 = 0 then 'seventh' end as note
  from generate_series(1, 60) n) thing`;

describe("a list read page by page", () => {
  let test: TestDatabase;

  before(async () => {
    test = await testDatabase();
  });
  after(() => test.drop());

  const page = (query: ListQuery, conditions = new Conditions()) =>
    test.database.system((trx) => listPage<Row>(trx, SHAPE, { select: "id", from: FROM, conditions }, query));

  async function whole(query: ListQuery): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | undefined, more = true; more; ) {
      const { items, next } = await page({ ...query, ...(after !== undefined && { after }) });
      ids.push(...items.map(({ id }) => id));
      after = next;
      more = next !== undefined;
    }
    return ids;
  }

  it("gives every row once, in the order that one question gives, whatever the sort, order and size of page", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom("name", "result", "at", "count", "id"),
        fc.constantFrom("asc" as const, "desc" as const),
        fc.integer({ min: 1, max: 25 }),
        async (sort, order, limit) => {
          const at = await whole({ sort, order, limit });
          expect(at).to.have.length(60);
          expect(at).to.deep.equal(await whole({ sort, order, limit: 100 }));
        },
      ),
      { numRuns: 25 },
    ));

  it("puts rows without a value last in either order", async () => {
    const without = new Set(
      (await test.database.query<Row>(`select id from ${FROM} where result is null`)).map(({ id }) => id),
    );
    for (const order of ["asc", "desc"] as const) {
      const ids = await whole({ sort: "result", order, limit: 7 });
      expect(ids.slice(-without.size).every((id) => without.has(id))).to.equal(true);
    }
  });

  it("finds rows that have every word, and takes no word for SQL or a pattern", async () => {
    expect(await whole({ q: "ADA sev", limit: 2 })).to.have.length(3);
    expect(await whole({ q: "ada ada", limit: 50 })).to.have.length(24);
    expect(await whole({ q: `%_"'\\`, limit: 50 })).to.have.length(12);
    expect(await whole({ q: "'); drop table host.tenant; --", limit: 5 })).to.deep.equal([]);
    expect(await whole({ q: "  ", limit: 50 })).to.have.length(60);
  });

  it("goes on with other conditions beside it", async () => {
    const onlyOnes = new Conditions().add(1, (place) => `count = ${place}`).add(undefined, () => "false");
    const first = await page({ limit: 20 }, onlyOnes);
    const again = new Conditions().add(1, (place) => `count = ${place}`);
    expect([
      first.items.length,
      (await page({ limit: 20, after: first.next }, again)).items.length,
    ]).to.deep.equal([20, 10]);
  });

  it("refuses a cursor that was made up, or made for another sort, with what to do", async () => {
    const { next = "" } = await page({ sort: "name", order: "asc", limit: 5 });
    const forged = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString("base64url");
    const id = "0190a000-0000-7000-8000-000000000001";
    const wrong: ListQuery[] = [
      { limit: 5, after: "nonsense" },
      { limit: 5, after: "🙂" },
      { limit: 5, after: next },
      { limit: 5, sort: "name", order: "desc", after: next },
      { limit: 5, sort: "result", order: "asc", after: forged(["result", "asc", "0); drop", id]) },
      { limit: 5, sort: "at", order: "asc", after: forged(["at", "asc", "2026-13-01 10:00:00+00", id]) },
      { limit: 5, sort: "at", order: "asc", after: forged(["at", "asc", "2026-01-01 10:00:00+00", "x"]) },
      { limit: 5, sort: "name", order: "asc", after: forged(["name", "asc", "a\0b", id]) },
      { limit: 5, sort: "name", order: "asc", after: forged({ sort: "name" }) },
    ];
    for (const query of wrong) {
      const failure: unknown = await page(query).catch((error: unknown) => error);
      expect(PlatformError.is(failure) && failure.code, JSON.stringify(query)).to.equal(
        "list.cursor_unknown",
      );
    }
  });
});
