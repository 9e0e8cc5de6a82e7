import type { Transaction } from "@promostack/core";

/**
 * Takes people (Telegram user ids) out of what is held of uses and of their chats. That something was used stays, by nobody; what they typed that was no code of
 * the tenant's may be anything, and goes.
 */
export async function forgetUsers(trx: Transaction, people: readonly string[]): Promise<void> {
  await trx.run(
    `update use set person = null, code = case when outcome in ('invalid', 'unsure') then null else code end
     where person = any($1::text[])`,
    [people],
  );
  // The code's count stays: it was used.
  await trx.run("delete from code_use where person = any($1::text[])", [people]);
  await trx.run("delete from use_person where person = any($1::text[])", [people]);
  // With what was offered to them, and what they still wait for.
  await trx.run("delete from talk where person = any($1::text[])", [people]);
}
