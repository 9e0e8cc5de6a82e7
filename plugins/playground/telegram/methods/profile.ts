import { isRecord, type Parameters } from "../domain/parameters.ts";
import { badRequest } from "../domain/refusal.ts";
import { botUser } from "../store/bots.ts";
import { fileByFileId } from "../store/files.ts";
import type { Call, Handler } from "./call.ts";

export const getMe: Handler = async ({ bot }) => ({
  ...botUser(bot),
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_guest_queries: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
});

export const getFile: Handler = async ({ trx, bot, parameters }) => {
  const { kind, file } = await fileByFileId(trx, bot.id, parameters.text("file_id") ?? "");
  if (file.size > 20 * 1024 * 1024) throw badRequest("file is too big");
  const folder = { photo: "photos", video: "videos", voice: "voice", audio: "music" }[kind] ?? "documents";
  return {
    file_id: parameters.text("file_id"),
    file_unique_id: file.unique_id,
    file_size: file.size,
    file_path: `${folder}/${file.unique_id}`,
  };
};

export const setMyCommands: Handler = async ({ trx, bot, parameters }) => {
  const commands = (parameters.list("commands") ?? []).map(readCommand);
  if (commands.length > 100) throw badRequest("BOT_COMMANDS_TOO_MUCH");
  await trx.run(
    `insert into bot_commands (bot_id, scope, language, commands) values ($1, $2, $3, $4::jsonb)
     on conflict (bot_id, scope, language) do update set commands = excluded.commands`,
    [bot.id, scopeOf(parameters), languageOf(parameters), JSON.stringify(commands)],
  );
  return true;
};

export const getMyCommands: Handler = async ({ trx, bot, parameters }) => {
  const row = await trx.one<{ commands: unknown }>(
    "select commands from bot_commands where bot_id = $1 and scope = $2 and language = $3",
    [bot.id, scopeOf(parameters), languageOf(parameters)],
  );
  return row?.commands ?? [];
};

export const deleteMyCommands: Handler = async ({ trx, bot, parameters }) => {
  await trx.run("delete from bot_commands where bot_id = $1 and scope = $2 and language = $3", [
    bot.id,
    scopeOf(parameters),
    languageOf(parameters),
  ]);
  return true;
};

/** Name, description and short description: a limit each, one row for all languages. */
export const setMyName: Handler = (call) => setProfile(call, "name", 64, "name");
export const setMyDescription: Handler = (call) => setProfile(call, "description", 512, "description");
export const setMyShortDescription: Handler = (call) =>
  setProfile(call, "short_description", 120, "short_description");
export const getMyName: Handler = async ({ bot }) => ({ name: bot.name });
export const getMyDescription: Handler = async ({ bot }) => ({ description: bot.description });
export const getMyShortDescription: Handler = async ({ bot }) => ({
  short_description: bot.short_description,
});

async function setProfile(
  { trx, bot, parameters }: Call,
  column: "name" | "description" | "short_description",
  limit: number,
  field: string,
): Promise<true> {
  const value = parameters.text(field) ?? "";
  if ([...value].length > limit) throw badRequest(`${field.replace("_", " ")} is too long`);
  if (column === "name" && value === "") return true;
  await trx.run(`update bot set ${column} = $2 where id = $1`, [bot.id, value]);
  return true;
}

function readCommand(value: unknown): { command: string; description: string } {
  if (!isRecord(value)) throw badRequest("can't parse BotCommand: expected an Object");
  const { command, description } = value;
  if (typeof command !== "string" || typeof description !== "string") {
    throw badRequest('can\'t parse BotCommand: Can\'t find field "command" or "description"');
  }
  const name = command.replace(/^\//, "");
  if (!/^[a-z0-9_]{1,32}$/.test(name)) throw badRequest("BOT_COMMAND_INVALID");
  const length = [...description].length;
  if (length < 1 || length > 256) throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
  return { command: name, description };
}

const SCOPES = new Set([
  "default",
  "all_private_chats",
  "all_group_chats",
  "all_chat_administrators",
  "chat",
  "chat_administrators",
  "chat_member",
]);

function scopeOf(parameters: Parameters): string {
  const { type = "default", chat_id: chat, user_id: user } = parameters.object("scope") ?? {};
  if (typeof type !== "string" || !SCOPES.has(type)) {
    throw badRequest("can't parse BotCommandScope: Unsupported type specified");
  }
  return [type, chat, user].filter((part) => part !== undefined).join(" ");
}

function languageOf(parameters: Parameters): string {
  const language = parameters.text("language_code") ?? "";
  if (!/^([a-z]{2})?$/.test(language)) throw badRequest("LANG_CODE_INVALID");
  return language;
}
