import { PlatformError, reply, route, type Setup, type TenantContext, Type } from "@promostack/core";
import { Value, VariableName } from "../graph/parts.ts";
import type { ConversationsOf } from "./conversationsOf.ts";
import { JourneyId } from "./limits.ts";

const Entrant = Type.Object({
  telegramId: Type.Optional(Type.String({ pattern: "^[1-9]\\d{0,18}$" })),
  personId: Type.Optional(Type.String({ format: "uuid" })),
  variables: Type.Optional(
    Type.Record(VariableName, Value, { maxProperties: 50, description: "The walk begins with them." }),
  ),
});

const Entered = Type.Object({
  personId: Type.String(),
  result: Type.Union([Type.Literal("entered"), Type.Literal("waits")], {
    description: "`waits`: the person is in another journey, and enters this one when it is over.",
  }),
});

/** The trigger `api`: a program lets somebody into a journey. */
export function entryRoutes(p: Setup, conversationsOf: ConversationsOf): void {
  p.route(
    route({
      method: "POST",
      path: "/journeys/:id/entries",
      permission: "tenant:member",
      summary:
        "Lets a person into a published journey that has the trigger “API”. The same Idempotency-Key lets nobody in twice.",
      input: { params: JourneyId, body: Entrant, output: Entered },
      limits: { perMinute: 600, bodyBytes: 300_000 },
      async handle(context, { params, body, headers }) {
        const { variables = {} } = body;
        await requireTrigger(context, params.id);
        const personId = await personOf(context, body);
        const key = headers["idempotency-key"];
        const result = await conversationsOf(context).enter(context, personId, params.id, "api", {
          variables,
          ...(key !== undefined && { key }),
        });
        return reply(201, { personId, result });
      },
    }),
  );
}

async function requireTrigger({ db, tenantId }: TenantContext, journeyId: string): Promise<void> {
  const journey = await db((trx) =>
    trx.one<{ takes: boolean }>(
      `select exists (select from trigger t where t.tenant_id = j.tenant_id and t.journey_id = j.id and t.kind = 'api') as takes
       from journey j where j.tenant_id = $1 and j.id = $2`,
      [tenantId, journeyId],
    ),
  );
  if (journey === undefined)
    throw new PlatformError("There is no such journey.", {
      code: "journey.not_found",
      status: 404,
      hint: "Look at the journey's address in the dash: its id is in it.",
    });
  if (!journey.takes)
    throw new PlatformError("The journey is not published with the trigger “API”.", {
      code: "journey.no_api_trigger",
      status: 409,
      hint: "Add that trigger to the journey and publish it.",
    });
}

async function personOf(
  { db, tenantId }: TenantContext,
  { telegramId, personId }: { telegramId?: string; personId?: string },
): Promise<string> {
  if ((telegramId === undefined) === (personId === undefined))
    throw new PlatformError("The entry names nobody, or two people.", {
      code: "entry.whom",
      status: 400,
      hint: "Give either telegramId or personId.",
    });
  const person = await db((trx) =>
    trx.one<{ id: string }>(
      "select id from person where tenant_id = $1 and (id = $2::uuid or telegram_id = $3::bigint)",
      [tenantId, personId ?? null, telegramId ?? null],
    ),
  );
  if (person !== undefined) return person.id;
  throw new PlatformError("Nobody here has this id.", {
    code: "person.unknown",
    status: 404,
    hint: "Whoever is to enter has written to the bot before, or was imported.",
  });
}
