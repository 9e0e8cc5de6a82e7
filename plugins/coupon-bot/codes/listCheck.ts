import { randomUUID } from "node:crypto";
import type { Transaction } from "@promostack/core";
import type { Answer, CodeQuestion, Reason } from "./answer.ts";
import type { Fields } from "./plans.ts";
import { lockList, type ValidatorOf } from "./validator.ts";

interface Listed {
  id: string;
  mostUses: number | null;
  startsAt: Date | null;
  endsAt: Date | null;
  fields: Fields;
  uses: number;
}

const FIND = `select id, most_uses as "mostUses", starts_at as "startsAt", ends_at as "endsAt", fields, uses from code
  where list_id = $1 and code = $2 and deleted_at is null`;

type List = ValidatorOf<"list">;

/**
 * What a list says of a code. Where it is valid for somebody for the first time, that is counted in the transaction; asking again counts
 * nothing, and is no matter of the limits. `dry` says what would happen.
 */
export async function checkInList(
  trx: Transaction,
  list: List,
  question: CodeQuestion,
  { now, dry }: { now: Date; dry: boolean },
): Promise<Answer> {
  const { code, asker } = question;
  const listed = await trx.one<Listed>(FIND, [list.id, code]);
  if (listed === undefined) return refused(list, "unknown");
  const early = dateReason(list, listed, now);
  if (early !== undefined) return refused(list, early);
  if (asker !== undefined && (await usedBy(trx, listed.id, asker))) return accepted(list, listed);
  if (dry) return (await limitReason(trx, list, listed, asker)) ?? accepted(list, listed);
  return countUse(trx, list, question, now);
}

/** The list's row first, then the code's: whoever counts takes them in this order, and reads what they say once they are locked. */
async function countUse(
  trx: Transaction,
  before: List,
  { code, asker = randomUUID(), source }: CodeQuestion,
  now: Date,
): Promise<Answer> {
  const list = await lockList(trx, before.id);
  const listed = await trx.one<Listed>(`${FIND} for no key update`, [before.id, code]);
  if (list === undefined || listed === undefined) return refused(before, "unknown");
  // The same person, twice at once.
  if (await usedBy(trx, listed.id, asker)) return accepted(list, listed);
  const over = await limitReason(trx, list, listed, asker);
  if (over !== undefined) return over;
  await trx.run(
    "insert into code_use (tenant_id, code_id, person, list_id, source, used_at) values ($1, $2, $3, $4, $5, $6)",
    [list.tenantId, listed.id, asker, list.id, source, now],
  );
  await trx.run("update code set uses = uses + 1 where id = $1", [listed.id]);
  await trx.run("update code_validator set uses = uses + 1 where id = $1", [list.id]);
  return accepted(list, listed);
}

async function usedBy(trx: Transaction, codeId: string, person: string): Promise<boolean> {
  return (
    (await trx.one("select 1 from code_use where code_id = $1 and person = $2", [codeId, person])) !==
    undefined
  );
}

/** The list's dates hold for all its codes, a code's own narrow them. */
function dateReason(list: List, code: Listed, now: Date): Reason | undefined {
  const dates = [list, code];
  if (dates.some(({ endsAt }) => endsAt !== null && endsAt <= now)) return "expired";
  return dates.some(({ startsAt }) => startsAt !== null && startsAt > now) ? "not_yet" : undefined;
}

async function limitReason(
  trx: Transaction,
  list: List,
  code: Listed,
  asker: string | undefined,
): Promise<Answer | undefined> {
  const { usesPerCode, usesInAll, codesPerPerson } = list.plan;
  const most = code.mostUses ?? usesPerCode;
  if (most !== undefined && code.uses >= most) return refused(list, "used_up");
  if (usesInAll !== undefined && list.uses >= usesInAll) return refused(list, "used_up");
  if (codesPerPerson === undefined || asker === undefined) return undefined;
  const had = await trx.one<{ count: number }>(
    "select count(*)::int as count from code_use where person = $1 and list_id = $2",
    [asker, list.id],
  );
  return (had?.count ?? 0) >= codesPerPerson ? refused(list, "refused") : undefined;
}

function refused({ title, plan: { texts } }: List, reason: Reason): Answer {
  const message = texts[reason]?.trim();
  // Who is told that there is no such code is not told where there is none.
  return {
    state: "invalid",
    reason,
    ...(message && { message }),
    ...(reason !== "unknown" && { label: title }),
  };
}

function accepted({ title, plan: { fields } }: List, code: Listed): Answer {
  return { state: "valid", values: { ...fields, ...code.fields }, label: title };
}
