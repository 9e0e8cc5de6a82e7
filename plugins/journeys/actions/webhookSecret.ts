import { createHmac, randomBytes } from "node:crypto";
import type { TenantContext } from "@promostack/core";

const NAME = "webhookSecret";

/** The tenant's secret that signs webhooks, made at the first. Nobody has seen that one: to check signatures, people make a new one. */
export async function signingSecret(context: Pick<TenantContext, "secret" | "keepSecret">): Promise<string> {
  return (await context.secret(NAME)) || newSigningSecret(context);
}

/** Makes another secret in place of the one before, and answers it: the only time that anybody sees it. */
export async function newSigningSecret(context: Pick<TenantContext, "keepSecret">): Promise<string> {
  const secret = `whsec_${randomBytes(32).toString("base64url")}`;
  await context.keepSecret(NAME, secret);
  return secret;
}

/** `t=<unix seconds>,v1=<HMAC-SHA256 over "<t>.<body>" in hex>`: who receives it refuses old times, so that nothing is played back. */
export function signature(secret: string, body: string, at: Date): string {
  const time = Math.floor(at.getTime() / 1_000);
  return `t=${time},v1=${createHmac("sha256", secret).update(`${time}.${body}`).digest("hex")}`;
}
