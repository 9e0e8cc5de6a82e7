import { reply, Type } from "@promostack/core";
import { type HostRoute, hostRoute } from "../http/hostRoute.ts";
import type { ChannelStatus } from "./channels.ts";
import type { Connections } from "./connections.ts";

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

function channelOf({ checkedAt, ...channel }: ChannelStatus) {
  return { ...channel, checkedAt: checkedAt.toISOString() };
}
