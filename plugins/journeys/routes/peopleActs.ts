import { route, type Setup, Type } from "@promostack/core";
import { ChosenPeople, Entered, Entering, Erased, Tagged, Tagging, Undone } from "../people/actsApi.ts";
import { Id } from "../people/api.ts";
import { nextChosen } from "../people/chosen.ts";
import { ERASED_AT_ONCE, erasePeople } from "../people/erase.ts";
import { letNextIn } from "../people/letIn.ts";
import { tellPeople } from "../people/live.ts";
import { tagNext, undoTagging } from "../people/tagging.ts";
import type { ConversationsOf } from "./conversationsOf.ts";

/** A part is one request: whoever asks shows how far it is, and stops where they like. */
const PART = { perMinute: 1_200, seconds: 30, bodyBytes: 200_000 };

/** Acts on many people at once. */
export function peopleActRoutes(p: Setup, conversationsOf: ConversationsOf): void {
  p.route(
    route({
      method: "POST",
      path: "/people-tags",
      permission: "tenant:member",
      summary: "Puts a tag on many people or takes it off, part after part while `next` is answered.",
      input: { body: Tagging, output: Tagged },
      limits: PART,
      async handle(context, { body }) {
        const conversations = conversationsOf(context);
        const deskFor = await conversations.desk(context);
        return context.db(async (trx) => {
          const desk = deskFor(trx, context.clock.now());
          const tagged = await tagNext(context, { conversations, desk }, body);
          const after = { did: body.did, tag: body.tag, people: tagged.changed };
          await context.audit(trx, { action: "people.tagged", target: `act ${tagged.act}`, after });
          await tellPeople(trx, context.tenantId);
          return tagged;
        });
      },
    }),
  );
  p.route(
    route({
      method: "DELETE",
      path: "/people-tags/:id",
      permission: "tenant:member",
      summary: "Undoes tagging, the last part first; again while there is more.",
      input: { params: Type.Object({ id: Id }), output: Undone },
      limits: PART,
      handle: (context, { params }) =>
        context.db(async (trx) => {
          const undone = await undoTagging(trx, params.id, context.clock.now());
          const after = { people: undone.changed };
          await context.audit(trx, { action: "people.tagging_undone", target: `act ${params.id}`, after });
          await tellPeople(trx, context.tenantId);
          return undone;
        }),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/people-entries",
      permission: "tenant:member",
      summary: "Lets many people into a journey by its rules, part after part while `next` is answered.",
      input: { body: Entering, output: Entered },
      limits: PART,
      async handle(context, { body }) {
        const entered = await letNextIn(context, conversationsOf(context), body);
        await context.db(async (trx) => {
          const after = { people: entered.entered + entered.waiting };
          await context.audit(trx, { action: "people.let_in", target: `journey ${body.journey}`, after });
          await tellPeople(trx, context.tenantId);
        });
        return entered;
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/people-erasures",
      permission: "tenant:admin",
      summary: "Erases many people and everything about them, part after part while `next` is answered.",
      input: { body: ChosenPeople, output: Erased },
      limits: PART,
      handle: (context, { body }) =>
        context.db(async (trx) => {
          const { people, next } = await nextChosen(trx, body, context.clock.now(), ERASED_AT_ONCE);
          const erased = await erasePeople(context, trx, people);
          await context.audit(trx, { action: "people.erased", target: "people", after: { people: erased } });
          await tellPeople(trx, context.tenantId);
          return { erased, ...(next !== undefined && { next }) };
        }),
    }),
  );
}
