/** A reason in words, what would have to change, and where: the part of the settings that draws the line. */
interface ReasonWords {
  title: string;
  meaning: string;
  /** Whether a setting of the tenant's draws the line. */
  setting: boolean;
}

/** Words of the candidates that became no signal. */
export const words = {
  title: "Kept back",
  intro: "Candidates that became no signal, and what stood in the way.",
  latest: "The newest candidates that your guardrails kept back.",
  all: "All of them",
  time: "Time",
  signal: "Candidate",
  entry: "Entry",
  strategy: "Strategy",
  reason: "Reason",
  detail: "What stood in the way",
  seen: (meaning: string, seen: string, allowed: string) =>
    `${meaning.replace(/\.$/, "")}: ${seen}, and the line is ${allowed}.`,
  change: "Change it",
  period: "Period",
  periods: { "7": "Last 7 days", "30": "Last 30 days", "90": "Last 90 days" },
  back: "Signals",
  empty: "Nothing was kept back",
  emptyText: "When a candidate meets one of your guardrails, it stands here with the reason.",
  counts: "By reason",
} as const;

export const reasons: Record<string, ReasonWords> = {
  weekend: { title: "Weekend", meaning: "Signals open from Monday to Friday only.", setting: false },
  session: {
    title: "Outside the hours",
    meaning: "Your hours for new signals had not begun or were over.",
    setting: true,
  },
  "too-soon": {
    title: "Too soon",
    meaning: "The last signal of this strategy was too short a time ago.",
    setting: true,
  },
  "max-per-day": { title: "Enough that day", meaning: "The day had its number of signals.", setting: true },
  "daily-loss-cap": {
    title: "Daily loss cap",
    meaning: "The day's closed result was at the cap.",
    setting: true,
  },
  cooldown: { title: "Resting after a loss", meaning: "The rest after a loss was not over.", setting: true },
  "max-open": {
    title: "Another signal open",
    meaning: "As many signals as may be open at a time were open.",
    setting: true,
  },
  "stop-too-near": { title: "Stop too near", meaning: "The stop was nearer than it may be.", setting: true },
  "targets-out-of-order": {
    title: "Targets out of order",
    meaning: "A target was not beyond the one before.",
    setting: false,
  },
  "target-too-near": {
    title: "Target too near",
    meaning: "Target 1 was nearer than 0.8 times the risk.",
    setting: false,
  },
  paused: { title: "Paused", meaning: "New signals were paused.", setting: false },
  "no-channel": {
    title: "No channel",
    meaning: "No connected channel would have heard of it.",
    setting: true,
  },
  "quiet-hours": {
    title: "Quiet hours",
    meaning: "New signals rest in the quiet hours of your channels.",
    setting: true,
  },
  "strategy-queued": {
    title: "Change of strategy",
    meaning: "A signal of the strategy before was still open; the change waited for its end.",
    setting: false,
  },
};

export function reasonTitle(reason: string): string {
  return reasons[reason]?.title ?? reason;
}
