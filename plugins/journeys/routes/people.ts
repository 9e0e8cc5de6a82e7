import { Readable } from "node:stream";
import { reply, route, type Setup } from "@promostack/core";
import { PeopleChoice, PeopleCount, PeopleOptions, PeoplePage, PeopleQuery } from "../people/api.ts";
import { ownChannels } from "../people/channels.ts";
import { exportPeople } from "../people/exportCsv.ts";
import { choiceConditions, countPeople, peoplePage } from "../people/list.ts";
import { optionsOf } from "../people/options.ts";
import type { ConversationsOf } from "./conversationsOf.ts";
import { fieldRoutes } from "./fields.ts";
import { peopleActRoutes } from "./peopleActs.ts";
import { personRoutes } from "./person.ts";
import { segmentRoutes } from "./segments.ts";

const READ = { perMinute: 240 };

/** Routes of people: all of them, one, many at once, segments, fields and tags. */
export function peopleRoutes(p: Setup, conversationsOf: ConversationsOf): void {
  listRoutes(p);
  personRoutes(p, conversationsOf);
  peopleActRoutes(p, conversationsOf);
  segmentRoutes(p);
  fieldRoutes(p);
}

function listRoutes(p: Setup): void {
  p.route(
    route({
      method: "GET",
      path: "/people",
      permission: "tenant:viewer",
      summary: "The tenant's people, the newest first.",
      input: { query: PeopleQuery, output: PeoplePage },
      limits: READ,
      handle: (context, { query }) => context.db((trx) => peoplePage(trx, query, context.clock.now())),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/people-counts",
      permission: "tenant:viewer",
      summary: "How many people a list shows.",
      input: { query: PeopleChoice, output: PeopleCount },
      limits: READ,
      handle: (context, { query }) =>
        context.db(async (trx) => countPeople(trx, await choiceConditions(trx, query, context.clock.now()))),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/people-exports",
      permission: "tenant:member",
      summary:
        "The people that a list shows as CSV, with a column for each custom field; an import takes it back.",
      input: { query: PeopleChoice },
      limits: { perMinute: 10 },
      async handle(context, { query }) {
        await context.db((trx) =>
          context.audit(trx, { action: "people.exported", target: "people", after: query }),
        );
        const pieces = exportPeople(context.db, query, context.clock.now());
        return reply(200, Readable.from(pieces, { highWaterMark: 1 }), {
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": 'attachment; filename="people.csv"',
        });
      },
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/people-options",
      permission: "tenant:viewer",
      summary: "Tags, languages, sources, journeys, fields and channels to choose people by.",
      input: { output: PeopleOptions },
      limits: READ,
      async handle(context) {
        const options = await context.db(optionsOf);
        return { ...options, channels: await ownChannels(context) };
      },
    }),
  );
}
