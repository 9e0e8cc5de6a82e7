import { PlatformError, type TenantContext } from "@promostack/core";
import type { ContributedDraft, EndpointDraft } from "./api.ts";
import type { ValidatorPoint } from "./contributed.ts";
import { hostOf, refuseAddress } from "./endpoint/address.ts";
import { inputProblem } from "./inputCheck.ts";
import { seal, tenantKey } from "./tenantKey.ts";
import { validatorById } from "./validator.ts";
import { offersOf } from "./validatorDetail.ts";
import type { Draft } from "./validatorStore.ts";

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
