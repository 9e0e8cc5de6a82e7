import { PlatformError, type Transaction } from "@promostack/core";
import type { ChangedTemplate } from "./api.ts";
import { refuseTooMany } from "./beginning.ts";
import { lockTemplate } from "./draftStore.ts";
import { refuseInCampaign } from "./inCampaign.ts";
import { templateNotFound } from "./templateRows.ts";

/** How long a deleted template can be taken back. */
export const KEPT_DAYS = 30;

/** Renames a template, offers it in the chat or does not, moves it in the order. Raises `template.not_found`. */
export async function changeTemplate(
  trx: Transaction,
  id: string,
  { name, forTelegram, position }: ChangedTemplate,
): Promise<void> {
  // The order is one thing of all templates: whoever moves one waits for whoever is moving another.
  if (position !== undefined) await move(trx, id, position);
  await lockTemplate(trx, id);
  await trx.run(
    "update template set name = coalesce($2, name), for_telegram = coalesce($3, for_telegram) where id = $1",
    [id, name?.trim() ?? null, forTelegram ?? null],
  );
}

async function move(trx: Transaction, id: string, to: number): Promise<void> {
  const rows = await trx.many<{ id: string; position: number }>(
    "select id, position from template where deleted_at is null order by id for update",
  );
  const order = rows.sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1)).map((row) => row.id);
  const from = order.indexOf(id);
  if (from === -1) throw templateNotFound();
  order.splice(from, 1);
  order.splice(to, 0, id);
  await trx.run(
    `update template t set position = o.place - 1 from unnest($1::uuid[]) with ordinality o (id, place)
     where t.id = o.id and t.position <> o.place - 1`,
    [order],
  );
}

/** People get it no more. It can be taken back for `KEPT_DAYS`, as it was. Raises `template.in_campaign`, `template.not_found`. */
export async function deleteTemplate(trx: Transaction, id: string, at: Date): Promise<{ name: string }> {
  const { name } = await lockTemplate(trx, id);
  await refuseInCampaign(trx, id, at);
  await trx.run("update template set deleted_at = $2 where id = $1", [id, at]);
  return { name };
}

/** Raises `template.not_deleted`, `template.not_found`, `template.too_many`. */
export async function undeleteTemplate(trx: Transaction, id: string): Promise<void> {
  const row = await trx.one<{ deleted: boolean }>(
    "select deleted_at is not null as deleted from template where id = $1 for update",
    [id],
  );
  if (row === undefined) throw templateNotFound();
  if (!row.deleted)
    throw new PlatformError("This template is not deleted.", {
      code: "template.not_deleted",
      status: 409,
      hint: "It stands in the list.",
    });
  await refuseTooMany(trx);
  await trx.run("update template set deleted_at = null where id = $1", [id]);
}

/** Removes what was deleted `KEPT_DAYS` ago for good, with its versions. */
export async function forgetDeleted(trx: Transaction, now: Date): Promise<number> {
  return trx.run("delete from template where deleted_at < $1", [
    new Date(now.getTime() - KEPT_DAYS * 86_400_000),
  ]);
}
