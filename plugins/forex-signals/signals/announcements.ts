import type { PlatformContext, Transaction } from "@promostack/core";
import { defaultTemplate } from "../messages/defaults.ts";
import { type MessageKindId, messageKind } from "../messages/kinds.ts";
import { render } from "../messages/render.ts";
import { riskNoteText } from "../messages/riskNote.ts";
import { type FollowedChat, placementOf } from "../messages/rules.ts";
import type { SignalMessage } from "../messages/signalFacts.ts";
import { CustomTemplates } from "../messages/templateStore.ts";
import { type Post, writePosts } from "./posts.ts";
import { type ForexSettings, languageOf } from "./settings.ts";

/** Whose messages they are: settings and zone of a tenant. */
export interface Audience {
  settings: ForexSettings;
  timezone: string;
}

/** A tenant's signal and the channels that follow it. */
export interface Followed {
  tenantId: string;
  signalId: string;
  chats: readonly FollowedChat[];
}

/** Something to be said about one market position to everybody who follows it. */
export interface Announcement {
  /** `open`, a milestone, `target1`, `closed` …: with signal and chat it happens once. */
  postKind: string;
  message: SignalMessage;
  time: number;
}

/**
 * Says things, in order, to the followers' channels: each in the tenant's own words or the platform's, in the channel's language, when and
 * how its rules want it. In the caller's transaction and a number of statements that does not grow with the tenants; each distinct text is
 * rendered once. A tenant without an audience (the plugin is off for it) hears nothing.
 */
export async function announce(
  context: Pick<PlatformContext, "sendMany" | "clock">,
  trx: Transaction,
  announcements: readonly Announcement[],
  followers: readonly Followed[],
  audienceOf: (tenantId: string) => Audience | undefined,
): Promise<void> {
  if (announcements.length === 0 || followers.length === 0) return;
  const now = context.clock.now().getTime();
  const kinds = [...new Set(announcements.map(({ message }) => message.kind))];
  const own = await CustomTemplates.of(
    trx,
    followers.map(({ tenantId }) => tenantId),
    [...kinds, "risk-note"],
  );
  const posts: Post[] = [];
  for (const { postKind, message, time } of announcements) {
    const kind = messageKind(message.kind);
    const textOf = rendered(message, own);
    for (const { tenantId, signalId, chats } of followers) {
      const audience = audienceOf(tenantId);
      if (audience === undefined) continue;
      for (const chat of chats) {
        const rules = audience.settings[chat.kind];
        const placed = placementOf(kind, rules, chat, audience.timezone, now);
        if (placed === undefined) continue;
        posts.push({
          tenantId,
          signalId,
          kind: postKind,
          chat: chat.chat,
          chatTitle: chat.title,
          text: textOf(tenantId, audience.settings, chat),
          time: new Date(time),
          ...(placed.dueAt !== undefined && { dueAt: new Date(placed.dueAt) }),
          silent: placed.silent,
          isAnswer: chat.opening,
        });
      }
    }
  }
  await writePosts(context, trx, posts);
}

/** The message for a tenant's channel. Thousands of tenants share a few texts, so each is made once. */
function rendered({ kind, facts }: SignalMessage, own: CustomTemplates) {
  const made = new Map<string, string>();
  return (tenantId: string, settings: ForexSettings, { kind: channelKind }: FollowedChat): string => {
    const rules = settings[channelKind];
    const language = languageOf(settings, channelKind);
    const wording = (each: MessageKindId) =>
      own.text(tenantId, { kind: each, channelKind, language }) ?? defaultTemplate(each, language);
    const template = wording(kind);
    const note = rules.off.includes("risk-note")
      ? ""
      : riskNoteText(settings.riskNote, wording("risk-note"), language);
    const key = `${language} ${rules.hideLevels} ${note}\n${template}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const text = render(kind, language, template, { ...facts, riskNote: note }, rules);
    made.set(key, text);
    return text;
  };
}
