import { randomUUID } from "node:crypto";
import {
  type ListQuery,
  listPage,
  listShape,
  PlatformError,
  type TenantContext,
  type Transaction,
} from "@promostack/core";

export const ENTRIES = listShape({
  sorts: { counted: { sql: "counted_at", type: "timestamptz" } },
  id: { sql: "id", type: "uuid" },
  first: { sort: "counted", order: "desc" },
  search: ["amount::text"],
});

/** Counts some, within what the tenant allows at once, and tells whoever listens. */
export async function count(context: TenantContext, trx: Transaction, amount: number): Promise<string> {
  const most = Number(context.settings.most);
  if (!Number.isInteger(amount) || amount < 1 || amount > most)
    throw new PlatformError(`${amount} cannot be counted at once.`, {
      code: "tally.too_many",
      status: 422,
      hint: `Count 1 to ${most}.`,
    });
  const id = randomUUID();
  await trx.run("insert into entry (tenant_id, id, amount, counted_at) values ($1, $2, $3, $4)", [
    context.tenantId,
    id,
    amount,
    context.clock.now(),
  ]);
  await context.publish(trx, "tally.counted@1", { id, amount });
  return id;
}

export async function entriesPage(trx: Transaction, query: ListQuery) {
  const select = `id, amount, confirmed, counted_at as "countedAt"`;
  const page = await listPage<Entry>(trx, ENTRIES, { select, from: "entry" }, query);
  return { ...page, items: page.items.map((each) => ({ ...each, countedAt: each.countedAt.toISOString() })) };
}

interface Entry {
  id: string;
  amount: number;
  confirmed: boolean;
  countedAt: Date;
}

/** What the tenant has counted in all. */
export async function sumOf(trx: Transaction): Promise<number> {
  const row = await trx.one<{ sum: number }>("select coalesce(sum(amount), 0)::int as sum from entry");
  return row?.sum ?? 0;
}
