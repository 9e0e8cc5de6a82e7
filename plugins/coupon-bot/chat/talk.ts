import { randomBytes } from "node:crypto";
import type { Transaction } from "@promostack/core";
import type { Speaker } from "./heard.ts";

/** What the bot knows of somebody it talks with. */
export interface Talk {
  person: string;
  firstName: string;
  toldLanguage: string;
  chosenLanguage: string | null;
  code: string | null;
  mark: string;
  pressed: string | null;
  pressedAt: Date | null;
}

const COLUMNS = `person, first_name as "firstName", told_language as "toldLanguage", chosen_language as "chosenLanguage", code, mark,
  pressed, pressed_at as "pressedAt"`;

/** Notes that somebody spoke, and locks what is known of them until the transaction ends: one thing after the other for each person. */
export async function meet(trx: Transaction, tenantId: string, speaker: Speaker, now: Date): Promise<Talk> {
  const { person, firstName, language } = speaker;
  const talk = await trx.one<Talk>(
    `insert into talk (tenant_id, person, first_name, told_language, mark, first_seen, seen_at) values ($1, $2, $3, $4, $5, $6, $6)
     on conflict (tenant_id, person) do update set first_name = excluded.first_name, seen_at = excluded.seen_at,
       told_language = case when excluded.told_language = '' then talk.told_language else excluded.told_language end
     returning ${COLUMNS}`,
    [tenantId, person, firstName, language, newMark(), now],
  );
  if (talk === undefined) throw new Error("Somebody who was just met is gone.");
  return talk;
}

/** Locks it, as `meet` does. */
export function readTalk(trx: Transaction, person: string): Promise<Talk | undefined> {
  return trx.one<Talk>(`select ${COLUMNS} from talk where person = $1 for no key update`, [person]);
}

export async function chooseLanguage(trx: Transaction, person: string, language: string): Promise<void> {
  await trx.run("update talk set chosen_language = $2 where person = $1", [person, language]);
}

/** By whose link somebody came; the first one counts, and never their own. */
export async function cameBy(trx: Transaction, person: string, mark: string): Promise<void> {
  await trx.run(
    "update talk set came_by = $2 where person = $1 and came_by is null and mark <> $2 and code is null",
    [person, mark],
  );
}

export async function keepCode(trx: Transaction, person: string, code: string): Promise<void> {
  await trx.run("update talk set code = $2 where person = $1", [person, code]);
}

export async function notePress(trx: Transaction, person: string, pressed: string, now: Date): Promise<void> {
  await trx.run("update talk set pressed = $2, pressed_at = $3 where person = $1", [person, pressed, now]);
}

/** Ten letters and digits: nobody guesses one, and nobody is told by one. */
function newMark(): string {
  return BigInt(`0x${randomBytes(8).toString("hex")}`)
    .toString(36)
    .slice(-10)
    .padStart(10, "0");
}
