import {
  PlatformError,
  route,
  type Setup,
  type Static,
  type TenantContext,
  Type,
  zoneOf,
} from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Journey } from "../graph/journey.ts";
import { RehearsalBody, Rehearsed } from "../rehearsal/api.ts";
import { rehearse } from "../rehearsal/rehearsal.ts";
import type { TenantFacts } from "../run/tenantFacts.ts";

/** A draft may hold 200 steps, each with a text; the walk's state comes with it. */
const LARGEST_DRAFT = 2_000_000;

/** The test chat. */
export function rehearsalRoutes(p: Setup, factsOf: (context: TenantContext) => Promise<TenantFacts>): void {
  p.route(
    route({
      method: "POST",
      path: "/journeys/:id/rehearsal",
      permission: "tenant:viewer",
      summary: "Walks a draft one step on, without Telegram: nothing is stored, nothing is sent.",
      input: {
        params: Type.Object({ id: Type.String({ format: "uuid" }) }),
        body: RehearsalBody,
        output: Rehearsed,
      },
      limits: { perMinute: 240, bodyBytes: LARGEST_DRAFT },
      async handle(context, { params, body }) {
        const stored = await context.db((trx) =>
          trx.one<{ draft: Journey }>("select draft from journey where id = $1", [params.id]),
        );
        if (stored === undefined) throw unknownJourney();
        checkZone(body);
        return rehearse(body.journey ?? stored.draft, body.state, body.input, {
          now: context.clock.now().getTime(),
          id: uuidv7(),
          facts: await factsOf(context),
        });
      },
    }),
  );
}

/** A zone that there is not would fail only where a step asks for the time. */
function checkZone({ state, input }: Static<typeof RehearsalBody>): void {
  const zone = input.kind === "enter" ? input.person?.timezone : state?.person.timezone;
  if (zone === undefined) return;
  try {
    zoneOf(zone);
  } catch (cause) {
    throw new PlatformError(`There is no time zone ${zone}.`, {
      code: "rehearsal.unknown_zone",
      status: 400,
      hint: "Write it as Europe/Berlin.",
      cause,
    });
  }
}

function unknownJourney(): PlatformError {
  return new PlatformError("There is no such journey.", {
    code: "journey.not_found",
    status: 404,
    hint: "It may have been deleted: go back to the list.",
  });
}
