import { randomUUID } from "node:crypto";
import {
  type ListPage,
  type ListQuery,
  listPage,
  listShape,
  type TenantContext,
  type Transaction,
} from "@promostack/core";

export interface Note {
  id: string;
  text: string;
  author: string;
  /** ISO 8601. */
  writtenAt: string;
}

/** How the list may be sorted and searched. The first order has an index, so that a page costs the same however long it grows. */
export const NOTES = listShape({
  sorts: {
    written: { sql: "written_at", type: "timestamptz" },
    author: { sql: "lower(author)", type: "text" },
  },
  id: { sql: "id", type: "uuid" },
  first: { sort: "written", order: "desc" },
  search: ["text", "author"],
});

/** Keeps a note and tells other plugins, in one transaction: neither happens without the other. */
export async function writeNote(
  context: TenantContext,
  trx: Transaction,
  { text, author }: { text: string; author: string },
): Promise<Note> {
  const id = randomUUID();
  const writtenAt = context.clock.now();
  await trx.run("insert into note (tenant_id, id, text, author, written_at) values ($1, $2, $3, $4, $5)", [
    context.tenantId,
    id,
    text,
    author,
    writtenAt,
  ]);
  await context.publish(trx, "{{id}}.note-written@1", { id, text });
  return { id, text, author, writtenAt: writtenAt.toISOString() };
}

/** The tenant's notes. Which tenant's, the database sees to: no statement here has to say it. */
export async function notesPage(trx: Transaction, query: ListQuery): Promise<ListPage<Note>> {
  const page = await listPage<Omit<Note, "writtenAt"> & { writtenAt: Date }>(
    trx,
    NOTES,
    { select: `id, text, author, written_at as "writtenAt"`, from: "note" },
    query,
  );
  return { ...page, items: page.items.map((note) => ({ ...note, writtenAt: note.writtenAt.toISOString() })) };
}

export function removeNote(trx: Transaction, id: string): Promise<number> {
  return trx.run("delete from note where id = $1", [id]);
}

export function removeOlder(trx: Transaction, than: Date): Promise<number> {
  return trx.run("delete from note where written_at < $1", [than]);
}
