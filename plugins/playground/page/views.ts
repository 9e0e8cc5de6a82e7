import { type Static, Type } from "@promostack/core";
import type { User } from "../telegram/domain/shapes.ts";
import { type Bot, botUser } from "../telegram/store/bots.ts";
import type { MemberRow } from "../telegram/store/members.ts";
import type { MessageRow } from "../telegram/store/messages.ts";
import type { Person } from "../telegram/store/people.ts";

const Time = Type.String({ format: "date-time" });
const Nullable = <Schema extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Integer>>(
  schema: Schema,
) => Type.Union([schema, Type.Null()]);

export const UserView = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  username: Nullable(Type.String()),
  isBot: Type.Boolean(),
});
export type UserView = Static<typeof UserView>;

export const PersonView = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  firstName: Type.String(),
  lastName: Nullable(Type.String()),
  username: Nullable(Type.String()),
  languageCode: Type.String(),
  sample: Type.Boolean(),
  deactivated: Type.Boolean(),
});

export const BotView = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  username: Type.String(),
  token: Type.String(),
  webhookUrl: Type.String(),
  pendingUpdates: Type.Integer(),
  lastError: Nullable(Type.String()),
  lastErrorAt: Nullable(Time),
  commands: Type.Array(Type.Object({ command: Type.String(), description: Type.String() })),
});

const KeyView = Type.Object({
  text: Type.String(),
  shares: Type.Optional(Type.Union([Type.Literal("contact"), Type.Literal("location")])),
});

export const ChatView = Type.Object({
  room: Type.String({ description: "Names the chat in these routes" }),
  id: Type.Integer({ description: "Telegram's id" }),
  type: Type.String(),
  title: Type.String(),
  username: Nullable(Type.String()),
  botId: Nullable(Type.Integer()),
  personId: Nullable(Type.Integer()),
  started: Type.Boolean(),
  blocked: Type.Boolean(),
  members: Type.Integer(),
  pinned: Type.Array(Type.Integer()),
  revision: Type.Integer({ description: "Grows with each change: the cursor of the stream" }),
  keyboard: Type.Array(Type.Array(KeyView), {
    description:
      "Rows of keys that the bot has put in place of the person's own keyboard; none where it has not",
  }),
  last: Type.Union([Type.Object({ text: Type.String(), date: Time, fromName: Type.String() }), Type.Null()]),
});
export type ChatView = Static<typeof ChatView>;

export const MessageView = Type.Object({
  id: Type.Integer(),
  date: Time,
  editedAt: Nullable(Time),
  deleted: Type.Boolean(),
  revision: Type.Integer(),
  from: Type.Union([UserView, Type.Null()], { description: "Null for a channel's post" }),
  content: Type.Record(Type.String(), Type.Unknown(), {
    description: "The Bot API's Message without message_id, date, chat and from",
  }),
  media: Type.Union([
    Type.Object({
      kind: Type.String(),
      url: Type.String(),
      name: Nullable(Type.String()),
      mime: Nullable(Type.String()),
      width: Nullable(Type.Integer()),
      height: Nullable(Type.Integer()),
      bytes: Nullable(Type.Integer()),
    }),
    Type.Null(),
  ]),
});
export type MessageView = Static<typeof MessageView>;

export const MemberView = Type.Object({
  user: UserView,
  status: Type.String(),
  rights: Type.Record(Type.String(), Type.Boolean()),
});

export function personView(person: Person): Static<typeof PersonView> {
  return {
    id: person.id,
    name: [person.first_name, person.last_name].filter((part) => part !== null).join(" "),
    firstName: person.first_name,
    lastName: person.last_name,
    username: person.username,
    languageCode: person.language_code,
    sample: person.sample,
    deactivated: person.deactivated,
  };
}

export function botView(
  bot: Bot,
  pendingUpdates: number,
  commands: { command: string; description: string }[],
): Static<typeof BotView> {
  const { id, name } = { id: bot.id, name: botUser(bot).first_name };
  return {
    id,
    name,
    username: bot.username,
    token: bot.token,
    webhookUrl: bot.webhook_url,
    pendingUpdates,
    lastError: bot.last_error,
    lastErrorAt: bot.last_error_at?.toISOString() ?? null,
    commands,
  };
}

export function userView(user: User): UserView {
  return {
    id: user.id,
    name: [user.first_name, user.last_name].filter((part) => part !== undefined).join(" "),
    username: user.username ?? null,
    isBot: user.is_bot,
  };
}

export function memberView({ status, rights }: MemberRow, user: User): Static<typeof MemberView> {
  return { user: userView(user), status, rights: { ...rights } };
}

const KINDS = ["photo", "animation", "video", "audio", "voice", "document"];

export function messageView(row: MessageRow, from: User | undefined): MessageView {
  return {
    id: row.id,
    date: row.date.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    deleted: row.deleted_at !== null,
    revision: row.revision,
    from: from ? userView(from) : null,
    content: row.deleted_at === null ? row.content : {},
    media: row.deleted_at === null ? mediaOf(row.content) : null,
  };
}

function mediaOf(content: Record<string, unknown>): MessageView["media"] {
  const kind = KINDS.find((each) => each in content);
  if (kind === undefined) return null;
  const value = content[kind];
  const file: unknown = Array.isArray(value) ? value.at(-1) : value;
  if (typeof file !== "object" || file === null || !("file_unique_id" in file)) return null;
  const field = (name: string): unknown => (name in file ? Object(file)[name] : undefined);
  const text = (name: string) => {
    const given = field(name);
    return typeof given === "string" ? given : null;
  };
  const number = (name: string) => {
    const given = field(name);
    return typeof given === "number" ? given : null;
  };
  return {
    kind,
    url: `/api/p/playground/files/${String(file.file_unique_id)}`,
    name: text("file_name"),
    mime: text("mime_type"),
    width: number("width"),
    height: number("height"),
    bytes: number("file_size"),
  };
}
