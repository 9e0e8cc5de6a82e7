import { PlatformError, type TenantContext, type Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Colleague, Note } from "./api.ts";
import { conversationNotFound } from "./conversation.ts";
import { tellInbox } from "./conversationRows.ts";

interface Row extends Omit<Note, "at"> {
  at: Date;
}

/** What colleagues have noted about a person, the newest first. */
export async function notesOf(trx: Transaction, personId: string, me: string): Promise<Note[]> {
  const rows = await trx.many<Row>(
    `select id, at, author, author_id = $2 as mine, text from person_note where person_id = $1 order by id desc limit 200`,
    [personId, me],
  );
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
}

/** Raises `conversation.not_found`. */
export async function addNote(
  { tenantId, clock }: Pick<TenantContext, "tenantId" | "clock">,
  trx: Transaction,
  personId: string,
  text: string,
  by: Colleague,
): Promise<Note> {
  const [id, at] = [uuidv7(), clock.now()];
  const added = await trx.run(
    `insert into person_note (tenant_id, id, person_id, at, author_id, author, text)
     select $1, $2, p.id, $4, $5, $6, $7 from person p where p.id = $3`,
    [tenantId, id, personId, at, by.id, by.name, text.trim()],
  );
  if (added === 0) throw conversationNotFound();
  await tellInbox(trx, [tenantId]);
  return { id, at: at.toISOString(), author: by.name, mine: true, text: text.trim() };
}

/** One's own. Raises `note.not_found`. */
export async function deleteNote(
  { tenantId }: Pick<TenantContext, "tenantId">,
  trx: Transaction,
  id: string,
  me: string,
): Promise<void> {
  const gone = await trx.run("delete from person_note where id = $1 and author_id = $2", [id, me]);
  if (gone === 0)
    throw new PlatformError("There is no such note of yours.", {
      code: "note.not_found",
      status: 404,
      hint: "Notes are deleted by whoever wrote them.",
    });
  await tellInbox(trx, [tenantId]);
}
