import type { TenantContext, Transaction } from "@promostack/core";
import type { Offer, ValidatorDetail, Validators } from "./api.ts";
import type { ValidatorPoint } from "./contributed.ts";
import { validatorById } from "./validator.ts";
import { etagOf, validatorNotFound, validatorRows } from "./validatorStore.ts";

/** What plugins offer that the tenant has. */
export async function offersOf(point: ValidatorPoint, tenantId: string): Promise<Offer[]> {
  const found = await point.contributions(tenantId);
  return found.map(({ plugin, name, title, description, input }) => ({
    ...{ plugin, name, title, input },
    ...(description !== undefined && { description }),
  }));
}

/** A tenant's validators in their order, and what plugins offer beside them. */
export async function allValidators(
  { db, tenantId, clock }: Pick<TenantContext, "db" | "tenantId" | "clock">,
  point: ValidatorPoint,
): Promise<Validators> {
  const offers = await offersOf(point, tenantId);
  const names = new Set(offers.map(({ plugin, name }) => `${plugin}/${name}`));
  return { items: await db((trx) => validatorRows(trx, clock.now(), names)), offers };
}

/** Raises `codes.validator_not_found`. */
export async function oneValidator(
  context: Pick<TenantContext, "db" | "tenantId" | "clock">,
  point: ValidatorPoint,
  id: string,
): Promise<ValidatorDetail> {
  const { items, offers } = await allValidators(context, point);
  const row = items.find((each) => each.id === id);
  const kept = await context.db((trx) => validatorById(trx, id));
  if (row === undefined || kept === undefined) throw validatorNotFound();
  const edited = { row, etag: etagOf(kept), editedBy: row.editedBy };
  if (kept.kind === "list") return { ...edited, kind: kept.kind, plan: kept.plan };
  if (kept.kind === "endpoint")
    return { ...edited, kind: kept.kind, plan: kept.plan, secretKept: kept.sealed !== null };
  const { plugin, name } = kept.plan;
  const offer = offers.find((each) => each.plugin === plugin && each.name === name);
  return { ...edited, kind: kept.kind, plan: kept.plan, ...(offer !== undefined && { offer }) };
}

/** The last answers of a validator, the newest first. */
export async function lastAnswers(trx: Transaction, id: string) {
  const rows = await trx.many<{
    id: string;
    code: string;
    state: "valid" | "invalid" | "unsure";
    note: string;
    status: number | null;
    milliseconds: number;
    answeredAt: Date;
  }>(
    `select id, code, state, note, status, milliseconds, answered_at as "answeredAt" from code_answer
     where validator_id = $1 order by id desc`,
    [id],
  );
  return { items: rows.map((row) => ({ ...row, answeredAt: row.answeredAt.toISOString() })) };
}
