import { clockMinutes, PlatformError, route, type Setup, Type } from "@promostack/core";
import { uuidv7 } from "uuidv7";
import type { Journey } from "../graph/journey.ts";
import { RehearsalBody, Rehearsed } from "../rehearsal/api.ts";
import { rehearse } from "../rehearsal/rehearsal.ts";

/** A draft may hold 200 steps, each with a text; the walk's state comes with it. */
const LARGEST_DRAFT = 2_000_000;

/** The test chat. */
export function rehearsalRoutes(p: Setup): void {
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
        const { quietFrom, quietUntil } = context.settings;
        return rehearse(body.journey ?? stored.draft, body.state, body.input, {
          now: context.clock.now().getTime(),
          id: uuidv7(),
          timezone: context.timezone,
          ...quietHours(quietFrom, quietUntil),
        });
      },
    }),
  );
}

function quietHours(from: unknown, until: unknown) {
  if (typeof from !== "string" || typeof until !== "string" || from === "" || until === "") return {};
  return { quietHours: { from: clockMinutes(from), until: clockMinutes(until) } };
}

function unknownJourney(): PlatformError {
  return new PlatformError("There is no such journey.", {
    code: "journey.not_found",
    status: 404,
    hint: "It may have been deleted: go back to the list.",
  });
}
