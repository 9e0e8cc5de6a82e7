import { PlatformError, route, type Setup, Type } from "@promostack/core";
import { Id, Person, PersonChange, Timeline, TimelineQuery, Walks } from "../people/api.ts";
import { erasePeople } from "../people/erase.ts";
import { tellPeople } from "../people/live.ts";
import { changePerson, personNotFound, readPerson } from "../people/person.ts";
import { timelinePage } from "../people/timeline.ts";
import { walksOf } from "../people/walks.ts";
import type { ConversationsOf } from "./conversationsOf.ts";

const One = Type.Object({ id: Id });
const Walk = Type.Object({ id: Id, walk: Id });
const READ = { perMinute: 240 };
const WRITE = { perMinute: 60 };

/** One of the tenant's people. */
export function personRoutes(p: Setup, conversationsOf: ConversationsOf): void {
  p.route(
    route({
      method: "GET",
      path: "/people/:id",
      permission: "tenant:viewer",
      summary: "One person: profile, tags, fields, channels.",
      input: { params: One, output: Person },
      limits: READ,
      handle: (context, { params }) => context.db((trx) => readPerson(trx, params.id)),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/people/:id/timeline",
      permission: "tenant:viewer",
      summary: "What happened with a person, the newest first: messages both ways, walks, clicks.",
      input: { params: One, query: TimelineQuery, output: Timeline },
      limits: READ,
      handle: (context, { params, query }) => context.db((trx) => timelinePage(trx, params.id, query)),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/people/:id/walks",
      permission: "tenant:viewer",
      summary: "A person's walks through journeys, each with its steps and variables.",
      input: { params: One, output: Walks },
      limits: READ,
      handle: async (context, { params }) => ({ items: await context.db((trx) => walksOf(trx, params.id)) }),
    }),
  );
  p.route(
    route({
      method: "PATCH",
      path: "/people/:id",
      permission: "tenant:member",
      summary: "Puts tags on and takes them off, sets and clears custom fields and the time zone.",
      input: { params: One, body: PersonChange, output: Person },
      limits: WRITE,
      async handle(context, { params, body }) {
        const conversations = conversationsOf(context);
        const deskFor = await conversations.desk(context);
        const { tenantId } = context;
        return context.db(async (trx) => {
          const changed = await changePerson(trx, params.id, body);
          await conversations.tagged(
            deskFor(trx, context.clock.now()),
            changed.added.map((tag) => ({ tenantId, personId: params.id, tag })),
          );
          // Names of fields, never their values: the log outlives an erased person.
          await context.audit(trx, {
            action: "person.changed",
            target: `person ${params.id}`,
            before: { tags: changed.before },
            after: { tags: changed.after, fields: changed.fields },
          });
          await tellPeople(trx, tenantId);
          return readPerson(trx, params.id);
        });
      },
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/people/:id",
      permission: "tenant:admin",
      summary: "Erases a person and everything about them; only counts remain.",
      input: { params: One },
      limits: WRITE,
      handle: (context, { params }) =>
        context.db(async (trx) => {
          if ((await erasePeople(context, trx, [params.id])) === 0) throw personNotFound();
          await context.audit(trx, { action: "person.erased", target: `person ${params.id}` });
          await tellPeople(trx, context.tenantId);
          return undefined;
        }),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/people/:id/entries",
      permission: "tenant:member",
      summary: "Lets a person into a published journey, by its rules.",
      input: { params: One, body: Type.Object({ journey: Id }), output: Entry },
      limits: WRITE,
      async handle(context, { params, body }) {
        const result = await conversationsOf(context).enter(context, params.id, body.journey, "colleague");
        await context.db(async (trx) => {
          const target = `person ${params.id}`;
          await context.audit(trx, { action: "person.let_in", target, after: { journey: body.journey } });
          await tellPeople(trx, context.tenantId);
        });
        return { result };
      },
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/people/:id/walks/:walk",
      permission: "tenant:member",
      summary: "Stops a walk that is under way.",
      input: { params: Walk },
      limits: WRITE,
      async handle(context, { params }) {
        if (!(await conversationsOf(context).stop(context, params.walk))) throw walkOver();
        await context.db(async (trx) => {
          await context.audit(trx, { action: "person.walk_stopped", target: `person ${params.id}` });
          await tellPeople(trx, context.tenantId);
        });
        return undefined;
      },
    }),
  );
}

const Entry = Type.Object({ result: Type.Union([Type.Literal("entered"), Type.Literal("waits")]) });

function walkOver(): PlatformError {
  return new PlatformError("This walk is over.", {
    code: "walk.over",
    status: 409,
    hint: "Load the page again to see how it ended.",
  });
}
