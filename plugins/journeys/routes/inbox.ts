import { type Actor, type RouteContext, route, type Setup, Type } from "@promostack/core";
import { answerByHand } from "../inbox/answering.ts";
import {
  Assignment,
  type Colleague,
  ConversationCounts,
  ConversationDetail,
  ConversationsPage,
  ConversationsQuery,
  HandBack,
  MessagesPage,
  MessagesQuery,
  Presence,
  Reply,
  TakeOver,
} from "../inbox/api.ts";
import { conversationNotFound, readConversation } from "../inbox/conversation.ts";
import { tellInbox } from "../inbox/conversationRows.ts";
import { handBack } from "../inbox/handingBack.ts";
import { conversationCounts, conversationsPage } from "../inbox/list.ts";
import { messagesPage } from "../inbox/messages.ts";
import { notePresence } from "../inbox/presence.ts";
import { takeOver } from "../inbox/takeover.ts";
import type { Conversations } from "../run/conversations.ts";

const Id = Type.Object({ id: Type.String({ format: "uuid" }) });

/** The live inbox. A conversation's id is its person's. */
export function inboxRoutes(
  p: Setup,
  conversationsOf: (context: RouteContext<"tenant:member">) => Conversations,
): void {
  p.route(
    route({
      method: "GET",
      path: "/conversations",
      permission: "tenant:viewer",
      summary: "Lists conversations, the newest first.",
      input: { query: ConversationsQuery, output: ConversationsPage },
      limits: { perMinute: 240 },
      csv: "conversations",
      handle: (context, { query }) =>
        context.db((trx) => conversationsPage(context, trx, query, context.actor.personId)),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/conversation-counts",
      permission: "tenant:viewer",
      summary:
        "Counts the conversations that wait for a person, are taken over, are one's own, or whose walk failed.",
      input: { output: ConversationCounts },
      limits: { perMinute: 240 },
      handle: ({ db, actor }) => db((trx) => conversationCounts(trx, actor.personId)),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/conversations/:id",
      permission: "tenant:viewer",
      summary: "One conversation: who it is with, where they are, who has it.",
      input: { params: Id, output: ConversationDetail },
      limits: { perMinute: 240 },
      handle: ({ db, actor }, { params }) => db((trx) => readConversation(trx, params.id, actor.personId)),
    }),
  );
  p.route(
    route({
      method: "GET",
      path: "/conversations/:id/messages",
      permission: "tenant:viewer",
      summary: "What was said both ways, the newest first.",
      input: { params: Id, query: MessagesQuery, output: MessagesPage },
      limits: { perMinute: 240 },
      handle: (context, { params, query }) =>
        context.db((trx) => messagesPage(context, trx, params.id, query)),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/conversations/:id/messages",
      permission: "tenant:member",
      summary: "Answers by hand; by default the bot is silent from then on.",
      input: { params: Id, body: Reply, output: Type.Object({ id: Type.String() }) },
      limits: { perMinute: 60 },
      handle: (context, { params, body }) =>
        context.db(async (trx) => {
          const id = await answerByHand(context, trx, params.id, body, colleague(context.actor));
          await context.audit(trx, { action: "conversation.answered", target: `person ${params.id}` });
          return { id };
        }),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/conversations/:id/takeover",
      permission: "tenant:member",
      summary: "Takes the conversation over from the bot, or from a colleague who is named.",
      input: { params: Id, body: TakeOver, output: ConversationDetail },
      limits: { perMinute: 60 },
      handle: (context, { params, body }) =>
        context.db(async (trx) => {
          const by = colleague(context.actor);
          if (await takeOver(context, trx, params.id, by, body.from))
            await context.audit(trx, { action: "conversation.taken_over", target: `person ${params.id}` });
          return readConversation(trx, params.id, by.id);
        }),
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/conversations/:id/handback",
      permission: "tenant:member",
      summary: "Hands the conversation back to the bot: the walk goes on or ends.",
      input: { params: Id, body: HandBack, output: ConversationDetail },
      limits: { perMinute: 60 },
      async handle(context, { params, body }) {
        const deskFor = await conversationsOf(context).desk(context);
        return context.db(async (trx) => {
          const by = colleague(context.actor);
          const desk = deskFor(trx, context.clock.now());
          await handBack(desk, context.tenantId, params.id, body, by);
          await context.audit(trx, {
            action: "conversation.handed_back",
            target: `person ${params.id}`,
            after: body,
          });
          return readConversation(trx, params.id, by.id);
        });
      },
    }),
  );
  p.route(
    route({
      method: "POST",
      path: "/conversations/:id/reading",
      permission: "tenant:member",
      summary: "Notes that what they wrote was read.",
      input: { params: Id, output: Type.Object({ read: Type.Boolean() }) },
      limits: { perMinute: 240 },
      handle: ({ db, tenantId }, { params }) =>
        db(async (trx) => {
          const read = await trx.run(
            "update conversation set unread = 0 where person_id = $1 and unread > 0",
            [params.id],
          );
          if (read > 0) await tellInbox(trx, [tenantId]);
          return { read: read > 0 };
        }),
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/conversations/:id/assignee",
      permission: "tenant:member",
      summary: "Says whose conversation it is.",
      input: { params: Id, body: Assignment, output: ConversationDetail },
      limits: { perMinute: 60 },
      handle: (context, { params, body }) =>
        context.db(async (trx) => {
          const changed = await trx.run(
            `insert into conversation (tenant_id, person_id, at, assigned_to, assigned_name)
             select $1, id, coalesce(last_heard, first_seen), $3, $4 from person where id = $2
             on conflict (tenant_id, person_id) do update set assigned_to = excluded.assigned_to, assigned_name = excluded.assigned_name`,
            [context.tenantId, params.id, body.to?.id ?? null, body.to?.name ?? ""],
          );
          if (changed === 0) throw conversationNotFound();
          await context.audit(trx, {
            action: "conversation.assigned",
            target: `person ${params.id}`,
            after: body,
          });
          await tellInbox(trx, [context.tenantId]);
          return readConversation(trx, params.id, context.actor.personId);
        }),
    }),
  );
  p.route(
    route({
      method: "PUT",
      path: "/conversations/:id/presence",
      permission: "tenant:member",
      summary: "Tells colleagues who has the conversation open, and who is writing in it.",
      input: { params: Id, body: Presence, output: Presence },
      limits: { perMinute: 120 },
      async handle(context, { params, body }) {
        await context.db((trx) => notePresence(context, trx, params.id, body, colleague(context.actor)));
        return body;
      },
    }),
  );
}

/** How colleagues call whoever asks. */
export function colleague({ personId, name, email }: Actor): Colleague {
  return { id: personId, name: name ?? email };
}
