import { route, type Setup, Type } from "@promostack/core";
import { join, leave, setStatus } from "../telegram/acts/joining.ts";
import { upgrade } from "../telegram/acts/upgrading.ts";
import { RIGHTS } from "../telegram/domain/membership.ts";
import { joinRequestsOf } from "../telegram/store/joinRequests.ts";
import { membersOf } from "../telegram/store/members.ts";
import { personUser, usersById } from "../telegram/store/people.ts";
import { wakeSenders } from "../telegram/updateSender.ts";
import { readChat } from "./chatReading.ts";
import { asPerson, LIMITS, missing, personOf, roomOf } from "./subject.ts";
import { ChatView, MemberView, memberView, UserView, userView } from "./views.ts";

const Chat = Type.Object({ room: Type.String() });
const Member = Type.Object({ room: Type.String(), userId: Type.String({ pattern: "^\\d{1,15}$" }) });
const Rights = Type.Partial(Type.Object(Object.fromEntries(RIGHTS.map((right) => [right, Type.Boolean()]))));

const list = route({
  method: "GET",
  path: "/chats/:room/members",
  permission: "person",
  summary: "Members of a channel or group, and who waits to join",
  input: {
    params: Chat,
    output: Type.Object({
      items: Type.Array(MemberView),
      requests: Type.Array(
        Type.Object({ user: UserView, date: Type.String(), link: Type.Union([Type.String(), Type.Null()]) }),
      ),
    }),
  },
  limits: LIMITS,
  handle: (context, { params }) =>
    context.platformDb(async (trx) => {
      const { room } = await roomOf(trx, params.room);
      const members = await membersOf(trx, room);
      const requests = await joinRequestsOf(trx, room);
      const users = await usersById(
        trx,
        [...members, ...requests].map(({ user_id }) => user_id),
      );
      return {
        items: members.flatMap((member) => {
          const user = users.get(member.user_id);
          return user ? [memberView(member, user)] : [];
        }),
        requests: requests.flatMap(({ user_id, date, link }) => {
          const user = users.get(user_id);
          return user ? [{ user: userView(user), date: date.toISOString(), link }] : [];
        }),
      };
    }),
});

const enter = route({
  method: "POST",
  path: "/chats/:room/members",
  permission: "person",
  summary:
    "Joins as a person: a public chat, or through an invite link, which may need an administrator's word",
  input: {
    params: Chat,
    body: Type.Object({ personId: Type.Integer(), link: Type.Optional(Type.String()) }),
    output: Type.Object({
      state: Type.Union([Type.Literal("joined"), Type.Literal("requested"), Type.Literal("already")]),
    }),
  },
  limits: LIMITS,
  handle: async (context, { params, body }) => {
    const state = await context.platformDb(async (trx) => {
      const room = await roomOf(trx, params.room);
      const person = personUser(await personOf(trx, body.personId));
      return asPerson(() => join(trx, room, person, body.link, context.clock.now()));
    });
    wakeSenders();
    return { state };
  },
});

const exit = route({
  method: "DELETE",
  path: "/chats/:room/members/:userId",
  permission: "person",
  summary: "Leaves as a person, or takes the request to join back",
  input: { params: Member },
  limits: LIMITS,
  handle: async (context, { params }) => {
    await context.platformDb(async (trx) => {
      const room = await roomOf(trx, params.room);
      const person = personUser(await personOf(trx, Number(params.userId)));
      await asPerson(() => leave(trx, room, person, context.clock.now()));
    });
    wakeSenders();
    return undefined;
  },
});

const change = route({
  method: "PUT",
  path: "/chats/:room/members/:userId",
  permission: "person",
  summary: "What the owner does to a member: promotes, takes rights away, removes, bans; also to bots",
  input: {
    params: Member,
    body: Type.Object({
      status: Type.Union(
        (["administrator", "member", "left", "kicked"] as const).map((status) => Type.Literal(status)),
      ),
      rights: Type.Optional(Rights),
    }),
    output: MemberView,
  },
  limits: LIMITS,
  handle: async (context, { params, body }) => {
    const view = await context.platformDb(async (trx) => {
      const room = await roomOf(trx, params.room);
      const userId = Number(params.userId);
      const owner = (await membersOf(trx, room.room)).find(({ status }) => status === "creator");
      const users = await usersById(trx, [userId, owner?.user_id ?? 0]);
      const user = users.get(userId);
      const by = users.get(owner?.user_id ?? 0) ?? user;
      if (!user || !by) throw missing("person", params.userId);
      const changed = await asPerson(() =>
        setStatus(trx, room, { userId, ...body, by }, context.clock.now()),
      );
      return memberView(changed, user);
    });
    wakeSenders();
    return view;
  },
});

const upgradeGroup = route({
  method: "POST",
  path: "/chats/:room/upgrades",
  permission: "person",
  summary:
    "Turns a group into a supergroup: it gets another id, and Telegram names it in errors from then on",
  input: { params: Chat, output: ChatView },
  limits: LIMITS,
  handle: async (context, { params }) => {
    const view = await context.platformDb(async (trx) => {
      const room = await roomOf(trx, params.room);
      const grown = await asPerson(() => upgrade(trx, room, context.clock.now()));
      return readChat(trx, grown.room);
    });
    wakeSenders();
    if (!view) throw missing("chat", params.room);
    return view;
  },
});

/** Coming, going and standing of members. */
export function memberPages(p: Setup): void {
  p.route(list);
  p.route(enter);
  p.route(exit);
  p.route(change);
  p.route(upgradeGroup);
}
