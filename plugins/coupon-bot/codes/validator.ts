import type { Transaction } from "@promostack/core";
import type { ContributedPlan, EndpointPlan, Kind, ListPlan } from "./plans.ts";

interface Row {
  tenantId: string;
  id: string;
  title: string;
  startsAt: Date | null;
  endsAt: Date | null;
  uses: number;
  sealed: Uint8Array | null;
  failures: number;
  openUntil: Date | null;
  revision: number;
}

interface PlanOf {
  list: ListPlan;
  endpoint: EndpointPlan;
  contributed: ContributedPlan;
}

/** What a tenant has codes checked by, as its row has it. The plan was held against the schema of its kind when it was saved. */
export type ValidatorOf<K extends Kind> = Row & { kind: K; plan: PlanOf[K] };
export type Validator = { [K in Kind]: ValidatorOf<K> }[Kind];

const COLUMNS = `tenant_id as "tenantId", id, kind, title, plan, starts_at as "startsAt", ends_at as "endsAt", uses, sealed, failures,
  open_until as "openUntil", revision`;

/** Those in use, in the order in which they are asked. */
export function activeValidators(trx: Transaction): Promise<Validator[]> {
  return trx.many<Validator>(
    `select ${COLUMNS} from code_validator where active and deleted_at is null order by position, id`,
  );
}

export function validatorById(trx: Transaction, id: string): Promise<Validator | undefined> {
  return trx.one<Validator>(`select ${COLUMNS} from code_validator where id = $1 and deleted_at is null`, [
    id,
  ]);
}

/** Locked: who counts a use of a list waits for who counts another. */
export async function lockList(trx: Transaction, id: string): Promise<ValidatorOf<"list"> | undefined> {
  return trx.one<ValidatorOf<"list">>(
    `select ${COLUMNS} from code_validator where id = $1 and kind = 'list' and deleted_at is null for no key update`,
    [id],
  );
}
