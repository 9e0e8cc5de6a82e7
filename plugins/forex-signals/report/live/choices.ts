import { type Static, type Transaction, Type } from "@promostack/core";

/** What a tenant's report can be narrowed to: symbols and strategies of its closed signals. */
export const ReportChoices = Type.Object({
  trades: Type.Integer(),
  first: Type.Union([Type.String({ format: "date-time" }), Type.Null()]),
  symbols: Type.Array(Type.String()),
  strategies: Type.Array(Type.String()),
});
export type ReportChoices = Static<typeof ReportChoices>;

export async function reportChoices(trx: Transaction): Promise<ReportChoices> {
  const row = await trx.one<Omit<ReportChoices, "first"> & { first: Date | null }>(
    `select count(*)::int as trades, min(opened_at) as first,
       coalesce(array_agg(distinct symbol order by symbol), '{}') as symbols,
       coalesce(array_agg(distinct strategy order by strategy), '{}') as strategies
     from signal where status = 'closed'`,
  );
  if (row === undefined) return { trades: 0, first: null, symbols: [], strategies: [] };
  return { ...row, first: row.first?.toISOString() ?? null };
}
