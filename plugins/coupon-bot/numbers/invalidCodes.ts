import { Conditions, type ListPage, listPage, type Transaction } from "@promostack/core";
import { INVALID_CODES, type InvalidCode, type InvalidCodesQuery } from "./api.ts";
import { countedIn, IS, type Scope } from "./scope.ts";

/** What people sent that was no valid code: what a tenant may have spelt differently on a poster. */
export async function invalidCodes(
  trx: Transaction,
  scope: Scope,
  query: InvalidCodesQuery,
): Promise<ListPage<InvalidCode>> {
  const { values, where } = countedIn(scope).always(IS.refused).always("code is not null");
  const page = await listPage<Omit<InvalidCode, "firstAt" | "lastAt"> & { firstAt: Date; lastAt: Date }>(
    trx,
    INVALID_CODES,
    {
      select: `i.code, i.times, i.people, i.reason, i.first_at as "firstAt", i.last_at as "lastAt"`,
      from: `(select code, count(*) as times, count(distinct person)::int as people, min(at) as first_at, max(at) as last_at,
          (array_agg(reason order by at desc))[1] as reason from use ${where} group by code) i`,
      conditions: new Conditions(values),
    },
    query,
  );
  const items = page.items.map((row) => ({
    ...row,
    firstAt: row.firstAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
  }));
  return { ...page, items };
}
