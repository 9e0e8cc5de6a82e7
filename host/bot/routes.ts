import { reply, Type } from "@promostack/core";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import type { ChannelStatus } from "./channels.ts";
import type { Connections } from "./connections.ts";
import type { MessageLog } from "./messageLog.ts";

const Id = Type.String({ format: "uuid" });
/** Answers without a body. */
const Nothing = Type.Null();
const Time = Type.String({ format: "date-time", description: "ISO 8601, UTC" });
const Role = Type.Union([Type.Literal("signal_bot"), Type.Literal("message_bot")], {
  description: "signal_bot posts to channels, message_bot talks with users",
});
const Kind = Type.Union([Type.Literal("vip"), Type.Literal("free"), Type.Literal("other")]);
const Chat = Type.String({ minLength: 1, maxLength: 120, description: "@name, t.me address or numeric id" });
const RoleParams = Type.Object({ role: Role });

const Channel = Type.Object({
  id: Id,
  role: Role,
  chat: Type.String(),
  title: Type.String(),
  type: Type.String(),
  kind: Kind,
  username: Type.Union([Type.String(), Type.Null()]),
  canPost: Type.Boolean(),
  missing: Type.Array(Type.String(), { description: "Rights that the bot lacks, in the Bot API's names" }),
  problem: Type.Union([Type.String(), Type.Null()]),
  checkedAt: Time,
});

const Connection = Type.Object({
  role: Role,
  connected: Type.Boolean(),
  bot: Type.Optional(
    Type.Object({
      id: Type.String(),
      username: Type.String(),
      name: Type.String(),
      tokenLast4: Type.String(),
      updatedAt: Time,
    }),
  ),
  webhook: Type.Optional(Type.String()),
  status: Type.String({ description: "ok, warning, error or not_connected" }),
  problems: Type.Array(Type.String(), { description: "What is wrong and what to do, for a person" }),
  channels: Type.Array(Channel),
});

const State = Type.Union(
  (["pending", "sending", "sent", "unknown", "expired", "blocked", "dead"] as const).map((state) =>
    Type.Literal(state),
  ),
);

const Message = Type.Object({
  id: Id,
  plugin: Type.String(),
  role: Role,
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

const DeadLetter = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal("message"), Type.Literal("update")]),
  tenantId: Id,
  tenant: Type.String(),
  role: Role,
  what: Type.String(),
  error: Type.Union([Type.String(), Type.Null()]),
  attempts: Type.Integer(),
  at: Time,
});

const Limit = Type.Integer({ minimum: 1, maximum: 200, default: 50 });

/** What a person does with connections: read, connect, remove, channels, test. */
export function connectionRoutes(connections: Connections): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/connections",
      permission: "tenant:viewer",
      summary: "Bots and channels of the tenant, and what is wrong with them",
      input: { output: Type.Object({ items: Type.Array(Connection) }) },
      limits: { perMinute: 240 },
      handle: async ({ tenantId }) => {
        const items = await connections.list(tenantId);
        return { items: items.map((item) => ({ ...item, channels: item.channels.map(channelOf) })) };
      },
    }),
    hostRoute({
      method: "PUT",
      path: "/api/connections/:role",
      permission: "tenant:admin",
      summary: "Connects a bot in a role, or replaces it",
      input: {
        params: RoleParams,
        body: Type.Object({
          token: Type.String({ minLength: 1, maxLength: 200, description: "From @BotFather; write-only" }),
        }),
        output: Connection,
      },
      limits: { perMinute: 20, seconds: 60 },
      handle: async (request, { params, body }) => {
        const wanted = { tenantId: request.tenantId, role: params.role, token: body.token };
        const view = await connections.connect(wanted, request);
        return { ...view, channels: view.channels.map(channelOf) };
      },
    }),
    hostRoute({
      method: "DELETE",
      path: "/api/connections/:role",
      permission: "tenant:admin",
      summary: "Removes the bot of a role with its channels",
      input: { params: RoleParams, output: Nothing },
      limits: { perMinute: 20, seconds: 60 },
      handle: async (request, { params }) => {
        await connections.disconnect(request.tenantId, params.role, request);
        return reply(204);
      },
    }),
    hostRoute({
      method: "POST",
      path: "/api/connections/:role/channels",
      permission: "tenant:admin",
      summary: "Adds a channel or group, with the bot's rights checked",
      input: { params: RoleParams, body: Type.Object({ chat: Chat, kind: Kind }), output: Channel },
      limits: { perMinute: 30, seconds: 60 },
      handle: async (request, { params, body }) => {
        const wanted = { tenantId: request.tenantId, role: params.role, ...body };
        return reply(201, channelOf(await connections.addChannel(wanted, request)));
      },
    }),
    hostRoute({
      method: "DELETE",
      path: "/api/connections/:role/channels/:id",
      permission: "tenant:admin",
      summary: "Removes a channel",
      input: { params: Type.Object({ role: Role, id: Id }), output: Nothing },
      limits: { perMinute: 60 },
      handle: async (request, { params }) => {
        await connections.removeChannel(request.tenantId, params.role, params.id, request);
        return reply(204);
      },
    }),
    hostRoute({
      method: "POST",
      path: "/api/connections/:role/test",
      permission: "tenant:member",
      summary: "Posts a message to a chat at once and says what happened",
      input: {
        params: RoleParams,
        body: Type.Object({ chat: Chat }),
        output: Type.Object({
          ok: Type.Boolean(),
          message: Type.String(),
          hint: Type.Optional(Type.String()),
          messageId: Type.Optional(Type.Integer()),
        }),
      },
      limits: { perMinute: 10, seconds: 60 },
      handle: ({ tenantId }, { params, body }) => connections.test(tenantId, params.role, body.chat),
    }),
  ];
}

/** Messages of a tenant, and the dead letters of all. */
export function messageRoutes(messages: MessageLog): HostRoute[] {
  return [
    hostRoute({
      method: "GET",
      path: "/api/messages",
      permission: "tenant:viewer",
      summary: "Telegram messages, newest first",
      input: {
        query: Type.Object({ state: Type.Optional(State), after: Type.Optional(Id), limit: Limit }),
        output: Type.Object({ items: Type.Array(Message), next: Type.Optional(Type.String()) }),
      },
      limits: { perMinute: 240 },
      handle: async ({ tenantId }, { query }) => {
        const { state, after, limit } = query;
        const found = await messages.list(tenantId, {
          limit: limit + 1,
          ...(state === undefined ? {} : { state }),
          ...(after === undefined ? {} : { after }),
        });
        const items = found.slice(0, limit).map(plain);
        const next = found.length > limit ? items.at(-1)?.id : undefined;
        return reply(200, { items, ...(next === undefined ? {} : { next }) });
      },
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
        query: Type.Object({ after: Type.Optional(Time), limit: Limit }),
        output: Type.Object({ items: Type.Array(DeadLetter), next: Type.Optional(Time) }),
      },
      limits: { perMinute: 240 },
      handle: async (_request, { query }) => {
        const { after, limit } = query;
        const found = await messages.dead({
          limit: limit + 1,
          ...(after === undefined ? {} : { before: new Date(after) }),
        });
        const items = found.slice(0, limit).map(plain);
        const next = found.length > limit ? items.at(-1)?.at : undefined;
        return reply(200, { items, ...(next === undefined ? {} : { next }) });
      },
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

function channelOf({ checkedAt, ...channel }: ChannelStatus) {
  return { ...channel, checkedAt: checkedAt.toISOString() };
}

type Plain<Row> = {
  [Key in keyof Row]: Row[Key] extends Date
    ? string
    : Row[Key] extends Date | null
      ? string | null
      : Row[Key];
};

/** Times as the API gives them. */
function plain<Row extends object>(row: Row): Plain<Row> {
  return JSON.parse(JSON.stringify(row));
}
