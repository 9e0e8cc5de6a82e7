import type { Transaction } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { CheckNote, PictureNote } from "./use.ts";
import { WINDOW_NAMES, WINDOWS } from "./windows.ts";

const EVENT = `insert into use (tenant_id, at, id, person, source, code, outcome, reason, validator, template_id, version, size)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;
/** Whoever is seen in a window of theirs has come back; windows go by the first time that was known then. */
const RETURNS = WINDOW_NAMES.map((name) => {
  const { opens, closes } = WINDOWS[name];
  return `back_${name} = p.back_${name} or (excluded.last_at >= p.first_at + interval '${opens} hours'
    and excluded.last_at < p.first_at + interval '${closes} hours')`;
});
/** Two events of one moment may be told in either order. */
const PERSON = `insert into use_person as p (tenant_id, person, first_at, last_at, codes, pictures, last_code)
  values ($1, $2, $3, $3, $4, $5, $6)
  on conflict (tenant_id, person) do update set
    first_at = least(p.first_at, excluded.first_at), last_at = greatest(p.last_at, excluded.last_at),
    codes = p.codes + excluded.codes, pictures = p.pictures + excluded.pictures,
    last_code = coalesce(excluded.last_code, p.last_code), ${RETURNS.join(", ")}`;

/** Notes that a code was checked, in the transaction of what follows from it: work that is taken up again notes it once. */
export async function noteCheck(trx: Transaction, note: CheckNote): Promise<void> {
  const { tenantId, at, person, source, code, outcome, reason, validator } = note;
  await trx.run(EVENT, [
    ...[tenantId, at, uuidv7(), person, source, code, outcome, reason, validator],
    ...[null, null, null],
  ]);
  const valid = outcome === "valid";
  if (person !== null) await trx.run(PERSON, [tenantId, person, at, valid ? 1 : 0, 0, valid ? code : null]);
}

/** Notes what became of a picture that somebody asked for, in the transaction that sends it. */
export async function notePicture(trx: Transaction, note: PictureNote): Promise<void> {
  const { tenantId, at, person, source, code, outcome, reason, templateId, version, size } = note;
  await trx.run(EVENT, [
    ...[tenantId, at, uuidv7(), person, source, code, outcome, reason, null],
    ...[templateId, version, size],
  ]);
  if (person !== null) await trx.run(PERSON, [tenantId, person, at, 0, outcome === "failed" ? 0 : 1, null]);
}
