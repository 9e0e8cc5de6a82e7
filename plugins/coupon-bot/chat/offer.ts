import type { Transaction } from "@promostack/core";
import type { Variables } from "../template/variables.ts";

/** A code that was valid for somebody when it was checked last. */
export interface Offer {
  id: string;
  person: string;
  code: string;
  /** What templates are filled with. */
  variables: Variables;
  label: string | null;
  checkedAt: Date;
}

/** Buttons of older ones ask for the code again. */
const LIFE_MS = 30 * 86_400_000;

/** With an id that is known already nothing is added: false. */
export async function addOffer(
  trx: Transaction,
  tenantId: string,
  { id, person, code, variables, label, checkedAt }: Offer,
): Promise<boolean> {
  const added = await trx.run(
    `insert into offer (tenant_id, id, person, code, variables, label, checked_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (tenant_id, id) do nothing`,
    [tenantId, id, person, code, JSON.stringify(variables), label, checkedAt],
  );
  return added === 1;
}

export function readOffer(trx: Transaction, id: string): Promise<Offer | undefined> {
  return trx.one<Offer>(
    `select id, person, code, variables, label, checked_at as "checkedAt" from offer where id = $1`,
    [id],
  );
}

/** It was checked once more. */
export async function renewOffer(
  trx: Transaction,
  id: string,
  { variables, label, checkedAt }: Pick<Offer, "variables" | "label" | "checkedAt">,
): Promise<void> {
  await trx.run("update offer set variables = $2, label = $3, checked_at = $4 where id = $1", [
    id,
    JSON.stringify(variables),
    label,
    checkedAt,
  ]);
}

/** Of all tenants. */
export async function forgetOffers(trx: Transaction, now: Date): Promise<void> {
  await trx.run("delete from offer where checked_at < $1", [new Date(now.getTime() - LIFE_MS)]);
}
