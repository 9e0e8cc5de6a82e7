import type { BotRole } from "@promostack/core";
import type { ChannelStatus } from "./channels.ts";
import type { Connection } from "./connectionStore.ts";

/** One role of a tenant as the Connections page shows it. */
export interface ConnectionView {
  role: BotRole;
  connected: boolean;
  bot?: { id: string; username: string; name: string; tokenLast4: string; updatedAt: string };
  webhook?: Connection["webhookState"];
  status: "ok" | "warning" | "error" | "not_connected";
  /** Sentences for a person: what is wrong and what to do. */
  problems: string[];
  channels: ChannelStatus[];
}

/** A role that has a bot, with everything that a person should know to be wrong. */
export function connectionView(
  { role, botId, username, name, webhookState, problem, updatedAt }: Connection,
  channels: ChannelStatus[],
  tokenLast4 = "",
): ConnectionView {
  const problems = [
    ...(problem === null ? [] : [problem]),
    ...channels.flatMap(({ title, canPost, problem: lack }) =>
      lack === null ? [] : [`${canPost ? "" : `@${username} cannot post in ${title}. `}${lack}`],
    ),
  ];
  const broken = webhookState === "failed" || channels.some(({ canPost }) => !canPost);
  return {
    role,
    connected: true,
    bot: { id: String(botId), username, name, tokenLast4, updatedAt: updatedAt.toISOString() },
    webhook: webhookState,
    status: broken ? "error" : problems.length > 0 ? "warning" : "ok",
    problems,
    channels,
  };
}

/** A role without a bot. */
export function unconnected(role: BotRole): ConnectionView {
  return { role, connected: false, status: "not_connected", problems: [], channels: [] };
}
