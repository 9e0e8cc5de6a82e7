import { type ListPage, listQuery, reply, Type } from "@promostack/core";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import { DEAD_LETTERS, MESSAGES } from "./messageLists.ts";
import type { MessageLog } from "./messageLog.ts";

const Id = Type.String({ format: "uuid" });
/** Answers without a body. */
const Nothing = Type.Null();
const Time = Type.String({ format: "date-time", description: "ISO 8601, UTC" });

const State = Type.Union(
  (["pending", "sending", "sent", "unknown", "expired", "blocked", "dead"] as const).map((state) =>
    Type.Literal(state),
  ),
);

const Message = Type.Object({
  id: Id,
  plugin: Type.String(),
  role: Type.String(),
  chat: Type.String(),
  method: Type.String(),
  text: Type.Union([Type.String(), Type.Null()]),
  state: State,
  attempts: Type.Integer(),
  messageId: Type.Union([Type.Integer(), Type.Null()]),
  error: Type.Union([Type.String(), Type.Null()]),
  dueAt: Time,
  retryAt: Type.Union([Time, Type.Null()]),
  doneAt: Type.Union([Time, Type.Null()]),
});

const Kind = Type.Union([Type.Literal("message"), Type.Literal("update")]);
const DeadLetter = Type.Object({
  id: Type.String(),
  kind: Kind,
  tenantId: Id,
  tenant: Type.String(),
  role: Type.String(),
  what: Type.String(),
  error: Type.Union([Type.String(), Type.Null()]),
  attempts: Type.Integer(),
  at: Time,
});

const Counts = Type.Object({
  sentToday: Type.Integer({ description: "Since midnight in the tenant's zone" }),
  waiting: Type.Integer({ description: "Written and not sent yet" }),
  dead: Type.Integer({ description: "Given up, to be looked at" }),
  anySent: Type.Boolean({ description: "Whether any went out, of those that are kept" }),
});

/** Messages of a tenant, and the dead letters of all. */
export function messageRoutes(messages: MessageLog): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/messages",
      permission: "tenant:viewer",
      summary: "Telegram messages, newest first",
      input: {
        query: Type.Object({ ...listQuery(MESSAGES), state: Type.Optional(State) }),
        output: Type.Object({ items: Type.Array(Message), next: Type.Optional(Type.String()) }),
      },
      csv: "messages",
      limits: { perMinute: 240 },
      handle: async ({ tenantId }, { query }) => plainPage(await messages.list(tenantId, query)),
    }),
    hostRoute({
      method: "GET",
      path: "/api/messages/counts",
      permission: "tenant:viewer",
      summary: "How many messages went out today, wait, or were given up",
      input: { output: Counts },
      limits: { perMinute: 240 },
      handle: ({ tenantId }) => messages.counts(tenantId),
    }),
    hostRoute({
      method: "POST",
      path: "/api/messages/:id/retry",
      permission: "tenant:member",
      summary: "Sends a dead message once more",
      input: { params: Type.Object({ id: Id }), body: Type.Object({}), output: Nothing },
      limits: { perMinute: 60 },
      handle: async (request, { params }) => {
        await messages.retry(request.tenantId, params.id, request);
        return reply(204);
      },
    }),
    hostRoute({
      method: "GET",
      path: "/api/admin/dead-letters",
      permission: "admin",
      summary: "Messages and updates that were given up, of every tenant, newest first",
      input: {
        query: Type.Object({ ...listQuery(DEAD_LETTERS), kind: Type.Optional(Kind) }),
        output: Type.Object({ items: Type.Array(DeadLetter), next: Type.Optional(Type.String()) }),
      },
      csv: "dead-letters",
      limits: { perMinute: 240 },
      handle: async (_request, { query }) => plainPage(await messages.dead(query)),
    }),
    hostRoute({
      method: "POST",
      path: "/api/admin/dead-letters/:id/retry",
      permission: "admin",
      summary: "Tries a dead letter once more",
      input: {
        params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
        body: Type.Object({}),
        output: Nothing,
      },
      limits: { perMinute: 60 },
      handle: async (request, { params }) => {
        await messages.retry(undefined, params.id, request);
        return reply(204);
      },
    }),
  ];
}

type Plain<Row> = {
  [Key in keyof Row]: Row[Key] extends Date
    ? string
    : Row[Key] extends Date | null
      ? string | null
      : Row[Key];
};

/** Times as the API gives them. */
function plainPage<Row extends object>(page: ListPage<Row>): ListPage<Plain<Row>> {
  return JSON.parse(JSON.stringify(page));
}
