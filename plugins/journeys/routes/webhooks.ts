import { route, type Setup, Type } from "@promostack/core";
import { newSigningSecret } from "../actions/webhookSecret.ts";

/** The secret that signs webhooks. */
export function webhookRoutes(p: Setup): void {
  p.route(
    route({
      method: "POST",
      path: "/webhook-secrets",
      permission: "tenant:admin",
      summary: "Makes a new secret that signs webhooks, in place of the one before. It is shown this once.",
      input: { output: Type.Object({ secret: Type.String() }) },
      limits: { perMinute: 6 },
      async handle(context) {
        const secret = await newSigningSecret(context);
        await context.db((trx) =>
          context.audit(trx, { action: "webhook-secret.replaced", target: "webhook secret" }),
        );
        return { secret };
      },
    }),
  );
}
