import type { BotRole } from "@promostack/core";

export interface ChannelView {
  id: string;
  chat: string;
  username?: string | null;
  title: string;
  type: string;
  kind: "vip" | "free" | "other";
  canPost: boolean;
  /** Rights that the bot lacks, in the Bot API's names. */
  missing: string[];
  problem?: string | null;
  checkedAt: string;
}

/** GET /api/connections: one for each role, connected or not. */
export interface ConnectionView {
  role: BotRole;
  connected: boolean;
  bot?: { id: string; username: string; name: string; tokenLast4: string; updatedAt: string };
  webhook?: "pending" | "ok" | "failed" | "polling";
  status: "ok" | "warning" | "error" | "not_connected";
  /** Sentences: what is wrong and what to do. */
  problems: string[];
  channels: ChannelView[];
}

export interface TestResult {
  ok: boolean;
  message: string;
  hint?: string;
}
