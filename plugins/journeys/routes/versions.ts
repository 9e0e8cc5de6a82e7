import { reply, route, type Setup, Type } from "@promostack/core";
import { Closed, ClosingChoice, Publication, Version, VersionDetail, VersionPage } from "../drafts/api.ts";
import { outsideOf, refuseErrors } from "../drafts/draftCheck.ts";
import { revisionOf } from "../drafts/draftStore.ts";
import { publish, rollBack, unpublish } from "../drafts/publishing.ts";
import { readVersion, versionPage } from "../drafts/versionRows.ts";
import type { Points } from "../points/points.ts";
import type { ConversationsOf } from "./conversationsOf.ts";
import { editOf, JourneyId, READ, WRITE } from "./limits.ts";

const VersionNumber = Type.Object({ ...JourneyId.properties, number: Type.Integer({ minimum: 1 }) });

/** Versions: publishing, taking back, going back to an earlier one. */
export function versionRoutes(p: Setup, points: Points, conversationsOf: ConversationsOf): void {
  p.route(
    route({
      method: "GET",
      path: "/journeys/:id/versions",
      permission: "tenant:viewer",
      summary: "A journey's versions, the newest first.",
      input: {
        params: JourneyId,
        query: Type.Object({
          after: Type.Optional(Type.Integer()),
          limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
        }),
        output: VersionPage,
      },
      limits: READ,
      handle: (context, { params, query }) => context.db((trx) => versionPage(trx, params.id, query)),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/journeys/:id/versions/:number",
      permission: "tenant:viewer",
      summary: "A version with its steps.",
      input: { params: VersionNumber, output: VersionDetail },
      limits: READ,
      handle: (context, { params }) => context.db((trx) => readVersion(trx, params.id, params.number)),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/journeys/:id/versions",
      permission: "tenant:member",
      summary: "Publishes the draft that If-Match names; refused while a check finds errors.",
      input: { params: JourneyId, body: Publication, output: Version },
      limits: WRITE,
      async handle(context, { params, body, headers }) {
        const revision = revisionOf(headers["if-match"]);
        const where = { tenantId: context.tenantId, journeyId: params.id, ...editOf(context) };
        const outside = await outsideOf(context, points, params.id);
        const { version, added } = await context.db(async (trx) => {
          const note = body.note?.trim() ?? "";
          const published = await publish(trx, where, revision, note, (draft) =>
            refuseErrors(draft, outside),
          );
          const shown = await readVersion(trx, params.id, published.number);
          if (published.added)
            await context.audit(trx, {
              action: "journey.published",
              target: `journey ${params.id}`,
              after: { version: published.number, note },
            });
          const { document: _, ...version } = shown;
          return { version, added: published.added };
        });
        return reply(added ? 201 : 200, version);
      },
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/journeys/:id/live",
      permission: "tenant:member",
      summary: "Goes back to a version: people enter it from now on, the draft stays as it is.",
      input: {
        params: JourneyId,
        body: Type.Object({ number: Type.Integer({ minimum: 1 }) }),
        output: Version,
      },
      limits: WRITE,
      handle: (context, { params, body }) =>
        context.db(async (trx) => {
          const where = { tenantId: context.tenantId, journeyId: params.id, ...editOf(context) };
          await rollBack(trx, where, body.number);
          await context.audit(trx, {
            action: "journey.rolled-back",
            target: `journey ${params.id}`,
            after: { version: body.number },
          });
          const { document: _, ...version } = await readVersion(trx, params.id, body.number);
          return version;
        }),
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/journeys/:id/live",
      permission: "tenant:member",
      summary:
        "Unpublishes: nobody enters any more, and those who are inside finish (inside=finish) or are stopped.",
      input: {
        params: JourneyId,
        query: Type.Object({ inside: ClosingChoice }),
        output: Closed,
      },
      limits: { ...WRITE, seconds: 60 },
      async handle(context, { params, query }) {
        const deskOn = await conversationsOf(context).desk(context);
        return context.db(async (trx) => {
          const journey = { tenantId: context.tenantId, journeyId: params.id };
          const closed = await unpublish(deskOn(trx, context.clock.now()), journey, query.inside);
          await context.audit(trx, {
            action: "journey.unpublished",
            target: `journey ${params.id}`,
            after: { inside: query.inside, ...closed },
          });
          return closed;
        });
      },
    }),
  );
}
