import type { Handler } from "./call.ts";
import * as editing from "./editing.ts";
import * as inviteLinks from "./inviteLinks.ts";
import * as membership from "./membership.ts";
import * as pinning from "./pinning.ts";
import * as profile from "./profile.ts";
import * as queries from "./queries.ts";
import * as sending from "./sending.ts";
import * as webhooks from "./webhooks.ts";

const done: Handler = async () => true;

/** What each method of the table does. A test holds the two lists against each other. */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  getMe: profile.getMe,
  logOut: done,
  close: done,
  getUpdates: webhooks.lookForUpdates,
  setWebhook: webhooks.setWebhook,
  deleteWebhook: webhooks.deleteWebhook,
  getWebhookInfo: webhooks.getWebhookInfo,
  sendMessage: sending.sendMessage,
  sendPhoto: sending.sendFile,
  sendVideo: sending.sendFile,
  sendAnimation: sending.sendFile,
  sendAudio: sending.sendFile,
  sendVoice: sending.sendFile,
  sendDocument: sending.sendFile,
  sendMediaGroup: sending.sendMediaGroup,
  copyMessage: sending.copyMessage,
  forwardMessage: sending.forwardMessage,
  sendChatAction: sending.sendChatAction,
  editMessageText: editing.editMessageText,
  editMessageCaption: editing.editMessageCaption,
  editMessageReplyMarkup: editing.editMessageReplyMarkup,
  editMessageMedia: editing.editMessageMedia,
  deleteMessage: editing.deleteMessage,
  deleteMessages: editing.deleteMessagesOf,
  pinChatMessage: pinning.pinChatMessage,
  unpinChatMessage: pinning.unpinChatMessage,
  unpinAllChatMessages: pinning.unpinAllChatMessages,
  answerCallbackQuery: queries.answerCallbackQuery,
  answerPreCheckoutQuery: queries.answerPreCheckoutQuery,
  getChat: membership.getChat,
  getChatMember: membership.getChatMember,
  getChatAdministrators: membership.getChatAdministrators,
  getChatMemberCount: membership.getChatMemberCount,
  leaveChat: membership.leaveChat,
  banChatMember: membership.banChatMember,
  unbanChatMember: membership.unbanChatMember,
  exportChatInviteLink: inviteLinks.exportChatInviteLink,
  createChatInviteLink: inviteLinks.createChatInviteLink,
  editChatInviteLink: inviteLinks.editChatInviteLink,
  revokeChatInviteLink: inviteLinks.revokeChatInviteLink,
  approveChatJoinRequest: membership.approveChatJoinRequest,
  declineChatJoinRequest: membership.declineChatJoinRequest,
  setMyCommands: profile.setMyCommands,
  getMyCommands: profile.getMyCommands,
  deleteMyCommands: profile.deleteMyCommands,
  setMyName: profile.setMyName,
  getMyName: profile.getMyName,
  setMyDescription: profile.setMyDescription,
  getMyDescription: profile.getMyDescription,
  setMyShortDescription: profile.setMyShortDescription,
  getMyShortDescription: profile.getMyShortDescription,
  getFile: profile.getFile,
};
