/** Words of what a person does to signals. */
export const words = {
  pause: "Pause",
  pauseTitle: "Pause new signals?",
  pauseText:
    "While it lasts no candidate becomes a signal; each is listed as kept back. Open signals are followed to their end.",
  howLong: "For how long",
  lengths: {
    "60": "1 hour",
    "240": "4 hours",
    tomorrow: "Until tomorrow",
    day: "Until a day",
  },
  day: "Day on which signals begin again",
  dayMissing: "Choose a day after today.",
  pauseReason: "Reason, for the audit log",
  optional: "May stay empty.",
  paused: "Paused",
  pausedUntil: "No new signals until",
  by: (person: string) => `Paused by ${person}.`,
  pausedNow: "Paused. Open signals are followed to their end.",
  resume: "Resume",
  resumed: "Signals again.",
  cancel: "Cancel signal",
  cancelTitle: "Take this signal back?",
  cancelText:
    "Nobody has been told of it yet: its posts are taken back. It stays in the list as cancelled, with who and why, and counts in no statistic. This cannot be undone.",
  close: "Close now",
  closeTitle: "Close this signal at the market?",
  closeText:
    "What is left of it closes at the newest price. The result is booked and posted to your channels. This cannot be undone.",
  closed: "The signal is closed.",
  reason: "Reason, for the audit log",
  reasonShort: "Say why in a few words.",
  cancelled: "The signal is taken back.",
} as const;
