import { PlatformError, type TenantContext, type Transaction } from "@promostack/core";
import type {
  ContributedDraft,
  EndpointDraft,
  ListDraft,
  Offer,
  ValidatorDetail,
  Validators,
} from "./api.ts";
import type { ValidatorPoint } from "./contributed.ts";
import { inputProblem } from "./inputCheck.ts";
import { seal, tenantKey } from "./tenantKey.ts";
import { hostOf } from "./trial.ts";
import { validatorById } from "./validator.ts";
import { type Draft, etagOf, validatorNotFound, validatorRows } from "./validatorStore.ts";

/** What plugins offer that the tenant has. */
async function offersOf(point: ValidatorPoint, tenantId: string): Promise<Offer[]> {
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

export function listDraft({ title, plan }: ListDraft): Draft {
  return { title, plan };
}

/**
 * An endpoint as it is kept, its secret sealed. Raises `codes.address` for an address that is none, and `codes.secret_needed` where it leads to
 * another host than the kept secret was entered for: it would be told to somebody else.
 */
export async function endpointDraft(
  context: Pick<TenantContext, "db" | "tenantId" | "secret" | "keepSecret">,
  id: string,
  { title, plan, secret }: EndpointDraft,
): Promise<Draft> {
  refuseAddress(plan.address);
  if (typeof secret === "string")
    return { title, plan, sealed: seal(await tenantKey(context, "seal"), id, secret) };
  if (secret === null || plan.secretHeader === "") return { title, plan, sealed: null };
  const kept = await context.db((trx) => validatorById(trx, id));
  const moved = kept?.kind === "endpoint" && hostOf(kept.plan.address) !== hostOf(plan.address);
  if (moved && kept.sealed !== null)
    throw new PlatformError("The address leads to another host than before.", {
      code: "codes.secret_needed",
      status: 422,
      hint: `Enter the value of ${plan.secretHeader} again, or leave the header out.`,
    });
  return { title, plan };
}

/** Blanks stand behind the host: whoever types a code does not choose whom we call. */
function refuseAddress(address: string): void {
  const [, host = ""] = /^https?:\/\/([^/?#]*)/.exec(address) ?? [];
  if (URL.canParse(address) && !host.includes("{") && !host.includes("@")) return;
  throw new PlatformError("This is no address that can be asked.", {
    code: "codes.address",
    status: 422,
    hint: "Write it whole, such as https://shop.example/api/coupons/{code}; blanks stand behind the host.",
  });
}

/** Raises `codes.not_offered` and `codes.input`. */
export async function contributedDraft(
  point: ValidatorPoint,
  tenantId: string,
  { title, plan }: ContributedDraft,
): Promise<Draft> {
  const offers = await offersOf(point, tenantId);
  const offer = offers.find(({ plugin, name }) => plugin === plan.plugin && name === plan.name);
  if (offer === undefined)
    throw new PlatformError("No plugin offers this now.", {
      code: "codes.not_offered",
      status: 409,
      hint: "Enable the plugin first, or choose another.",
    });
  const problem = inputProblem(offer.input, plan.input);
  if (problem !== undefined)
    throw new PlatformError(problem, { code: "codes.input", status: 422, hint: "Correct the named fields." });
  return { title, plan };
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
