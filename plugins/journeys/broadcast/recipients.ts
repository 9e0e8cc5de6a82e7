import { Conditions, type ListPage, listPage, type Transaction } from "@promostack/core";
import { NAME } from "../inbox/list.ts";
import type { Recipient, RecipientsQuery } from "./api.ts";
import { RECIPIENTS } from "./listShapes.ts";

const COLUMNS = `r.person_id as id, coalesce(${NAME}, '') as name, coalesce(p.username, '') as username, r.state, r.why, r.due_at as "dueAt",
  r.ended_at as "endedAt", r.entered_at as "enteredAt",
  exists (select from click c where c.tenant_id = r.tenant_id and c.broadcast_id = r.broadcast_id and c.person_id = r.person_id) as clicked`;

type Row = Omit<Recipient, "dueAt" | "endedAt" | "enteredAt"> & {
  dueAt: Date;
  endedAt: Date | null;
  enteredAt: Date | null;
};

/** A page of a broadcast's people with what became of their message. */
export async function recipientsPage(
  trx: Transaction,
  broadcastId: string,
  query: RecipientsQuery,
): Promise<ListPage<Recipient>> {
  const conditions = new Conditions()
    .add(broadcastId, (place) => `r.broadcast_id = ${place}::uuid`)
    .add(query.state, (place) => `r.state = ${place}`);
  const from = "broadcast_recipient r left join person p on p.tenant_id = r.tenant_id and p.id = r.person_id";
  const page = await listPage<Row>(trx, RECIPIENTS, { select: COLUMNS, from, conditions }, query);
  return {
    ...page,
    items: page.items.map((row) => ({
      ...row,
      dueAt: row.dueAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
      enteredAt: row.enteredAt?.toISOString() ?? null,
    })),
  };
}
