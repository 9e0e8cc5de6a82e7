import { type Field, fields } from "./field.ts";

const CHAT = "chat_id!:Integer|String";
const TOPIC = "message_thread_id:Integer direct_messages_topic_id:Integer";
const QUIET = "disable_notification:Boolean protect_content:Boolean";
const PAID = "allow_paid_broadcast:Boolean message_effect_id:String";
const SUGGESTED = "suggested_post_parameters:SuggestedPostParameters";
const REPLY = "reply_parameters:ReplyParameters";
const MARKUP = "reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply";
const BUSINESS = "business_connection_id:String";
const CAPTION = "caption:String parse_mode:String caption_entities:*MessageEntity";
const ABOVE = "show_caption_above_media:Boolean";
const SIZE = "duration:Integer width:Integer height:Integer";
const THUMBNAIL = "thumbnail:InputFile|String";
const SENDING = [BUSINESS, CHAT, TOPIC, QUIET, PAID, SUGGESTED, REPLY, MARKUP];
const EDITED =
  "business_connection_id:String chat_id:Integer|String message_id:Integer inline_message_id:String reply_markup:InlineKeyboardMarkup";
const SCOPE = "scope:BotCommandScope language_code:String";
const LINK = "name:String expire_date:Integer member_limit:Integer creates_join_request:Boolean";
const USER = "user_id!:Integer";

/**
 * Every method that the stand-in knows, with its fields as Bot API 10.1 describes them. A test holds this table
 * against the description. Limits stand where the field is used.
 */
export const METHODS: Readonly<Record<string, readonly Field[]>> = {
  getMe: fields(),
  logOut: fields(),
  close: fields(),
  getUpdates: fields("offset:Integer limit:Integer timeout:Integer allowed_updates:*String"),
  setWebhook: fields(
    "url!:String certificate:InputFile ip_address:String max_connections:Integer allowed_updates:*String",
    "drop_pending_updates:Boolean secret_token:String",
  ),
  deleteWebhook: fields("drop_pending_updates:Boolean"),
  getWebhookInfo: fields(),

  sendMessage: fields(
    ...SENDING,
    "text!:String parse_mode:String entities:*MessageEntity link_preview_options:LinkPreviewOptions",
  ),
  sendPhoto: fields(...SENDING, CAPTION, ABOVE, "photo!:InputFile|String has_spoiler:Boolean"),
  sendVideo: fields(
    ...SENDING,
    CAPTION,
    ABOVE,
    SIZE,
    THUMBNAIL,
    "video!:InputFile|String cover:InputFile|String start_timestamp:Integer has_spoiler:Boolean supports_streaming:Boolean",
  ),
  sendAnimation: fields(
    ...SENDING,
    CAPTION,
    ABOVE,
    SIZE,
    THUMBNAIL,
    "animation!:InputFile|String has_spoiler:Boolean",
  ),
  sendAudio: fields(
    ...SENDING,
    CAPTION,
    THUMBNAIL,
    "audio!:InputFile|String duration:Integer performer:String title:String",
  ),
  sendVoice: fields(...SENDING, CAPTION, "voice!:InputFile|String duration:Integer"),
  sendDocument: fields(
    ...SENDING,
    CAPTION,
    THUMBNAIL,
    "document!:InputFile|String disable_content_type_detection:Boolean",
  ),
  sendMediaGroup: fields(
    BUSINESS,
    CHAT,
    TOPIC,
    QUIET,
    PAID,
    REPLY,
    "media!:*InputMediaAudio|*InputMediaDocument|*InputMediaLivePhoto|*InputMediaPhoto|*InputMediaVideo",
  ),
  copyMessage: fields(
    CHAT,
    TOPIC,
    QUIET,
    PAID,
    SUGGESTED,
    REPLY,
    MARKUP,
    CAPTION,
    ABOVE,
    "from_chat_id!:Integer|String message_id!:Integer video_start_timestamp:Integer",
  ),
  forwardMessage: fields(
    CHAT,
    TOPIC,
    QUIET,
    SUGGESTED,
    "from_chat_id!:Integer|String message_id!:Integer video_start_timestamp:Integer message_effect_id:String",
  ),
  sendChatAction: fields(BUSINESS, CHAT, "message_thread_id:Integer action!:String"),

  editMessageText: fields(
    EDITED,
    "text:String parse_mode:String entities:*MessageEntity link_preview_options:LinkPreviewOptions rich_message:InputRichMessage",
  ),
  editMessageCaption: fields(EDITED, CAPTION, ABOVE),
  editMessageReplyMarkup: fields(EDITED),
  editMessageMedia: fields(EDITED, "media!:InputMedia"),
  deleteMessage: fields(CHAT, "message_id!:Integer"),
  deleteMessages: fields(CHAT, "message_ids!:*Integer"),
  pinChatMessage: fields(BUSINESS, CHAT, "message_id!:Integer disable_notification:Boolean"),
  unpinChatMessage: fields(BUSINESS, CHAT, "message_id:Integer"),
  unpinAllChatMessages: fields(CHAT),

  answerCallbackQuery: fields(
    "callback_query_id!:String text:String show_alert:Boolean url:String cache_time:Integer",
  ),
  answerPreCheckoutQuery: fields("pre_checkout_query_id!:String ok!:Boolean error_message:String"),

  getChat: fields(CHAT),
  getChatMember: fields(CHAT, USER),
  getChatAdministrators: fields(CHAT, "return_bots:Boolean"),
  getChatMemberCount: fields(CHAT),
  leaveChat: fields(CHAT),
  banChatMember: fields(CHAT, USER, "until_date:Integer revoke_messages:Boolean"),
  unbanChatMember: fields(CHAT, USER, "only_if_banned:Boolean"),
  exportChatInviteLink: fields(CHAT),
  createChatInviteLink: fields(CHAT, LINK),
  editChatInviteLink: fields(CHAT, "invite_link!:String", LINK),
  revokeChatInviteLink: fields(CHAT, "invite_link!:String"),
  approveChatJoinRequest: fields(CHAT, USER),
  declineChatJoinRequest: fields(CHAT, USER),

  setMyCommands: fields("commands!:*BotCommand", SCOPE),
  getMyCommands: fields(SCOPE),
  deleteMyCommands: fields(SCOPE),
  setMyName: fields("name:String language_code:String"),
  getMyName: fields("language_code:String"),
  setMyDescription: fields("description:String language_code:String"),
  getMyDescription: fields("language_code:String"),
  setMyShortDescription: fields("short_description:String language_code:String"),
  getMyShortDescription: fields("language_code:String"),
  getFile: fields("file_id!:String"),
};

const BY_LOWER_CASE = new Map(Object.keys(METHODS).map((name) => [name.toLowerCase(), name]));

/** Telegram takes method names in any case. */
export function methodNamed(name: string): string | undefined {
  return BY_LOWER_CASE.get(name.toLowerCase());
}

/** Names among `parameters` that the method does not have. Files that `attach://` names are no parameters. */
export function unknownParameters(method: string, parameters: Readonly<Record<string, unknown>>): string[] {
  const known = new Set(METHODS[method]?.map(({ name }) => name));
  const text = JSON.stringify(parameters);
  return Object.keys(parameters).filter((name) => !known.has(name) && !text.includes(`attach://${name}`));
}
